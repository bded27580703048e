"""A small site that is served within this process, and looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from empty_database import put_tables
from small_site import write_small_site

from ivr.app.application import bare_app
from ivr.app.doctor import premises_of
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into
from ivr.doctor.checks import CHECKS
from ivr.doctor.diagnosis import Diagnosis
from ivr.doctor.premises import Premises
from ivr.jobs.background import Background
from ivr.jobs.tasks import RepeatedTask
from ivr.settings import Settings, load_settings
from ivr.storage.people.accounts import add_account, read_grants

KEY = "a3f1" * 4 + "0123456789abcdef"
PRODUCTION = {
    "IVR_MODE": "production",
    "IVR_PUBLIC_URL": "https://ivr.example.org",
    "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
    "IVR_SECRET_KEY": KEY,
    "IVR_HASH_KEY": KEY[::-1],
    "IVR_PROXIES": "1",
    "IVR_KEEP_CALLS": "365",
}


@dataclass
class House:
    """An installation, what is looked at of it, and how a check finds it."""

    installation: Installation
    premises: Premises

    def finds(self, name: str) -> Diagnosis:
        """What one check finds."""
        (check,) = (each for each in CHECKS if each.name == name)
        return check.look(self.premises)

    def state(self, name: str) -> tuple[str, str]:
        """How it finds it, and why."""
        found = self.finds(name)
        return found.state, str(found.why)

    def set(self, **changes: Any) -> "House":
        """The same with other settings."""
        settings = Settings(**self.installation.settings.model_dump() | changes)
        return House(self.installation, replace(self.premises, settings=settings))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Opens a house in production, with settings beside the usual ones: all is well in it."""
    houses: list[House] = []

    def open_house(**more: str) -> House:
        site = write_small_site(tmp_path / "site")
        environ = PRODUCTION | {"IVR_SITE": str(site), "IVR_STATE": str(tmp_path / "state")} | more
        installation = open_installation(load_settings(environ))
        put_tables(installation.database)
        installation.publish("a test")
        grants = read_grants("administrator editor")
        add_account(installation.database, "chan@site.example", "Chan", grants, "", datetime.now(UTC))
        line = line_into(bare_app(installation).wsgi_app, installation.settings)
        premises = replace(premises_of(installation), line=line)
        premises.jobs.write([tried()], datetime.now(UTC))
        houses.append(house := House(installation, premises))
        return house

    yield open_house
    for house in houses:
        house.installation.database.close()


@pytest.fixture
def house(opened: Callable[..., House]) -> House:
    """That house."""
    return opened()


def tried(name: str = "spool", do: Callable[[], object] = lambda: None) -> Background:
    """A task that was tried once."""
    task = RepeatedTask(name, do)
    task.attempt()
    return Background((task,), 60)
