"""Rows for every table there is, also those of tomorrow: whatever its columns can hold, at their edges."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Date, Integer, LargeBinary, Table, insert

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.every_table import TABLES
from ivr.storage.journal.marks import marks
from ivr.storage.tables.tables import data_tables

ROWS = 3
LINES = ("a", "Ω’\\\"%s'", "粵語")
TEXTS = ("", 'é\n\t{"a": [1, null]}\r\n;--', "\U0001f600" * 40)
MOMENTS = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2026, 11, 30, 9, 12, 3, 456789, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
DAYS = (date(1970, 1, 1), date(2028, 2, 29), date(9999, 12, 31))
BYTES = (b"", bytes(range(256)), b"\0" * 3)
NUMBERS = (1, 2, 2**31 - 1)
LARGE = (1, 2, 2**53 + 1)


def fill(connection: Connection) -> None:
    """Put rows into every table, but for the list of those that were imported, which names tables itself."""
    for table in TABLES:
        if table is data_tables:
            continue
        for row in _rows(table):
            connection.execute(insert(table).values(row))


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    for number in range(ROWS if table is not marks else 1):
        yield {column.name: _value(column, number) for column in table.c}


def _value(column: Column[Any], number: int) -> Any:
    if column.nullable and number == 0:
        return None
    kind = column.type
    if isinstance(kind, LineText):
        return LINES[number][: kind.length]
    for types, values in (
        (LongText, TEXTS),
        (UtcMoment, MOMENTS),
        (Boolean, (True, False, True)),
        (Date, DAYS),
        (LargeBinary, BYTES),
        (BigInteger, LARGE),
        (Integer, NUMBERS),
    ):
        if isinstance(kind, types):
            return values[number]
    raise TypeError(f"no example of {column}: {kind!r}")
