"""The schema: made, brought up to date, checked."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from ivr.errors import StorageAway
from ivr.storage.database.metadata import metadata
from ivr.storage.database.schema import MIGRATIONS, check_schema, current_revision, upgrade, wanted_revision
from ivr.storage.database.transactions import Database, open_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database in which there is nothing yet."""
    if request.param == "sqlite":
        return open_database(f"sqlite:///{tmp_path / 'deep' / 'ivr.db'}", lock_folder=tmp_path / "locks")
    new: Callable[[str], str] = request.getfixturevalue("new_postgres_url")
    return open_database(new("template0"), lock_folder=tmp_path)


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    check_schema(database)


def test_the_revision_wanted_is_the_one_that_upgrading_ends_at(empty: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert wanted_revision() == ScriptDirectory.from_config(config).get_current_head()
    upgrade(empty)
    assert current_revision(empty) == wanted_revision()
    empty.close()


def test_six_processes_upgrade_at_once(empty: Database) -> None:
    children = []
    for _ in range(6):
        child = os.fork()
        if not child:
            code = 1
            with suppress(BaseException):
                upgrade(empty)
                check_schema(empty)
                code = 0
            os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 6
    check_schema(empty)
    empty.close()


def test_a_database_behind_the_program_says_what_to_do(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(StorageAway, match="run `ivr db upgrade`"):
        check_schema(database)


def test_a_sqlite_file_is_in_wal_mode_and_commits_are_on_disk(sqlite_database: Database) -> None:
    with sqlite_database.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
