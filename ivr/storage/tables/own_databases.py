"""Departments' own databases: one declared query, read-only, with bound values, few rows and little time."""

import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError, StatementError

from ivr.engine.edition import TableShape
from ivr.engine.ports import Order, Sought
from ivr.errors import QueryRefused, StorageAway
from ivr.logs import HIDDEN
from ivr.settings import database_variable
from ivr.storage.database.breaker import Breaker
from ivr.storage.tables.department_engines import DepartmentEngines, in_time
from ivr.words import NotTaken, Value, canonical, zone_of

TOOK_TOO_LONG = ("57014", "55P03", "SQLITE_INTERRUPT")
MISTAKEN_STATES = ("0A", "21", "22", "25", "2F", "42")  # not supported, cardinality, data, read-only, routine, syntax
MISTAKEN_CODES = ("SQLITE_ERROR", "SQLITE_READONLY", "SQLITE_MISMATCH", "SQLITE_TOOBIG", "SQLITE_AUTH")
LONGEST_VALUE = 4000  # characters; more is not something to say on the telephone


class OwnDatabases:
    """The departments' own databases, by name; each opened when first asked, in each process anew.

    A database that cannot be reached is left alone for a while, whatever is asked of it; so is the query of one table
    that took too long, and that one only. A query that the database refuses keeps nobody from asking another.
    """

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls
        self._guard = threading.Lock()
        self._engines = DepartmentEngines(urls, read_only=True)
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
            cause = cause_of(error, [*wanted.match.values(), *(value.text for value in wanted.known.values())])
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
        self._engines.close()

    def _ask(
        self, shape: TableShape, wanted: Sought, most: int, zone: ZoneInfo
    ) -> tuple[Collection[str], list[RowMapping]]:
        # Inside a SELECT of our own the query can be nothing but a query, and the limit binds the server too.
        order = _order(wanted.first_of) if wanted.first_of else ""
        asked = text(f"SELECT * FROM (\n{shape.query}\n) AS asked {order} LIMIT :ivr_most")  # noqa: S608 (an editor's)
        with self._engines.of(shape).connect() as connection, in_time(connection, shape.seconds):
            known = _typed(connection, wanted.known, zone)
            result = connection.execute(asked, {**known, **wanted.match, "ivr_most": most})
            return tuple(result.keys()), list(result.mappings())


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


def cause_of(error: Exception, asked: Iterable[str]) -> str:
    """The first line of what the database says, without the values that it was `asked` for."""
    line = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    for value in sorted(filter(None, asked), key=len, reverse=True):
        line = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", HIDDEN, line)
    return line
