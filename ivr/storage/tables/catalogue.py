"""The tables that enquiries look in: which physical table holds the rows of each, listing and writing them out."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from defusedcsv import csv
from sqlalchemy import Column, Connection, Integer, MetaData, RowMapping, Table, Text, select

from ivr.engine.private_words import BLANK
from ivr.errors import TableRefused
from ivr.storage.database.transactions import Database
from ivr.storage.tables.tables import data_tables

TABLE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
COLUMN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}(\.[A-Za-z][A-Za-z0-9-]{0,15})?")
PHYSICAL_NAME = re.compile(r"t_[a-z0-9_]{1,61}")
AT_A_TIME = 5000
ROW = "_row"  # no column of a CSV begins with an underscore


@dataclass(frozen=True)
class ImportedTable:
    """A table as it was imported last. `columns` are as in the CSV (`status.en`), in its order; `at` is in UTC."""

    name: str
    physical: str
    columns: tuple[str, ...]
    matched: tuple[str, ...]
    rows: int
    at: datetime
    source: str


def list_tables(database: Database) -> tuple[ImportedTable, ...]:
    """Every imported table, by name. Raises StorageAway."""
    with database.reading() as connection:
        return imported_tables(connection)


def imported_tables(connection: Connection) -> tuple[ImportedTable, ...]:
    """Every imported table, by name."""
    found = connection.execute(select(data_tables).order_by(data_tables.c.name)).mappings()
    return tuple(_imported(row) for row in found)


def find_table(connection: Connection, name: str) -> ImportedTable | None:
    """The imported table of that name."""
    found = connection.execute(select(data_tables).where(data_tables.c.name == name)).mappings().first()
    return _imported(found) if found else None


def export_table(database: Database, name: str, out: TextIO, private: Collection[str] = ()) -> int:
    """Write the rows as CSV that no spreadsheet runs as formulas, asterisks in `private` columns; how many.

    Raises TableRefused, StorageAway.
    """
    with database.reading() as connection:
        imported = find_table(connection, name)
        if imported is None:
            raise TableRefused(f"there is no table {name}; `ivr tables list` shows those there are")
        writer = csv.writer(out)
        writer.writerow(imported.columns)
        rows = 0
        hidden = [column.partition(".")[0] in private for column in imported.columns]
        for row in _all_rows(connection, physical_table(imported.physical, imported.columns)):
            writer.writerow(BLANK if hide else cell for hide, cell in zip(hidden, row, strict=True))
            rows += 1
        return rows


def _all_rows(connection: Connection, table: Table) -> Iterator[tuple[str, ...]]:
    """Every row in the order of the file, some thousand at a time, so that a large table needs no large memory."""
    after = 0
    while rows := connection.execute(
        select(table).where(table.c[ROW] > after).order_by(table.c[ROW]).limit(AT_A_TIME)
    ).all():
        yield from (tuple(cells) for _, *cells in rows)
        after = rows[-1][0]


def physical_table(name: str, columns: tuple[str, ...]) -> Table:
    """A physical table as SQLAlchemy knows it; its columns are found by their place (`c0`, `c1`, …).

    Names are checked here once more, though they come from checked files: this is where they become SQL.
    """
    if not PHYSICAL_NAME.fullmatch(name) or not all(COLUMN_NAME.fullmatch(column) for column in columns):
        raise TableRefused(f"a table or column name cannot be used: {name}: {', '.join(columns)}")
    texts = [Column(column, Text, key=f"c{place}", nullable=False) for place, column in enumerate(columns)]
    return Table(name, MetaData(), Column(ROW, Integer, primary_key=True, autoincrement=False), *texts)


def _imported(row: RowMapping) -> ImportedTable:
    return ImportedTable(
        row["name"],
        row["physical"],
        tuple(json.loads(row["columns"])),
        tuple(json.loads(row["matched"])),
        row["rows"],
        row["imported_at"],
        row["source"],
    )
