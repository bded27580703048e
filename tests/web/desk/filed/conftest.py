"""The desk of a clinic's hotline on which callers book: a site of its own, with rows as callers enter them."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from empty_database import put_tables
from web.desk.conftest import NOON, PASSWORD, SITE, Client, DeskUnderTest, app_of

from ivr.app.installation import Installation, open_installation
from ivr.engine.filing import RowToFile
from ivr.practice.stand_ins import PracticeClock
from ivr.settings import load_settings
from ivr.storage.people.accounts import add_account, read_grants
from ivr.web.desk.people.passwords import hash_password

TABLE = "vaccinations/bookings"
EXAMPLE = SITE / "examples" / "clinic-booking"
PEOPLE: Mapping[str, str] = {
    "supervisor@clinic.example": "supervisor:vaccinations",
    "second@clinic.example": "supervisor:vaccinations",
    "viewer@clinic.example": "viewer:vaccinations",
    "supervisor@elsewhere.example": "supervisor:elsewhere",
}
ROWS: Mapping[str, Mapping[str, str]] = {
    "5000000001": {"invitation": "11112222", "clinic": "Hall", "slot": "1", "starts": "2026-12-08T09:30"},
    "5000000002": {"invitation": "33334444", "clinic": "+441632960123", "slot": "2", "starts": "2026-12-08T10:00"},
    "5000000003": {"invitation": "55556666", "clinic": "=2+3", "slot": "3", "starts": "2026-12-09T09:30"},
}
"""By the number of the entry: two appointments of one day and one of the next."""


@pytest.fixture(scope="session")
def clinic_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the site published, rows and accounts, to copy."""
    state = tmp_path_factory.mktemp("clinic") / "state"
    installation = _open(state)
    put_tables(installation.database)
    assert installation.publish("tests").checked.edition
    for turn, (entry, cells) in enumerate(ROWS.items()):
        book(installation, entry, cells, turn)
    hashed = hash_password(PASSWORD)
    for email, roles in PEOPLE.items():
        add_account(installation.database, email, email.partition("@")[0], read_grants(roles), hashed, NOON, False)
    installation.database.close()
    return state


@pytest.fixture
def desk(clinic_template: Path, tmp_path: Path) -> Iterator[DeskUnderTest]:
    """The desk of the clinics at noon of a day before all of these."""
    shutil.copytree(clinic_template, tmp_path / "state")
    installation = _open(tmp_path / "state")
    yield DeskUnderTest(app_of(installation), installation, installation.switchboard.clock, {})
    installation.database.close()


@pytest.fixture
def supervisor(desk: DeskUnderTest) -> Client:
    """Supervisor of the clinics."""
    return desk.client("supervisor@clinic.example")


@pytest.fixture
def second(desk: DeskUnderTest) -> Client:
    """Another one."""
    return desk.client("second@clinic.example")


def book(installation: Installation, entry: str, cells: Mapping[str, str], turn: int = 9) -> str:
    """Enter a booking, as a caller does; what came of it."""
    shape = installation.shelf.current().tables[TABLE]
    row = RowToFile(TABLE, entry, cells, shape.private)
    with installation.database.writing() as connection:
        return installation.filed.file(connection, shape, row, "CA00", turn, installation.switchboard.clock.now())


def _open(state: Path) -> Installation:
    return open_installation(load_settings({"IVR_SITE": str(EXAMPLE), "IVR_STATE": str(state)}), PracticeClock(NOON))
