"""A machine made from a backup: all of it or no database, whatever was there before, and nothing lost of that."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.command import downgrade
from alembic.config import Config
from any_rows import fill
from sqlalchemy import select, text
from storage.backup.backing_up import NOW, backed_up, place_at, restored, until_killed

from ivr.errors import BackupRefused
from ivr.storage.backup.archive import open_archive
from ivr.storage.backup.copies import PATIENCE
from ivr.storage.backup.restoring import Replaced, Restored
from ivr.storage.backup.state_files import ASIDE
from ivr.storage.backup.taking import BackupSource
from ivr.storage.copying.rows import count_rows
from ivr.storage.database.schema import MIGRATIONS, check_schema, upgrade
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.every_table import TABLES
from ivr.storage.journal.marks import marks
from ivr.storage.journal.tables import journal
from ivr.storage.outbox.listing import count_outbox
from ivr.storage.outbox.outbox import Dispatch, is_due, put, send_again


def test_every_value_comes_back_in_a_database_of_the_other_kind(
    database: Database, tmp_path: Path, new_postgres_url: Callable[[str], str]
) -> None:
    with database.writing() as connection:
        connection.execute(marks.delete())
        fill(connection)
        before = {table.name: set(connection.execute(select(table)).all()) for table in TABLES}
    source = BackupSource(database, tmp_path / "none", "", True, (), {}, "0.1.0")
    file = backed_up(source, tmp_path / "b.zip")
    url = new_postgres_url("template0") if database.kind == "sqlite" else ""
    with place_at(tmp_path / "new" / "state", url) as place:
        restored(file, place)
        with place.database.reading() as connection:
            assert {table.name: set(connection.execute(select(table)).all()) for table in TABLES} == before
        place.database.close()
        with pytest.raises(BackupRefused, match="not empty" if url else "something is there already"):
            restored(file, place)


def test_killed_at_any_step_taking_one_leaves_the_whole_or_nothing(small: BackupSource, tmp_path: Path) -> None:
    to = tmp_path / "safe" / "b.zip"
    to.parent.mkdir()

    def look(ended: bool) -> None:
        if to.exists():
            with open_archive(to) as archive:
                archive.check()
            to.unlink()
        else:
            assert not ended
        assert {each.name for each in to.parent.iterdir()} <= {".ivr-backup"}

    assert until_killed(lambda: backed_up(small, to), look) > 5
    assert list(to.parent.iterdir()) == []


def test_killed_at_any_step_restoring_leaves_the_whole_or_no_database_and_can_begin_again(
    small: BackupSource, tmp_path: Path
) -> None:
    file = backed_up(small, tmp_path / "b.zip")
    state = tmp_path / "new" / "state"
    whole = {"spool/1.json", "editions/current", "demo-secrets.json"}
    seen = set()

    def do() -> None:
        with place_at(state) as place:
            restored(file, place)

    def look(ended: bool) -> None:
        is_there = (state / "ivr.db").exists()
        seen.add(is_there)
        if is_there:
            assert all((state / name).exists() for name in whole)
            with place_at(state) as place, place.database.reading() as connection:
                assert count_rows(connection)["journal"] == 3
            shutil.rmtree(state)
        else:
            assert not ended

    assert until_killed(do, look) > 10
    assert seen == {True, False}


def test_what_is_there_is_kept_aside_and_what_it_has_more_is_told(small: BackupSource, tmp_path: Path) -> None:
    file = backed_up(small, tmp_path / "b.zip")
    state = tmp_path / "new" / "state"
    with place_at(state) as place:
        restored(file, place)
        with place.database.writing() as connection:
            last = connection.execute(select(journal).order_by(journal.c.id.desc())).mappings().first()
            assert last
            for number in (1, 2):
                later = {"id": last["id"] + number, "entry": f"turn {number}", "call_sid": "CA9", "at": NOW}
                connection.execute(journal.insert(), dict(last) | later)
        with pytest.raises(BackupRefused, match="--force"):
            restored(file, place)
        (state / "spool" / "2.json").write_text("waited")
        replaced = restored(file, place, force=True).replaced
    assert replaced
    assert replaced == Replaced((state.absolute() / f"{ASIDE}20261130-090000",), 2, 1, NOW)
    aside = replaced.folders[0]
    assert (aside / "spool" / "2.json").read_text() == "waited"
    assert not (state / "spool" / "2.json").exists()
    with place_at(aside) as before, before.database.reading() as connection:
        assert count_rows(connection)["journal"] == 5


def test_what_waited_to_be_sent_is_left_for_a_person_to_decide(database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        put(connection, Dispatch("k", "mail", "a@b.example", "a case", {}, NOW, NOW + timedelta(days=1)))
    source = BackupSource(database, tmp_path / "none", "", True, (), {}, "0.1.0")
    with place_at(tmp_path / "new" / "state") as place:
        assert restored(backed_up(source, tmp_path / "b.zip"), place) == Restored(1, None)
        assert not is_due(place.database, "mail", NOW + timedelta(hours=1))
        assert count_outbox(place.database)["unsure"] == 1
        assert send_again(place.database, "k", NOW, NOW + timedelta(days=1))
        assert is_due(place.database, "mail", NOW)


def test_a_database_that_cannot_be_read_any_more_is_replaced_too(small: BackupSource, tmp_path: Path) -> None:
    file = backed_up(small, tmp_path / "b.zip")
    state = tmp_path / "new" / "state"
    state.mkdir(parents=True)
    (state / "ivr.db").write_bytes(b"no database" * 1000)
    with place_at(state) as place:
        replaced = restored(file, place, force=True).replaced
    with place_at(state) as place:
        check_schema(place.database)
    assert replaced
    assert replaced.entries is None


def test_a_backup_of_a_later_version_is_refused_and_one_of_an_earlier_brought_up_to_date(
    small: BackupSource, tmp_path: Path
) -> None:
    with small.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with place_at(tmp_path / "new") as place, pytest.raises(BackupRefused, match="Install the later version"):
        restored(backed_up(small, tmp_path / "later.zip"), place)
    earlier = open_database(f"sqlite:///{tmp_path / 'earlier' / 'ivr.db'}", PATIENCE, lock_folder=tmp_path / "earlier")
    upgrade(earlier)
    with earlier.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        downgrade(config, "0015")
    file = backed_up(replace(small, database=earlier), tmp_path / "earlier.zip")
    earlier.close()
    with place_at(tmp_path / "new") as place:
        restored(file, place)
        check_schema(place.database)
        with place.database.reading() as connection:
            assert count_rows(connection)["filed_rows"] == 0
