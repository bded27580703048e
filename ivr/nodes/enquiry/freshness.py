"""As of when what an enquiry tells is: when its table was imported, or what a column of the row says."""

from collections.abc import Iterable, Mapping

from ivr.engine.edition import TableShape
from ivr.engine.known import AS_OF
from ivr.engine.visit import Visit
from ivr.words import Value

PLACE = f"{{{AS_OF}}}"


def says_as_of(*texts: Mapping[str, str] | None) -> bool:
    """Whether one of the texts says it, in any language."""
    return any(PLACE in words for text in texts for words in (text or {}).values())


def of_table(visit: Visit, table: str) -> dict[str, Value]:
    """What fills the place where a whole table is spoken of; nothing where it is another name for something else."""
    shape = visit.edition.tables[table]
    return {} if shape.as_of or not _is_dated(visit, shape) else {AS_OF: Value(_imported(visit, table), "moment")}


def with_as_of(visit: Visit, table: str, rows: tuple[Mapping[str, str], ...]) -> tuple[Mapping[str, str], ...]:
    """The rows with the moment of the import in them, so that what is told of them again is as old as they are."""
    if visit.edition.tables[table].as_of or not _is_dated(visit, visit.edition.tables[table]):
        return rows
    at = _imported(visit, table)
    return tuple({**row, AS_OF: at} for row in rows)


def of_row(shape: TableShape, row: Mapping[str, str]) -> dict[str, Value]:
    """What fills the place where a row is spoken of."""
    if shape.as_of:
        return {AS_OF: Value(row.get(shape.as_of, ""), shape.columns[shape.as_of], shape.as_of in shape.private)}
    return {AS_OF: Value(row[AS_OF], "moment")} if AS_OF in row and AS_OF not in shape.columns else {}


def as_of(visit: Visit, table: str, rows: tuple[Mapping[str, str], ...]) -> Value | None:
    """As of when the oldest of these rows is, or without rows the whole table; None where nothing tells it.

    Its text is empty where that is not known just now.
    """
    shape = visit.edition.tables[table]
    if shape.as_of:
        texts = [row.get(shape.as_of, "") for row in rows]
        private = shape.as_of in shape.private
        return Value(min(texts), shape.columns[shape.as_of], private) if texts else None
    if not shape.file:
        return None
    kept = rows[0].get(AS_OF, "") if rows and _is_dated(visit, shape) else ""
    return Value(kept or _imported(visit, table), "moment")


def place_of(visit: Visit, table: str, known: Value) -> dict[str, Value]:
    """What fills the place, where it is no other name."""
    shape = visit.edition.tables[table]
    return {AS_OF: known} if shape.as_of or _is_dated(visit, shape) else {}


def columns_said(shape: TableShape, names: Iterable[str]) -> set[str]:
    """The columns that places of these names are filled from."""
    return {shape.as_of if name == AS_OF and shape.as_of else name for name in names}


def _is_dated(visit: Visit, shape: TableShape) -> bool:
    """Whether the place is filled here: by no column of the table, and by no field that callers gave."""
    taken = AS_OF in shape.columns or f"{visit.call.department}/{AS_OF}" in visit.edition.fields
    return bool(shape.file) and not taken


def _imported(visit: Visit, table: str) -> str:
    return visit.ports.enquiries.imported_at(table)
