"""Values compared with one another: which formats can be, and one value as the other is kept."""

from collections.abc import Mapping
from typing import Literal

from ivr.words.filling import Value
from ivr.words.formats import END_OF_DAY, Format, FormatName, named

NUMERIC: frozenset[FormatName] = frozenset({"number", "percent", "money"})
_NUMBERS: frozenset[FormatName] = frozenset({*NUMERIC, "digits", "text"})
COMPARED_WITH: Mapping[FormatName, frozenset[FormatName]] = {
    **dict.fromkeys(NUMERIC, _NUMBERS),
    "date": frozenset({"date", "moment", "text"}),
    "moment": frozenset({"moment", "date", "text"}),
    "time": frozenset({"time", "moment", "text"}),
}
"""For each format whose values are in an order, the formats of what they can be compared with."""


_OF_A_KIND: frozenset[FormatName] = frozenset({"date", "time", "moment", "phone"})
"""Kept as nothing else is: 2026-11-23 and +85221234567 are not what somebody keys as digits."""


def may_be_equal(value: Format, column: Format) -> bool:
    """Whether a value of a format can ever be what a column of a format has; of a text nobody knows."""
    one, other = named(value), named(column)
    if one == other or "text" in (one, other) or not {one, other} & _OF_A_KIND:
        return True
    return one == "moment" and other in ("date", "time")


def as_equal(value: Value, column: Format) -> str:
    """A value as a column of a format has it: of a moment its day, or its time."""
    if named(value.format) == "moment" and named(column) in ("date", "time"):
        day, _, clock = value.text.partition("T")
        return day if named(column) == "date" else clock
    return value.text


def as_bound(value: Value, column: Format, how: Literal["at least", "at most"]) -> str:
    """A value as the bound of a column of a format: a day begins and ends as a moment."""
    if named(value.format) == "date" and named(column) == "moment":
        return f"{value.text}T{'00:00' if how == 'at least' else END_OF_DAY}"
    return as_equal(value, column)
