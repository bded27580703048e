"""The database's schema: making it, bringing it up to date, and saying whether it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from ivr.errors import StorageAway
from ivr.storage.database.sqlite import make_file
from ivr.storage.database.transactions import Database, TableMissing
from ivr.storage.disk.files import PRIVATE_FOLDER
from ivr.storage.disk.locks import locked

MIGRATIONS = Path(__file__).parents[1] / "migrations"
PATIENCE = 600.0
UPGRADE_LOCK = 7_315_001  # any number no other program uses as a PostgreSQL advisory lock


def upgrade(database: Database) -> None:
    """Make the database, or bring its tables up to date. Two processes may do it at once. Raises StorageAway."""
    patient = database.patient(PATIENCE)
    try:
        if database.kind == "sqlite":
            _make(patient)
        if current_revision(patient) != wanted_revision():
            _migrate(patient)
    finally:
        patient.close()


def _migrate(database: Database) -> None:
    from alembic import command  # 7 MB that only this needs
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with _alone(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None for an empty one. Raises StorageAway."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


@cache
def wanted_revision() -> str:
    """The revision that this program needs: the number that the last of the migrations' files begins with."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("*.py"))


def check_schema(database: Database) -> None:
    """Raise StorageAway, saying what to do, unless the database is at this program's revision.

    That is TableMissing where it has no tables at all, or is a SQLite file that is not there.
    """
    if database.kind == "sqlite" and not database.path.exists():
        raise TableMissing(f"{database.name} is not there; run `ivr db upgrade`, which makes it")
    found, wanted = current_revision(database), wanted_revision()
    if found is None:
        raise TableMissing(f"{database.name} has no tables yet; run `ivr db upgrade`")
    if found != wanted:
        raise StorageAway(f"{database.name} is at revision {found}, not {wanted}; run `ivr db upgrade`")


def _make(database: Database) -> None:
    try:
        database.lock_folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with locked(database.lock_path, PATIENCE):
            make_file(database.path, PATIENCE)
    except (OSError, sqlite3.Error) as error:
        raise StorageAway(f"{database.name} cannot be made: {error}") from error


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """A transaction in which nobody else upgrades; SQLite's writers are alone anyway."""
    with database.writing() as connection:
        if database.kind == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        yield connection
