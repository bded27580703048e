"""Filing a row in the transaction that keeps the turn in which a caller hears that it is entered."""

from collections.abc import Mapping
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, func, insert, select

from ivr.engine.edition import TableShape
from ivr.engine.filing import ENTRY, FilingOutcome, RowToFile
from ivr.engine.ports import Sought
from ivr.engine.sought import sought_among
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.filed.cells import Cells
from ivr.storage.filed.tables import filed_cells, filed_rows
from ivr.words import canonical

MOST_COMPARED = 5000


class FiledTables:
    """The tables that callers fill, in the system's own database."""

    def __init__(self, database: Database, key: str) -> None:
        self.database = database
        self.cells = Cells(key)

    def file(
        self, connection: Connection, shape: TableShape, row: RowToFile, sid: str, turn: int, at: datetime
    ) -> FilingOutcome:
        """File a row unless its table says no, in the transaction of `connection`, which whoever called it ends.

        Where it says no nothing was written. Raises ValueError for a value that its column cannot have.
        """
        cells = {column: canonical(text, shape.columns[column], shape.home) for column, text in row.values.items()}
        keys = self.keys_of(shape, cells)
        if not self.has_room(connection, shape, keys["per_key"]):
            return "full"
        values = {
            "table_name": shape.name, "entry": row.entry, "call_sid": sid, "turn": turn, "filed_at": at,
            "cells": self.cells.as_kept(cells, row.private), **keys,
        }  # fmt: skip
        alike = ["table_name", "unique_key"]  # a number that another row has is no such row: that is refused
        filed = INSERTS[self.database.kind](filed_rows).values(values).on_conflict_do_nothing(index_elements=alike)
        row_id = connection.scalar(filed.returning(filed_rows.c.id))
        if row_id is None:
            return "taken"
        connection.execute(insert(filed_cells), self.found_by(row_id, shape.name, cells, row.private))
        return "done"

    def keys_of(self, shape: TableShape, cells: Mapping[str, str]) -> dict[str, str | None]:
        """By what a row is told apart from others, and by what rows are counted together."""
        filed = shape.filed
        unique = [cells[column] for column in filed.unique] if filed and filed.unique else None
        per = [cells[column] for column in filed.per] if filed and filed.most else None
        return {
            "unique_key": self.cells.hash_of(f"unique {shape.name}", unique) if unique else None,
            "per_key": self.cells.hash_of(f"per {shape.name}", per) if per is not None else None,
        }

    def found_by(
        self, row_id: int, table: str, cells: Mapping[str, str], private: frozenset[str]
    ) -> list[dict[str, Any]]:
        """What each cell of a row is found by."""
        return [
            {
                "row_id": row_id,
                "column_name": column,
                "table_name": table,
                "value": self.cells.found_by(f"{table} {column}", text, private=column in private),
            }
            for column, text in cells.items()
        ]

    def find(self, shape: TableShape, sought: Sought, most: int, zone: ZoneInfo) -> tuple[Mapping[str, str], ...]:
        """At most `most` of the rows that are sought, otherwise in the order of their filing. Raises StorageAway.

        Bounds and an order are looked after among MOST_COMPARED rows that are equal in all else: those filed last.
        """
        asked = select(filed_rows).where(filed_rows.c.table_name == shape.name, filed_rows.c.withdrawn_at.is_(None))
        for column, text in sought.match.items():
            asked = asked.where(self._has(shape, column, text))
        compared = MOST_COMPARED if sought.bounds or sought.first_of else most
        with self.database.reading() as connection:
            order = filed_rows.c.id.desc() if compared > most else filed_rows.c.id
            rows = connection.execute(asked.order_by(order).limit(compared)).mappings().all()
        rows = sorted(rows, key=itemgetter("id"))
        return sought_among((self._told(row, shape, zone) for row in rows), sought, shape.columns)[:most]

    def _has(self, shape: TableShape, column: str, text: str) -> Any:
        if column == ENTRY:
            return filed_rows.c.entry == text
        either = [self.cells.found_by(f"{shape.name} {column}", text, private=private) for private in (False, True)]
        return (
            select(filed_cells.c.row_id)
            .where(
                filed_cells.c.row_id == filed_rows.c.id,
                filed_cells.c.table_name == shape.name,
                filed_cells.c.column_name == column,
                filed_cells.c.value.in_(either),
            )
            .exists()
        )

    def _told(self, row: RowMapping, shape: TableShape, zone: ZoneInfo) -> dict[str, str]:
        cells, _ = self.cells.opened(row["cells"])
        filed_at = row["filed_at"].replace(tzinfo=row["filed_at"].tzinfo or UTC).astimezone(zone)
        every = {ENTRY: row["entry"], "filed": filed_at.isoformat("T", "minutes")[:16]}
        return dict.fromkeys(shape.columns, "") | cells | every

    def has_room(self, connection: Connection, shape: TableShape, per_key: str | None) -> bool:
        """Whether one more may be filed; nobody else is told so until this transaction has ended."""
        if per_key is None:
            return True
        if self.database.kind == "postgresql":  # SQLite has one who writes at a time
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(per_key, 0))))
        counted = select(func.count()).select_from(filed_rows)
        counted = counted.where(filed_rows.c.table_name == shape.name, filed_rows.c.per_key == per_key)
        return shape.filed is None or (connection.scalar(counted) or 0) < shape.filed.most
