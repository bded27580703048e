"""The statements by which rows are sought in imported tables, whose columns are all texts."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Numeric, Table, Text, and_, bindparam, cast, func, or_, select

from ivr.engine.edition import TableShape
from ivr.engine.ports import Bound, Order, Sought
from ivr.errors import StorageAway
from ivr.storage.database.prepared import Prepared
from ivr.storage.tables.catalogue import ROW, ImportedTable, physical_table
from ivr.words import named
from ivr.words.comparing import NUMERIC


class Seeking(NamedTuple):
    """A way in which rows are sought, whatever the values: the columns that are equal, the bounds, the order.

    `in_languages` are the columns that are written in several, `numeric` those that hold numbers.
    """

    equal: tuple[str, ...]
    bounds: tuple[Bound, ...]
    first_of: Order | None
    in_languages: frozenset[str]
    numeric: frozenset[str]


def seeking_for(shape: TableShape, sought: Sought) -> Seeking:
    """The way in which rows of a table are sought."""
    bounds = tuple(bound._replace(wanted="") for bound in sought.bounds)
    compared = {bound.column for bound in bounds} | ({sought.first_of.column} if sought.first_of else set())
    numeric = frozenset(column for column in compared if named(shape.columns[column]) in NUMERIC)
    return Seeking(tuple(sought.match), bounds, sought.first_of, shape.in_languages, numeric)


def values_of(sought: Sought) -> dict[str, object]:
    """The values of a statement's parameters."""
    texts = (*sought.match.values(), *(bound.wanted for bound in sought.bounds))
    return {f"v{place}": text for place, text in enumerate(texts)}


def prepared(imported: ImportedTable, seeking: Seeking, kind: str) -> Prepared:
    """At most `most` rows that are sought, in the order wanted and then in that of the file.

    The values that columns equal are `v0`, `v1` and so on, behind them those of the bounds.
    """
    table = physical_table(imported.physical, imported.columns)
    equal = (_equals(imported, table, column, seeking, f"v{at}") for at, column in enumerate(seeking.equal))
    bounds = (
        _within(_column(imported, table, bound.column), bound, seeking, f"v{at}")
        for at, bound in enumerate(seeking.bounds, len(seeking.equal))
    )
    columns = [column for column in table.c if column.name != ROW]
    order = (*_order(imported, table, seeking), table.c[ROW])
    most = bindparam("most", type_=Integer())
    return Prepared(select(*columns).where(*equal, *bounds).order_by(*order).limit(most), kind)


def _equals(imported: ImportedTable, table: Table, column: str, seeking: Seeking, value: str) -> ColumnElement[bool]:
    """That a column equals the parameter `value`; one in languages, in any of them."""
    places = [
        place
        for place, name in enumerate(imported.columns)
        if (name.partition(".")[0] if column in seeking.in_languages else name) == column
    ]
    if not places:
        raise _lacks(imported, column)
    return or_(*(table.c[f"c{place}"] == bindparam(value, type_=Text()) for place in places))


def _within(column: ColumnElement[str], bound: Bound, seeking: Seeking, value: str) -> ColumnElement[bool]:
    """That a column is not empty and within a bound; days and times are texts in the order of time."""
    wanted: ColumnElement[str] = bindparam(value, type_=Text())
    if bound.column in seeking.numeric:
        number, limit = _as_number(column), cast(wanted, Numeric)
        return number >= limit if bound.how == "at least" else number <= limit
    return and_(column != "", column >= wanted if bound.how == "at least" else column <= wanted)


def _order(imported: ImportedTable, table: Table, seeking: Seeking) -> Iterator[ColumnElement[Any]]:
    """The order wanted; where the column is empty, a row comes last."""
    if seeking.first_of is None:
        return
    column = _column(imported, table, seeking.first_of.column)
    yield cast(column == "", Integer)
    value: ColumnElement[Any] = _as_number(column) if seeking.first_of.column in seeking.numeric else column
    yield value.desc() if seeking.first_of.latest else value.asc()


def _as_number(column: ColumnElement[str]) -> ColumnElement[Any]:
    return cast(func.nullif(column, ""), Numeric)


def _column(imported: ImportedTable, table: Table, column: str) -> ColumnElement[str]:
    if column not in imported.columns:
        raise _lacks(imported, column)
    return table.c[f"c{imported.columns.index(column)}"]


def _lacks(imported: ImportedTable, column: str) -> StorageAway:
    return StorageAway(f"table {imported.name} was imported without its column {column}; import it again")
