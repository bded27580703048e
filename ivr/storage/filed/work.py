"""Working with rows that callers entered: list, correct, withdraw them; each deed on record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ivr.engine.edition import TableShape
from ivr.engine.filing import OF_EVERY_ROW
from ivr.engine.private_words import BLANK
from ivr.errors import IvrError, RecordMissing, WorkConflict
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.listing import FiledRow, shown_row
from ivr.storage.filed.tables import filed_cells, filed_changes, filed_rows
from ivr.words import NotTaken, canonical

PAGE = 500
SEEN = "seen"  # what a look at private cells is on record as; it changes nothing


WhyRefused = Literal["full", "taken", "withdrawn", "sealed otherwise", "wrong value"]


class RowRefused(IvrError):
    """A row cannot be changed so; the message says why, and so does `why`, in a word."""

    def __init__(self, message: str, why: WhyRefused = "wrong value") -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True)
class FiledChange:
    """Something that was done to a row; what is private in it is hidden."""

    at: datetime
    who: str
    what: str
    column: str
    before: str
    after: str


def version_of(history: Iterable[FiledChange]) -> int:
    """Which version of a row it is whose history that is: how often it was changed."""
    return sum(change.what != SEEN for change in history)


class FiledWork:
    """Reads and changes rows; `who` did what is kept with each of them."""

    def __init__(self, filed: FiledTables) -> None:
        self._filed = filed

    def rows(self, table: str = "", *, withdrawn: bool = False) -> Iterator[FiledRow]:
        """All rows, of one table (full name) or of all, in the order in which they were filed. Raises StorageAway."""
        after, asked = 0, select(filed_rows).order_by(filed_rows.c.id).limit(PAGE)
        asked = asked.where(filed_rows.c.table_name == table) if table else asked
        asked = asked if withdrawn else asked.where(filed_rows.c.withdrawn_at.is_(None))
        while True:
            with self._filed.database.reading() as connection:
                found = connection.execute(asked.where(filed_rows.c.id > after)).mappings().all()
            yield from map(self._shown, found)
            if len(found) < PAGE:
                return
            after = found[-1]["id"]

    def tables(self) -> set[str]:
        """The full names of the tables that have rows, those that were taken back too. Raises StorageAway."""
        with self._filed.database.reading() as connection:
            return set(connection.scalars(select(filed_rows.c.table_name).distinct()))

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns that the rows of a table have, by name, those that were taken back too. Raises StorageAway."""
        mine = select(filed_cells.c.column_name).where(filed_cells.c.table_name == table).distinct()
        with self._filed.database.reading() as connection:
            return tuple(connection.scalars(mine.order_by(filed_cells.c.column_name)))

    def row(self, entry: str) -> FiledRow:
        """The row of that number. Raises RecordMissing, StorageAway."""
        with self._filed.database.reading() as connection:
            return self._shown(self._row(connection, entry))

    def history(self, row: FiledRow) -> tuple[FiledChange, ...]:
        """What was done to a row, the first first. Raises StorageAway."""
        asked = select(filed_changes).where(filed_changes.c.row_id == row.id).order_by(filed_changes.c.id)
        with self._filed.database.reading() as connection:
            found = connection.execute(asked).mappings().all()
        return tuple(
            FiledChange(each["at"], each["who"], each["what"], each["column_name"], each["before"], each["after"])
            for each in found
        )

    def unseal(self, entry: str, who: str, at: datetime) -> FiledRow:
        """The row with what is private in it; that it was seen is put on record. Raises RecordMissing, StorageAway."""
        with self._filed.database.writing() as connection:
            row = self._row(connection, entry)
            shown = self._shown(row, unsealed=True)
            if shown.private:
                self._note(connection, row["id"], at, who, SEEN, ", ".join(sorted(shown.private)))
        return shown

    def correct(
        self,
        shape: TableShape,
        entry: str,
        values: Mapping[str, str],
        who: str,
        at: datetime,
        version: int | None = None,
    ) -> FiledRow:
        """Put other values into columns of a row, or none, as somebody saw it in its `version` (None: whichever it is).

        Raises RowRefused, RecordMissing, StorageAway, and WorkConflict where it was changed since.
        """
        try:
            with self._filed.database.writing() as connection:
                row = self._seen(connection, entry, version)
                cells, private = self._correctable(row)
                private |= shape.private
                columns = {column: "" for column in shape.columns if column not in OF_EVERY_ROW}
                corrected = {**columns, **cells, **self._read(shape, columns, values)}
                keys = self._filed.keys_of(shape, corrected)
                if keys["per_key"] != row["per_key"] and not self._filed.has_room(connection, shape, keys["per_key"]):
                    raise RowRefused(f"there is room for no more such rows in {shape.name}", "full")
                kept = {"cells": self._filed.cells.as_kept(corrected, private), **keys}
                connection.execute(update(filed_rows).where(filed_rows.c.id == row["id"]).values(kept))
                connection.execute(delete(filed_cells).where(filed_cells.c.row_id == row["id"]))
                found_by = self._filed.found_by(row["id"], shape.name, corrected, private)
                connection.execute(insert(filed_cells), found_by)
                for column in values:
                    was, now = cells.get(column, ""), corrected[column]
                    before, after = (BLANK, BLANK) if column in private else (was, now)
                    self._note(connection, row["id"], at, who, "corrected", column, before, after)
        except IntegrityError:
            taken = f"another row of {shape.name} has these already; see: ivr filed list {shape.name}"
            raise RowRefused(taken, "taken") from None
        return self.row(entry)

    def _correctable(self, row: RowMapping) -> tuple[dict[str, str], frozenset[str]]:
        """The cells of a row, and those that are private. Raises RowRefused where it cannot be corrected any more."""
        if row["withdrawn_at"] is not None:
            raise RowRefused(f"the row {row['entry']} was taken back, and what it took is free", "withdrawn")
        cells, private = self._filed.cells.opened(row["cells"])
        if any(cells[column] == BLANK for column in private):
            raise RowRefused(
                "what is private in this row was sealed with another key; first set IVR_HASH_KEY to the one of then "
                "(where none was set: the IVR_SECRET_KEY of then)",
                "sealed otherwise",
            )
        return cells, private

    def withdraw(self, entry: str, who: str, at: datetime, version: int | None = None) -> FiledRow:
        """Take a row back, so that what it took is free again. Raises like `correct`."""
        gone = {"withdrawn_at": at, "unique_key": None, "per_key": None}
        with self._filed.database.writing() as connection:
            row = self._seen(connection, entry, version)
            if row["withdrawn_at"] is None:
                connection.execute(update(filed_rows).where(filed_rows.c.id == row["id"]).values(gone))
                self._note(connection, row["id"], at, who, "withdrawn")
        return self.row(entry)

    def _seen(self, connection: Connection, entry: str, version: int | None) -> RowMapping:
        """The row, which nobody else changes before this transaction ends. Raises WorkConflict where somebody did."""
        row = self._row(connection, entry, held=True)
        done = select(func.count()).where(filed_changes.c.row_id == row["id"], filed_changes.c.what != SEEN)
        present = connection.scalar(done) or 0
        if version not in (None, present):
            raise WorkConflict(f"the row {entry} was changed meanwhile", present)
        return row

    def _row(self, connection: Connection, entry: str, *, held: bool = False) -> RowMapping:
        asked = select(filed_rows).where(filed_rows.c.entry == entry)
        row = connection.execute(asked.with_for_update() if held else asked).mappings().first()
        if row is None:
            raise RecordMissing(f"no row has the number {entry}; see: ivr filed list")
        return row

    def _read(self, shape: TableShape, cells: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
        try:
            unknown = next((column for column in values if column not in cells), None)
            if unknown:
                raise RowRefused(f"{shape.name} has no column {unknown}; it has {', '.join(cells)}")
            return {column: canonical(text, shape.columns[column], shape.home) for column, text in values.items()}
        except NotTaken as error:
            raise RowRefused(str(error)) from error

    def _shown(self, row: RowMapping, *, unsealed: bool = False) -> FiledRow:
        return shown_row(row, self._filed.cells, unsealed=unsealed)

    def _note(
        self, connection: Connection, row: int, at: datetime, who: str, what: str, column: str = "", *change: str
    ) -> None:
        before, after = change or ("", "")
        noted: dict[str, Any] = {"row_id": row, "at": at, "who": who, "what": what, "column_name": column}
        connection.execute(insert(filed_changes).values({**noted, "before": before, "after": after}))
