"""Rows put from one database into another as they are: counted on both sides, and the same to the letter."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, LargeBinary, Row, Table, delete, func, inspect, select, text

from ivr.errors import CopyRefused
from ivr.storage.every_table import TABLES
from ivr.storage.journal.marks import marks
from ivr.storage.tables.catalogue import imported_tables
from ivr.storage.tables.staging import staged_table
from ivr.translation import said

AT_A_TIME, LARGE_ONES = 1000, 8  # rows; of those that hold an edition or a recording
MIGRATIONS_FILL = (marks,)  # what has rows in a database that was only just made
Tell = Callable[[str, int], object]


def copy_rows(source: Connection, target: Connection, tell: Tell = lambda _table, _rows: None) -> Mapping[str, int]:
    """Put every row of `source` into `target`, whose tables are there and empty; how many, by table.

    Rows of imported tables come along, in physical tables of the same name. `tell` is told of each table how many rows
    it had. Numbers that the database gives go on behind the highest. Both connections are in a transaction; that of the
    source reads as of one moment. Raises CopyRefused when what arrived is not what was sent; roll back then.
    """
    for table in MIGRATIONS_FILL:
        target.execute(delete(table))
    for table in _imported(source):
        table.create(target)
    counts = {}
    for table in (*TABLES, *_imported(source)):
        counts[table.name] = _copy(table, source, target)
        tell(table.name, counts[table.name])
    _set_sequences(target)
    return counts


def _imported(source: Connection) -> tuple[Table, ...]:
    """The physical tables in use, with their indexes."""
    return tuple(staged_table(each.physical, each.columns, each.matched) for each in imported_tables(source))


def _copy(table: Table, source: Connection, target: Connection) -> int:
    sent, arrived = RowsSeen(), RowsSeen()
    names = table.c.keys()
    for rows in _in_pieces(table, source):
        sent.see(rows)
        target.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
    for rows in _in_pieces(table, target):
        arrived.see(rows)
    if sent != arrived:
        counts = {"sent": sent.count, "arrived": arrived.count}
        why = said(
            "{table} has {sent} rows, and {arrived} arrived, or not as they were; nothing was kept",
            table=table.name,
            **counts,
        )
        raise CopyRefused(why)
    return sent.count


def _in_pieces(table: Table, connection: Connection) -> Iterator[Sequence[Row[Any]]]:
    many = LARGE_ONES if any(isinstance(column.type, LargeBinary) for column in table.c) else AT_A_TIME
    return connection.execute(select(table).execution_options(yield_per=many)).partitions()


class RowsSeen:
    """How many rows were seen, and a sum of their digests, which is the same in whatever order they came."""

    def __init__(self) -> None:
        self.count = self._sum = 0

    def see(self, rows: Iterable[Row[Any]]) -> None:
        """Take in rows, with values as Python has them: a moment in UTC, a truth value, bytes."""
        for row in rows:
            self.count += 1
            self._sum += int.from_bytes(hashlib.blake2b(repr(tuple(row)).encode(), digest_size=16).digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowsSeen) and (self.count, self._sum) == (other.count, other._sum)

    __hash__ = None  # type: ignore[assignment]  # it changes


def _set_sequences(target: Connection) -> None:
    """Let PostgreSQL go on counting behind what was put in; SQLite looks for the highest number itself."""
    if target.dialect.name != "postgresql":
        return
    for table in TABLES:
        key = table.autoincrement_column
        highest = None if key is None else target.scalar(select(func.max(key)))
        if key is not None and highest is not None:
            counter = func.pg_get_serial_sequence(table.name, key.name)
            target.execute(select(func.setval(counter, highest)).where(counter.is_not(None)))


def tables_with_rows(connection: Connection) -> tuple[str, ...]:
    """What is in a database that is not as `ivr db upgrade` makes it: tables with rows, and those of others."""
    ours = {table.name: table for table in TABLES}
    untouched = {"alembic_version", *(table.name for table in MIGRATIONS_FILL)}
    return tuple(
        name
        for name in table_names(connection)
        if name not in untouched and (name not in ours or _has_rows(connection, ours[name]))
    )


def count_rows(connection: Connection) -> Mapping[str, int]:
    """How many rows each table has, whichever revision the database is at."""
    quoted = connection.dialect.identifier_preparer.quote
    return {
        name: int(connection.execute(text(f"SELECT count(*) FROM {quoted(name)}")).scalar_one())  # noqa: S608
        for name in table_names(connection)
    }


def table_names(connection: Connection) -> Sequence[str]:
    """The tables of a database, by name."""
    return sorted(inspect(connection).get_table_names())


def _has_rows(connection: Connection, table: Table) -> bool:
    # of its first column alone: those of an older revision may lack others
    return connection.execute(select(next(iter(table.primary_key.columns))).limit(1)).first() is not None
