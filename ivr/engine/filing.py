"""What callers enter: one row of a table, once, and "entered" is said only when it is on disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from ivr.words import Format

FilingOutcome = Literal["done", "taken", "full", "unavailable"]
"""What came of filing a row: it is there; its key says no; there is room for no more; it could not be entered."""
FILING_OUTCOMES: tuple[FilingOutcome, ...] = get_args(FilingOutcome)
ENTRY = "entry"
"""What a text, and a statement, call the number of a row that is filed."""
OF_EVERY_ROW: Mapping[str, Format] = {ENTRY: "reference", "filed": "moment"}
"""What every row has that callers enter, besides its columns: its number, and when it was filed."""


@dataclass(frozen=True)
class RowToFile:
    """A row for `table` ("department/name"), its `values` by column.

    `entry` is its number, the same whenever the same turn asks: a row that has it already is this one. The columns
    that are `private` are for their own caller alone.
    """

    table: str
    entry: str
    values: Mapping[str, str]
    private: frozenset[str] = field(default=frozenset())


class Filing(Protocol):
    """Files rows."""

    def file(self, row: RowToFile) -> FilingOutcome:
        """File a row, once however often it is asked. Never raises."""
        ...


class NothingFiled:
    """Nothing can be entered."""

    def file(self, row: RowToFile) -> FilingOutcome:
        """It cannot."""
        return "unavailable"


NOTHING_FILED = NothingFiled()
