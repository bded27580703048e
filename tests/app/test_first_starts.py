"""A hotline's first days: served, stopped, upgraded and published in any order, on one machine or two."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count, permutations
from pathlib import Path

import psycopg
import pytest
from empty_database import put_tables
from small_site import NUMBER, write_small_site

from ivr.app.installation import Installation, open_installation
from ivr.app.readiness import readiness
from ivr.authoring.checking.loading import Checked, check_site, edition_from_bundle
from ivr.authoring.site.files import bundle, hash_of
from ivr.errors import PublishingRefused, StorageAway
from ivr.publishing.deciding import roll_back
from ivr.publishing.publish import Published, Wish, publish_checked
from ivr.serving.preparing import prepare
from ivr.settings import load_settings
from ivr.storage.database.transactions import TableMissing, open_database
from ivr.storage.disk.trial import Trial
from ivr.storage.editions import shelf as editions
from ivr.storage.editions.publications import ServingSpan

UNTRIED = Trial(lambda: None)
CALLS = count()
NOT_OPEN = "Thank you for calling. This hotline is not open yet. Please call again later. Goodbye."
built = lru_cache(edition_from_bundle)  # editions never change
ORDERS = sorted(set(permutations(("serve", "stop", "upgrade", "publish", "serve"))))
AWAY = "postgresql://nobody@127.0.0.1:1/none"


@dataclass
class Department:
    """One database, one site and one or two machines; what an operator did there, and what must be so after it."""

    url: str
    site: Path
    checked: Checked
    states: tuple[Path, ...]
    put_tables: Callable[[], None]
    tables: bool = False
    published: bool = False
    starts: int = 0
    running: list[Installation] = field(default_factory=list)

    def environ(self, state: Path, url: str = "") -> dict[str, str]:
        return {
            "IVR_MODE": "production",
            "IVR_SITE": str(self.site),
            "IVR_STATE": str(state),
            "IVR_DATABASE_URL": url or self.url,
            "IVR_PUBLIC_URL": "https://ivr.example.org",
            "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
            "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
        }

    def opened(self, state: Path, url: str = "") -> Installation:
        return open_installation(load_settings(self.environ(state, url)), build=built)

    @contextmanager
    def operator(self) -> Iterator[Installation]:
        """What a command opens, on the machine that was added last."""
        installation = self.opened(self.states[-1])
        yield installation
        installation.database.close()

    def serve(self) -> None:
        state = self.states[self.starts % len(self.states)]
        self.starts += 1
        installation = self.opened(state)
        if self.tables:
            prepare(installation)
            self.running.append(installation)
            return
        with pytest.raises(TableMissing, match=r"run `ivr db upgrade`"):
            prepare(installation)
        installation.database.close()

    def stop(self) -> None:
        while self.running:
            self.running.pop().database.close()

    def upgrade(self) -> None:
        if not self.tables:
            self.put_tables()
        self.tables = True

    def publish(self) -> None:
        with self.operator() as installation:
            if self.tables:
                assert self._published(installation).changed != self.published
                self.published = True
            else:
                with pytest.raises(StorageAway, match=r"run `ivr db upgrade`"):
                    self._published(installation)

    def _published(self, installation: Installation) -> Published:
        """As `ivr publish` does it, with files that were checked once for all."""
        lock, wish = installation.publishing_lock, Wish("operator")
        return publish_checked(self.checked, self.site, installation.shelf, lock, None, wish)

    def see(self) -> None:
        """Every running server answers as it should, and says on /readyz what is so."""
        for installation in self.running:
            said = self.heard(installation)
            assert said.startswith("Welcome to") if self.published else said == NOT_OPEN
            (edition,) = (
                check for check in readiness(installation, Trial(lambda: None), None) if check.name == "edition"
            )
            assert edition.good == self.published
            assert self.published or "run `ivr publish`" in edition.says

    @staticmethod
    def heard(installation: Installation) -> str:
        ask = installation.switchboard.answer(f"CA{next(CALLS)}", NUMBER, "").instructions[0]
        return str(getattr(ask, "text", "") or ask.prompts[0].text)


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "FRESH_FOR", 0.0)


class SqliteTables:
    """A new SQLite file for each department; tables that `upgrade` made once are copied into it."""

    def __init__(self, folder: Path, _: Callable[[str], str]) -> None:
        self._folder, self._numbers = folder, count()
        self._made = folder / "made.db"
        _upgraded(f"sqlite:///{self._made}", folder)

    def begin(self) -> str:
        """The address of a file that is not there."""
        self._path = self._folder / f"{next(self._numbers)}.db"
        return f"sqlite:///{self._path}"

    def upgrade(self) -> None:
        """Put the tables there."""
        shutil.copy(self._made, self._path)


class PostgresTables:
    """One PostgreSQL database for all departments; tables that `upgrade` made once are emptied and put aside."""

    def __init__(self, folder: Path, new_url: Callable[[str], str]) -> None:
        self._url = new_url("template0")
        _upgraded(self._url, folder)
        self._aside = False

    def begin(self) -> str:
        """The address of a database without tables."""
        with psycopg.connect(self._url) as connection:
            if not self._aside:
                connection.execute("TRUNCATE editions, publications CASCADE")
                connection.execute("ALTER SCHEMA public RENAME TO aside")
                connection.execute("CREATE SCHEMA public")
        self._aside = True
        return self._url

    def upgrade(self) -> None:
        """Put the tables there."""
        with psycopg.connect(self._url) as connection:
            connection.execute("DROP SCHEMA public")
            connection.execute("ALTER SCHEMA aside RENAME TO public")
        self._aside = False


def _upgraded(url: str, folder: Path) -> None:
    database = open_database(url, lock_folder=folder)
    put_tables(database)
    database.close()


@pytest.fixture(params=[SqliteTables, PostgresTables])
def tables(
    request: pytest.FixtureRequest, tmp_path: Path, new_postgres_url: Callable[[str], str]
) -> SqliteTables | PostgresTables:
    made: SqliteTables | PostgresTables = request.param(tmp_path, new_postgres_url)
    return made


@pytest.fixture
def new_department(tables: SqliteTables | PostgresTables, tmp_path: Path) -> Iterator[Callable[[int], Department]]:
    """Makes a department with so many machines on which nothing was done yet."""
    site, made = write_small_site(tmp_path / "site"), []
    checked = check_site(site)

    def make(machines: int) -> Department:
        states = tuple(tmp_path / f"state {len(made)} {number}" for number in range(machines))
        made.append(Department(tables.begin(), site, checked, states, tables.upgrade))
        return made[-1]

    yield make
    for department in made:
        department.stop()


@pytest.mark.parametrize("machines", [1, 2])
def test_in_whatever_order_it_is_begun_what_was_published_is_served_and_nothing_else(
    new_department: Callable[[int], Department], machines: int
) -> None:
    for order in ORDERS:
        department = new_department(machines)
        for step in order:
            getattr(department, step)()
            department.see()
        for step in ("stop", *(() if department.published else ("upgrade", "publish")), "serve", "serve"):
            getattr(department, step)()
            department.see()
        with department.operator() as installation:
            assert len(installation.shelf.history()) == 1, order
        department.stop()


def test_a_state_folder_that_holds_what_nobody_published_gets_out_of_it_by_itself(
    new_department: Callable[[int], Department], tmp_path: Path
) -> None:
    department = new_department(1)
    files = department.checked.files
    with department.operator() as installation:  # as earlier versions served a folder while there were no tables
        name = department.checked.edition.hash
        installation.shelf.serve_from_disk(bundle(files), name, files.sounds)
        assert installation.shelf.disk.pointer() == name
    for step in ("upgrade", "serve"):
        getattr(department, step)()
        department.see()
    department.publish()
    department.see()
    department.checked = check_site(write_small_site(tmp_path / "changed", 2))
    department.published = False  # what was changed is not, yet
    department.publish()
    with department.operator() as installation:
        assert roll_back(installation.shelf, "", "operator", "").edition == name
    department.see()


def test_what_was_published_is_served_when_the_database_goes_away_afterwards(
    new_department: Callable[[int], Department],
) -> None:
    department = new_department(1)
    for step in ("upgrade", "publish", "serve"):
        getattr(department, step)()
    department.see()
    alone = department.opened(department.states[0], AWAY)
    prepare(alone)
    assert department.heard(alone).startswith("Welcome to")
    alone.database.close()


def test_an_edition_that_this_version_cannot_read_is_followed_by_the_next_that_is_published(
    new_department: Callable[[int], Department],
) -> None:
    department = new_department(1)
    for step in ("upgrade", "publish", "serve"):
        getattr(department, step)()
    newer = b'{"bundle": 99}'
    with department.operator() as installation:
        installation.shelf.publish(newer, hash_of(newer), "a newer version", "", {})
    (served,) = department.running
    assert department.heard(served).startswith("Welcome to")
    (edition,) = (check for check in readiness(served, UNTRIED, None) if check.name == "edition")
    assert not edition.good
    assert "is served, and not what was published" in edition.says
    department.published = False
    department.publish()
    department.see()
    with department.operator() as installation:
        assert installation.shelf.published() == department.checked.edition.hash


def test_a_first_edition_needs_no_end(new_department: Callable[[int], Department]) -> None:
    department = new_department(1)
    department.upgrade()
    span = ServingSpan(None, datetime.now(UTC) + timedelta(days=1))
    with department.operator() as installation:
        lock, wish = installation.publishing_lock, Wish("operator", span=span)
        with pytest.raises(PublishingRefused, match="no edition is published that could come back"):
            publish_checked(department.checked, department.site, installation.shelf, lock, None, wish)
