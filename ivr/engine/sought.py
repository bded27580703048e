"""Rows sought among some that are at hand, as a database seeks them in a table."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ivr.engine.ports import Bound, Sought
from ivr.words import Format, named
from ivr.words.comparing import NUMERIC


def sought_among(
    rows: Iterable[Mapping[str, str]], sought: Sought, columns: Mapping[str, Format]
) -> tuple[Mapping[str, str], ...]:
    """The rows that are sought, in the order wanted and then in their own; `columns` are the formats of all."""
    found = [row for row in rows if all(row.get(column) == text for column, text in sought.match.items())]
    found = [row for row in found if all(_is_within(row, bound, columns[bound.column]) for bound in sought.bounds)]
    if sought.first_of is None:
        return tuple(found)
    column, latest = sought.first_of
    filled = sorted(
        (row for row in found if row.get(column)), key=lambda row: _place(row[column], columns[column]), reverse=latest
    )
    return (*filled, *(row for row in found if not row.get(column)))


def _is_within(row: Mapping[str, str], bound: Bound, form: Format) -> bool:
    text = row.get(bound.column, "")
    if not text:
        return False
    value, limit = _place(text, form), _place(bound.wanted, form)
    return value >= limit if bound.how == "at least" else value <= limit


def _place(text: str, form: Format) -> tuple[Decimal, str]:
    """Where a value stands among others of its format; days and times are texts in the order of time."""
    return (Decimal(text), "") if named(form) in NUMERIC else (Decimal(0), text)
