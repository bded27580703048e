"""SQLite as this project uses it: one file in WAL mode on a local disk, every commit on the disk before it counts."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from ivr.storage.database.kept_connections import KeptConnections
from ivr.storage.disk.files import PRIVATE_FILE, PRIVATE_FOLDER, make_private

WRITES = "ivr_writes"  # the execution option of a connection that is about to write


def sqlite_engine(path: Path, seconds: float) -> Engine:
    """An engine over the database file at `path`, which must exist; waits at most `seconds` for a lock."""

    def connect() -> sqlite3.Connection:
        return open_file(path, "rw", seconds)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_timeout=seconds)
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    _watch_for_replacement(engine, path)
    return engine


def open_file(path: Path, mode: str, seconds: float) -> sqlite3.Connection:
    """A connection to the file at `path`; `mode` is ro, rw or rwc (make it when it is not there)."""
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=seconds, check_same_thread=False, isolation_level=None)


def make_file(path: Path, seconds: float) -> None:
    """Make the database file in WAL mode where there is none, for nobody else to read. Both modes stay with the file.

    It is set here, once and under the caller's lock: two processes that set it at the same time on a new file fail
    with "database is locked" in spite of any time-out.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with suppress(FileExistsError):  # one that is there is never opened here: closing it would end SQLite's own locks
        os.close(
            os.open(path, os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        )  # the two files beside it get the mode of this one
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            make_private(path.with_name(path.name + ending))
    connection = open_file(path, "rw", seconds)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def kept_files(path: Path, seconds: float) -> KeptConnections:
    """Connections that are kept to the file at `path`, as long as it is the same file."""

    def connect() -> _KeptFile:
        connection = _KeptFile(open_file(path, "rw", seconds), os.stat(path).st_ino)
        _settle(connection.file, None)
        return connection

    name = str(path)

    def is_sound(connection: Any) -> bool:
        with suppress(FileNotFoundError):
            return bool(os.stat(name).st_ino == connection.inode)
        return False

    return KeptConnections(connect, is_sound, sqlite3.Error)


@dataclass(frozen=True)
class _KeptFile:
    """A connection, and the number of the file that it was opened to."""

    file: sqlite3.Connection
    inode: int

    def execute(self, text: str, values: Any) -> sqlite3.Cursor:
        """Run a statement."""
        return self.file.execute(text, values)

    def close(self) -> None:
        """Close it."""
        self.file.close()


def _settle(connection: DBAPIConnection | sqlite3.Connection, _record: ConnectionPoolEntry | None) -> None:
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote in between; a writer says so.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _watch_for_replacement(engine: Engine, path: Path) -> None:
    """Give up connections to a file that was deleted or replaced: what they write would be gone for ever."""

    def note(_connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info["inode"] = os.stat(path).st_ino

    def compare(_connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        with suppress(FileNotFoundError):
            if os.stat(path).st_ino == record.info["inode"]:
                return
        raise DisconnectionError(f"{path} was deleted or replaced")

    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", compare)
