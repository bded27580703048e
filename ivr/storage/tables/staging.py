"""Physical tables: a new one is filled beside the one in use, then takes its place; who looks up never waits."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Connection, Index, MetaData, Table, inspect, select, text
from sqlalchemy.dialects.sqlite import pysqlite

from ivr.errors import TableRefused
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.disk.locks import locked
from ivr.storage.tables.catalogue import find_table, physical_table
from ivr.storage.tables.tables import data_tables

CHUNK = 2000  # rows a transaction; callers' own writes pass in between
Progress = Callable[[int], None]


def staged_table(name: str, columns: tuple[str, ...], matched: tuple[str, ...]) -> Table:
    """A physical table with an index for each column that is matched, in whichever language."""
    table = physical_table(name, columns)
    for place, column in enumerate(table.c):
        if column.name in matched or column.name.partition(".")[0] in matched:
            Index(f"ix_{table.name[2:]}_{place}", column)
    return table


@dataclass(frozen=True)
class Staging:
    """A table of the database being replaced: `name` is "department/name"; `database` has patience."""

    database: Database
    name: str

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else replaces this table meanwhile. Raises TableRefused when somebody does, StorageAway."""
        with self._lock() as mine:
            if not mine:
                raise TableRefused(f"{self.name} is being imported by somebody else; try again when that is done")
            yield

    def make(self, columns: tuple[str, ...], matched: tuple[str, ...]) -> Table:
        """A new, empty physical table."""
        with self.database.reading() as connection:
            taken = [number for _, number in self._kept(connection)]
        table = staged_table(f"{self._prefix}_{max(taken, default=0) + 1}", columns, matched)
        with self.database.writing() as connection:
            # SQLite makes indexes now: making one later would keep callers' writes waiting until it is done
            table.create(connection) if self.database.kind == "sqlite" else _create_bare(connection, table)
        return table

    def fill(self, table: Table, rows: Iterator[tuple[str, ...]], progress: Progress) -> int:
        """Put the rows in; how many. `progress` is told how many are in so far."""
        done = 0
        while chunk := [(done + place, *row) for place, row in enumerate(islice(rows, CHUNK), 1)]:
            with self.database.writing() as connection:
                _insert(connection, table, chunk)
            done += len(chunk)
            progress(done)
        if self.database.kind == "postgresql":
            self._index(table)
        return done

    def switch(self, table: Table, columns: tuple[str, ...], matched: tuple[str, ...], rows: int, source: str) -> None:
        """Look in the new table from now on; the one before is kept for those who are looking in it just now."""
        with self.database.writing() as connection:
            before = find_table(connection, self.name)
            row = {
                "name": self.name,
                "physical": table.name,
                "previous": before.physical if before else "",
                "columns": json.dumps(columns),
                "matched": json.dumps(matched),
                "rows": rows,
                "imported_at": datetime.now(UTC),
                "source": source,
            }
            insert = INSERTS[self.database.kind](data_tables).values(row)
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=row))

    def sweep(self) -> None:
        """Drop what neither is in use nor was just before: older tables, and what imports cut off left behind."""
        with self.database.reading() as connection:
            row = connection.execute(select(data_tables).where(data_tables.c.name == self.name)).first()
            used = (row.physical, row.previous) if row else ()
            old = [name for name, _ in self._kept(connection) if name not in used]
        for name in old:
            with self.database.writing() as connection:
                Table(name, MetaData()).drop(connection, checkfirst=True)

    def _kept(self, connection: Connection) -> Iterator[tuple[str, int]]:
        for name in inspect(connection).get_table_names():
            found = re.fullmatch(rf"{self._prefix}_([0-9]+)", name)
            if found:
                yield name, int(found[1])

    @property
    def _prefix(self) -> str:
        plain = re.sub(r"[^a-z0-9]+", "_", self.name)
        if plain.replace("_", "/", 1) == self.name and len(plain) <= 40:
            return f"t_{plain}"
        return f"t_{plain[:32]}_x{hashlib.sha256(self.name.encode()).hexdigest()[:8]}"

    @contextmanager
    def _lock(self) -> Iterator[bool]:
        if self.database.kind == "sqlite":
            self.database.lock_folder.mkdir(parents=True, exist_ok=True)
            with locked(self.database.lock_folder / f"{self._prefix}.lock", seconds=0) as mine:
                yield mine
            return
        key = int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:7])
        with self.database.reading() as connection:
            try:
                yield bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}))
            finally:
                connection.invalidate()  # the lock is the connection's and ends with it

    def _index(self, table: Table) -> None:
        for index in table.indexes:
            with self.database.writing() as connection:
                index.create(connection)
        with self.database.writing() as connection:
            # without figures the planner walks the whole table in the order of the file instead of using an index
            connection.exec_driver_sql(f"ANALYZE {connection.dialect.identifier_preparer.format_table(table)}")


def _create_bare(connection: Connection, table: Table) -> None:
    indexes, table.indexes = table.indexes, set()
    table.create(connection)
    table.indexes = indexes


def _insert(connection: Connection, table: Table, rows: list[tuple[object, ...]]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(str(table.insert().compile(dialect=pysqlite.dialect())), rows)
        return
    target = connection.dialect.identifier_preparer.format_table(table)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
