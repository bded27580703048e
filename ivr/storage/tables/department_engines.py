"""Connections to departments' own databases: to read or to write, each bounded in time."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from ivr.engine.edition import TableShape
from ivr.errors import StorageAway
from ivr.storage.database.sqlite import open_file

STEPS = 1000  # of SQLite's machine between two looks at the clock


class DepartmentEngines:
    """An engine for each database and time, made when first asked for, in each process anew. URLs are by name."""

    def __init__(self, urls: Mapping[str, str], *, read_only: bool) -> None:
        self._urls = urls
        self._read_only = read_only
        self._guard = threading.Lock()
        self._engines: dict[tuple[int, str, int], Engine] = {}

    def of(self, shape: TableShape) -> Engine:
        """The engine for a table. Raises StorageAway for a kind of database that is not known."""
        key = (os.getpid(), shape.database, shape.seconds)
        with self._guard:
            if key not in self._engines:
                self._engines[key] = _engine(self._urls[shape.database], shape.seconds, self._read_only)
            return self._engines[key]

    def close(self) -> None:
        """Give up this process's connections; the next use opens new ones."""
        with self._guard:
            for key in [key for key in self._engines if key[0] == os.getpid()]:
                self._engines.pop(key).dispose()


def _engine(url: str, seconds: int, read_only: bool) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        from ivr.storage.database.postgres import postgres_engine  # see Database

        return postgres_engine(parsed, seconds, read_only=read_only)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StorageAway(f"a department's database may be sqlite or postgresql, not {parsed.get_backend_name()}")
    path = Path(parsed.database)

    def connect() -> sqlite3.Connection:
        return open_file(path, "ro" if read_only else "rw", seconds)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_timeout=seconds)
    if read_only:
        event.listen(engine, "connect", _only_read)
    return engine


def _only_read(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA query_only=ON")


@contextmanager
def in_time(connection: Connection, seconds: int) -> Iterator[None]:
    """Cut a SQLite query off after `seconds`; PostgreSQL does that itself."""
    if connection.dialect.name != "sqlite":
        yield
        return
    until = time.monotonic() + seconds
    raw: Any = connection.connection.driver_connection
    raw.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
