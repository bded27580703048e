"""Rows that callers entered, as they are chosen and shown: what is private in them hidden unless it is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select

from ivr.engine.private_words import BLANK
from ivr.storage.calls.tables import calls
from ivr.storage.filed.cells import LONGEST_FOUND_BY, Cells
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.tables import filed_cells, filed_rows

RowState = Literal["", "standing", "withdrawn"]


@dataclass(frozen=True)
class FiledRow:
    """A row as it is shown: its `cells` by column, those that are `private` hidden unless they were asked for."""

    id: int
    table: str
    entry: str
    call_sid: str
    filed_at: datetime
    withdrawn_at: datetime | None
    cells: Mapping[str, str]
    private: frozenset[str]


@dataclass(frozen=True)
class FiledFilters:
    """Which rows of a `table` (full name) to list, the latest first; what is empty chooses nothing.

    Filed from `since` on, before `until`; with just such cells (`equal`), or cells that begin so (`begins`), capitals
    or not; entered from a telephone `number`, or with it in one of the columns `numbers`; `after` is when the last row
    of the page before was filed, and its id.
    """

    table: str
    entry: str = ""
    state: RowState = "standing"
    since: datetime | None = None
    until: datetime | None = None
    equal: Mapping[str, str] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    numbers: frozenset[str] = frozenset()
    after: tuple[datetime, int] | None = None
    limit: int = 500


def list_filed_rows(filed: FiledTables, filters: FiledFilters) -> tuple[FiledRow, ...]:
    """At most `limit` of those that the filters choose. Raises StorageAway."""
    order = (filed_rows.c.filed_at.desc(), filed_rows.c.id.desc())
    asked = select(filed_rows).where(*_conditions(filters, filed.cells)).order_by(*order).limit(filters.limit)
    with filed.database.caught_up() if filters.number else filed.database.reading() as connection:
        rows = connection.execute(asked).mappings().all()
    return tuple(shown_row(row, filed.cells) for row in rows)


def shown_row(row: RowMapping, sealed: Cells, *, unsealed: bool = False) -> FiledRow:
    """A row of the database as it is shown."""
    cells, private = sealed.opened(row["cells"])
    hidden = {column: BLANK if column in private and not unsealed else text for column, text in cells.items()}
    return FiledRow(
        row["id"],
        row["table_name"],
        row["entry"],
        row["call_sid"],
        row["filed_at"],
        row["withdrawn_at"],
        hidden,
        private,
    )


def _conditions(filters: FiledFilters, sealed: Cells) -> Iterator[ColumnElement[bool]]:
    rows = filed_rows.c
    yield rows.table_name == filters.table
    if filters.entry:
        yield rows.entry == filters.entry
    if filters.state:
        yield rows.withdrawn_at.is_(None) if filters.state == "standing" else rows.withdrawn_at.is_not(None)
    if filters.since:
        yield rows.filed_at >= filters.since
    if filters.until:
        yield rows.filed_at < filters.until
    if filters.after:
        at, last = filters.after
        yield or_(rows.filed_at < at, and_(rows.filed_at == at, rows.id < last))
    if filters.number:
        yield _of_number(filters, sealed)
    yield from _of_cells(filters)


def _of_cells(filters: FiledFilters) -> Iterator[ColumnElement[bool]]:
    for column, text in filters.equal.items():
        yield _has(filters.table, column, filed_cells.c.value == text[:LONGEST_FOUND_BY])
    for column, text in filters.begins.items():
        begins = func.lower(filed_cells.c.value).startswith(text[:LONGEST_FOUND_BY].lower(), autoescape=True)
        yield _has(filters.table, column, begins)


def _of_number(filters: FiledFilters, sealed: Cells) -> ColumnElement[bool]:
    """Entered from a telephone, in a call that is still on record, or with its number in a cell.

    Without a country code they are last digits; of what is sealed, the whole.
    """
    number, table = filters.number, filters.table
    whole = number.startswith("+")
    caller = calls.c.caller == number if whole else calls.c.caller.endswith(number, autoescape=True)
    from_there = select(calls.c.sid).where(calls.c.sid == filed_rows.c.call_sid, caller).exists()
    value = filed_cells.c.value
    plain = value == number if whole else value.endswith(number, autoescape=True)
    hashed = {each: sealed.found_by(f"{table} {each}", number, private=True) for each in sorted(filters.numbers)}
    return or_(from_there, *(_has(table, column, or_(plain, value == text)) for column, text in hashed.items()))


def _has(table: str, column: str, fits: ColumnElement[bool]) -> ColumnElement[bool]:
    cells = filed_cells.c
    mine: Select[tuple[int]] = select(cells.row_id).where(
        cells.row_id == filed_rows.c.id, cells.table_name == table, cells.column_name == column, fits
    )
    return mine.exists()
