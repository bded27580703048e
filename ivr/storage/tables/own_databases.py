"""Departments' own databases: one declared query, read-only, with bound values, few rows and little time."""

import os
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, QueuePool, RowMapping, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError, StatementError
from sqlalchemy.pool import ConnectionPoolEntry

from ivr.engine.edition import TableShape
from ivr.engine.ports import Order, Sought
from ivr.errors import QueryRefused, StorageAway
from ivr.logs import HIDDEN
from ivr.settings import database_variable
from ivr.storage.database.breaker import Breaker
from ivr.storage.database.sqlite import open_file
from ivr.words import NotTaken, Value, canonical, zone_of

TOOK_TOO_LONG = ("57014", "55P03", "SQLITE_INTERRUPT")
MISTAKEN_STATES = ("0A", "21", "22", "25", "2F", "42")  # not supported, cardinality, data, read-only, routine, syntax
MISTAKEN_CODES = ("SQLITE_ERROR", "SQLITE_READONLY", "SQLITE_MISMATCH", "SQLITE_TOOBIG", "SQLITE_AUTH")
LONGEST_VALUE = 4000  # characters; more is not something to say on the telephone
STEPS = 1000  # of SQLite's machine between two looks at the clock


class OwnDatabases:
    """The departments' own databases, by name; each opened when first asked, in each process anew.

    A database that cannot be reached is left alone for a while, whatever is asked of it; so is the query of one table
    that took too long, and that one only. A query that the database refuses keeps nobody from asking another.
    """

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls
        self._guard = threading.Lock()
        self._engines: dict[tuple[int, str, int], Engine] = {}
        self._breakers: dict[str, Breaker] = {name: Breaker() for name in urls}
        self._slow: defaultdict[str, Breaker] = defaultdict(Breaker)  # by table

    def find(self, shape: TableShape, wanted: Sought, most: int, zone: ZoneInfo) -> tuple[Mapping[str, str], ...]:
        """The rows that the table's query gives, moments as the clocks of `zone` show them, or those of their own.

        The query takes what is to be equal under the names of the columns, and what is known besides under its own.

        Raises StorageAway, and of it QueryRefused where the query itself must be mended.
        """
        columns, rows = self._answered(shape, wanted, most, zone)
        places = _places(shape, columns)
        return tuple(_told(shape, places, row, zone) for row in rows)

    def knows(self, database: str) -> bool:
        """Whether an address is set for it."""
        return database in self._urls

    def ask(self, shape: TableShape, wanted: Sought, zone: str) -> None:
        """Ask the table's query once and pass over what it finds. Raises like `find`."""
        self.find(shape, wanted, 1, ZoneInfo(zone))

    def _answered(
        self, shape: TableShape, wanted: Sought, most: int, zone: ZoneInfo
    ) -> tuple[Collection[str], list[RowMapping]]:
        whole = self._breakers.get(shape.database)
        if whole is None:
            raise StorageAway(f"no address is set for database {shape.database}: {database_variable(shape.database)}")
        with self._guard:
            slow = self._slow[shape.name]
        for breaker in (whole, slow):
            if not breaker.lets_through():
                raise StorageAway(f"{breaker.why} ({breaker.since})")
        try:
            answer = self._ask(shape, wanted, most, zone)
        except (SQLAlchemyError, OSError, sqlite3.Error, sqlite3.Warning) as error:
            fault = fault_of(error)
            cause = _cause(error, [*wanted.match.values(), *(value.text for value in wanted.known.values())])
            if fault == "query":
                raise QueryRefused(shape.name, cause) from error
            away = StorageAway(f"database {shape.database} cannot be used: {cause}")
            (slow if fault == "time" else whole).failed(str(away))
            raise away from error
        whole.succeeded()
        slow.succeeded()
        return answer

    def close(self) -> None:
        """Give up this process's connections; the next look-up opens new ones."""
        with self._guard:
            for key in [key for key in self._engines if key[0] == os.getpid()]:
                self._engines.pop(key).dispose()

    def _ask(
        self, shape: TableShape, wanted: Sought, most: int, zone: ZoneInfo
    ) -> tuple[Collection[str], list[RowMapping]]:
        # Inside a SELECT of our own the query can be nothing but a query, and the limit binds the server too.
        order = _order(wanted.first_of) if wanted.first_of else ""
        asked = text(f"SELECT * FROM (\n{shape.query}\n) AS asked {order} LIMIT :ivr_most")  # noqa: S608 (an editor's)
        with self._engine(shape).connect() as connection, _in_time(connection, shape.seconds):
            known = _typed(connection, wanted.known, zone)
            result = connection.execute(asked, {**known, **wanted.match, "ivr_most": most})
            return tuple(result.keys()), list(result.mappings())

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
        from ivr.storage.database.postgres import postgres_engine  # see Database

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


