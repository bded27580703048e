"""The database within a backup: a SQLite file in one piece, whichever kind it was taken from."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from ivr.errors import BackupRefused, StorageAway
from ivr.storage.backup.manifest import LastEntry
from ivr.storage.copying.rows import copy_rows, count_rows
from ivr.storage.database.schema import check_schema, current_revision, upgrade
from ivr.storage.database.sqlite import make_file, open_file
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.journal.tables import journal
from ivr.storage.outbox.outbox import leave_what_waits
from ivr.translation import said

PATIENCE = 3600.0  # seconds for one statement over a whole table


@dataclass(frozen=True)
class DatabaseContents:
    """What a database holds: the revision of its tables, the rows of each, and the journal's last."""

    revision: str
    rows: Mapping[str, int]
    last_entry: LastEntry | None


def copy_into(database: Database, path: Path) -> DatabaseContents:
    """Copy a database that is in use into a new SQLite file, as it is at one moment; nobody waits for that.

    What follows the journal is brought up to date before, as far as that takes no longer than a moment.

    Raises StorageAway, BackupRefused and CopyRefused.
    """
    if database.kind == "sqlite":
        database.catch_up()
        _copy_file(database, path)
    else:
        _copy_rows(database, path)
    return look_into(path)


def look_into(path: Path) -> DatabaseContents:
    """What is in the SQLite file of a backup. Raises BackupRefused when it is damaged."""
    copy = _opened(path)
    try:
        with copy.reading() as connection:
            if (fault := connection.exec_driver_sql("PRAGMA integrity_check").scalar()) != "ok":
                raise BackupRefused(said("the copy of the database is damaged: {why}", why=fault))
            rows = count_rows(connection)
            last = select(journal.c.id, journal.c.at).order_by(journal.c.id.desc()).limit(1)
            entry = connection.execute(last).first() if "journal" in rows else None
        return DatabaseContents(
            current_revision(copy) or "", rows, LastEntry(id=entry.id, at=entry.at) if entry else None
        )
    finally:
        copy.close()


def bring_up_to_date(path: Path, now: datetime) -> int:
    """Bring the tables of a backup's file to this version, and leave it in one piece. Raises StorageAway.

    Nothing is sent a second time because a backup was restored: how much of the outbox is left for a person to decide.
    """
    copy = _opened(path)
    upgrade(copy)
    unsure = leave_what_waits(copy, now)
    copy.close()
    _in_one_piece(path)
    return unsure


def _copy_file(database: Database, path: Path) -> None:
    """By SQLite's own backup, which reads one state of the file while others write."""
    if not database.path.exists():
        raise StorageAway(said("{database} is not there, so there is nothing to back up", database=database.name))
    try:
        source = open_file(database.path, "rw", PATIENCE)
        target = open_file(path, "rwc", PATIENCE)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
        _in_one_piece(path)
    except sqlite3.Error as error:
        raise StorageAway(f"{database.name} cannot be copied: {error}") from error


def _copy_rows(database: Database, path: Path) -> None:
    check_schema(database)
    make_file(path, PATIENCE)
    copy = _opened(path)
    upgrade(copy)
    with database.snapshot() as reading, copy.writing() as writing:
        copy_rows(reading, writing)
    copy.close()
    _in_one_piece(path)


def _in_one_piece(path: Path) -> None:
    """End SQLite's journal beside the file, so that the file is all there is."""
    connection = open_file(path, "rw", PATIENCE)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def _opened(path: Path) -> Database:
    return open_database(f"sqlite:///{path}", PATIENCE, lock_folder=path.parent)
