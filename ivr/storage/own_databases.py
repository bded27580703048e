"""Departments' own databases: one declared query, read-only, with bound values, few rows and little time."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, QueuePool, RowMapping, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from ivr.engine.edition import TableShape
from ivr.errors import StorageAway
from ivr.storage.breaker import Breaker
from ivr.storage.sqlite import open_file
from ivr.words import canonical

LONGEST_VALUE = 4000  # characters; more is not something to say on the telephone
STEPS = 1000  # of SQLite's machine between two looks at the clock


class OwnDatabases:
    """The departments' own databases, by name; each opened when first asked, in each process anew."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls
        self._guard = threading.Lock()
        self._engines: dict[tuple[int, str, int], Engine] = {}
        self._breakers: dict[str, Breaker] = {name: Breaker() for name in urls}

    def find(
        self, shape: TableShape, wanted: Mapping[str, str], most: int, zone: ZoneInfo
    ) -> tuple[Mapping[str, str], ...]:
        """The rows that the table's query gives, moments as the clocks of `zone` show them. Raises StorageAway."""
        breaker = self._breakers.get(shape.database)
        if breaker is None:
            raise StorageAway(f"no address is set for database {shape.database}: IVR_DATABASE_{shape.database.upper()}")
        if not breaker.lets_through():
            raise StorageAway(f"{breaker.why} ({breaker.since})")
        try:
            found = self._ask(shape, wanted, most)
        except (SQLAlchemyError, OSError, sqlite3.Error) as error:
            away = StorageAway(f"database {shape.database} cannot be used: {_cause(error)}")
            breaker.failed(str(away))
            raise away from error
        breaker.succeeded()
        return tuple(_told(shape, row, zone) for row in found)

    def close(self) -> None:
        """Give up this process's connections; the next look-up opens new ones."""
        with self._guard:
            for key in [key for key in self._engines if key[0] == os.getpid()]:
                self._engines.pop(key).dispose()

    def _ask(self, shape: TableShape, wanted: Mapping[str, str], most: int) -> list[RowMapping]:
        # Inside a SELECT of our own the query can be nothing but a query, and the limit binds the server too.
        asked = text(f"SELECT * FROM (\n{shape.query}\n) AS asked LIMIT :ivr_most")  # noqa: S608 (an editor's query)
        with self._engine(shape).connect() as connection, _in_time(connection, shape.seconds):
            return list(connection.execute(asked, {**wanted, "ivr_most": most}).mappings())

    def _engine(self, shape: TableShape) -> Engine:
        key = (os.getpid(), shape.database, shape.seconds)
        with self._guard:
            if key not in self._engines:
                self._engines[key] = read_only_engine(self._urls[shape.database], shape.seconds)
            return self._engines[key]


def read_only_engine(url: str, seconds: int) -> Engine:
    """An engine that can read what is at `url` and nothing else. Raises StorageAway for a kind that is not known."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        from ivr.storage.postgres import postgres_engine  # see Database

        return postgres_engine(parsed, seconds, read_only=True)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StorageAway(f"a department's database may be sqlite or postgresql, not {parsed.get_backend_name()}")
    path = Path(parsed.database)

    def connect() -> sqlite3.Connection:
        return open_file(path, "ro", seconds)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_timeout=seconds)
    event.listen(engine, "connect", _only_read)
    return engine


def _only_read(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA query_only=ON")


@contextmanager
def _in_time(connection: Connection, seconds: int) -> Iterator[None]:
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


def _told(shape: TableShape, row: RowMapping, zone: ZoneInfo) -> dict[str, str]:
    """A row as an enquiry tells it: the declared columns, each in its canonical form."""
    told = {}
    for column, kept_as in shape.columns.items():
        names = [name for name in row if name == column or name.startswith(f"{column}.")]
        if not names:
            raise StorageAway(f"the query of {shape.name} gives no column {column}")
        for name in names:
            try:
                told[name] = canonical(_text(row[name], zone), kept_as, shape.home)
            except ValueError as error:
                raise StorageAway(f"the query of {shape.name} gives, for {column}: {error}") from error
    return told


def _text(value: object, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone) if value.tzinfo else value
        return value.isoformat("T", "minutes")[:16]
    if isinstance(value, time_of_day):
        return value.isoformat("minutes")
    if not isinstance(value, str | int | float | Decimal | date):
        raise StorageAway(f"a value of kind {type(value).__name__} cannot be said")
    said = str(value)
    if len(said) > LONGEST_VALUE:
        raise StorageAway(f"a value of {len(said)} characters is too long to be said")
    return said


def _cause(error: Exception) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())