def _order(first_of: Order) -> str:
    """The order of the answer, a column's name being letters, digits and _ alone."""
    return f'ORDER BY asked."{first_of.column}" {"DESC" if first_of.latest else "ASC"} NULLS LAST'


def _typed(connection: Connection, known: Mapping[str, Value], zone: ZoneInfo) -> dict[str, object]:
    """What is known besides, as the database compares it: days and times as such, in the site's zone.

    SQLite has them as texts, a moment as its own functions write it. What is empty (the number of a caller who
    withholds it) is NULL, which equals nothing.
    """
    as_value = _as_sqlite_writes if connection.dialect.name == "sqlite" else _as_postgres_takes
    if connection.dialect.name != "sqlite" and any(value.format == "moment" for value in known.values()):
        connection.execute(text("SELECT set_config('timezone', :zone, true)"), {"zone": zone.key})
    return {name: as_value(value) if value.text else None for name, value in known.items()}


def _as_sqlite_writes(value: Value) -> object:
    return f"{value.text.replace('T', ' ')}:00" if value.format == "moment" else value.text


def _as_postgres_takes(value: Value) -> object:
    if value.format == "date":
        return date.fromisoformat(value.text)
    return datetime.fromisoformat(value.text) if value.format == "moment" else value.text


def _places(shape: TableShape, given: Collection[str]) -> Mapping[str, str]:
    """The column that each column of the answer is declared as. Raises QueryRefused for one that is not there."""
    places: dict[str, str] = {}
    for column in shape.columns:
        names = [name for name in given if name == column or name.startswith(f"{column}.")]
        if not names:
            raise QueryRefused(shape.name, "", column)
        places |= dict.fromkeys(names, column)
    return places


def _told(shape: TableShape, places: Mapping[str, str], row: RowMapping, zone: ZoneInfo) -> dict[str, str]:
    """A row as an enquiry tells it: the declared columns, each in its canonical form."""
    told = {}
    for name, column in places.items():
        try:
            form = shape.columns[column]
            at = ZoneInfo(zone_of(form)) if zone_of(form) else zone
            told[name] = canonical(_text(row[name], at), form, shape.home)
        except NotTaken as error:
            raise QueryRefused(shape.name, error.why, column) from error
    return told


def _text(value: object, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone) if value.tzinfo else value
        return value.isoformat("T", "minutes")[:16]
    if isinstance(value, timedelta):
        return str(value // timedelta(minutes=1))
    if isinstance(value, time_of_day):
        return value.isoformat("minutes")
    if not isinstance(value, str | int | float | Decimal | date):
        raise ValueError(f"a value of kind {type(value).__name__} cannot be said")
    said = str(value)
    if len(said) > LONGEST_VALUE:
        raise ValueError(f"a value of {len(said)} characters is too long to be said")
    return said


def fault_of(error: Exception) -> Literal["query", "time", "database"]:
    """What an error of a look-up tells of: the query, the time it took, or the database as a whole.

    Source: the classes of SQLSTATE in appendix A of PostgreSQL's manual; SQLite's result codes.
    """
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
    if state in TOOK_TOO_LONG:
        return "time"
    unsent = isinstance(cause, StatementError | InvalidRequestError | sqlite3.ProgrammingError | sqlite3.Warning)
    return "query" if unsent or state[:2] in MISTAKEN_STATES or state in MISTAKEN_CODES else "database"


def _cause(error: Exception, asked: Iterable[str]) -> str:
    """The first line of what the database says, without the values that it was `asked` for."""
    line = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    for value in sorted(filter(None, asked), key=len, reverse=True):
        line = line.replace(value, HIDDEN)
    return line
