"""What is filed in one turn: decided at once, or as the turn is kept, so that nobody hears "entered" without a row."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from ivr.engine.edition import TableShape
from ivr.engine.events import Event, RowFiled
from ivr.engine.filing import FilingOutcome, RowToFile

Decided = dict[tuple[str, str], FilingOutcome]
"""What was decided about rows, by table and number."""


class Decides(Protocol):
    """Decides about rows that are not filed in the system's own database."""

    def decide(self, row: RowToFile) -> FilingOutcome | None:
        """What came of the row; None where that is decided as the turn is kept. Never raises."""
        ...


class DecidedWhenKept:
    """Every row is decided about as the turn is kept."""

    def decide(self, row: RowToFile) -> FilingOutcome | None:
        """Not yet."""
        return None


class FiledInTurn:
    """The rows of one turn. About those in `rows` it is not decided: the turn is taken as if they were filed.

    A department's own statement runs once for a turn: before it does, `before` is asked what was decided when this very
    turn was taken and kept before, None where it was not. Such a turn files nothing more, whatever way it takes now.
    """

    def __init__(
        self,
        tables: Mapping[str, TableShape],
        decides: Decides,
        decided: Decided,
        before: Callable[[], Decided | None] = lambda: None,
    ) -> None:
        self._tables = tables
        self._decides = decides
        self._decided = decided
        self._before = before
        self._waiting: dict[tuple[str, str], RowToFile] = {}

    @property
    def rows(self) -> tuple[tuple[TableShape, RowToFile], ...]:
        """The rows that are to be filed as the turn is kept, each with its table."""
        return tuple((self._tables[row.table], row) for row in self._waiting.values())

    def file(self, row: RowToFile) -> FilingOutcome:
        """What was decided, or is now; else that it is filed, which the turn's keeping has yet to make true."""
        name = (row.table, row.entry)
        if name not in self._decided and (outcome := self._kept_before(name) or self._decides.decide(row)):
            self._decided[name] = outcome
        if name in self._decided:
            return self._decided[name]
        self._waiting[name] = row
        return "done"

    def _kept_before(self, name: tuple[str, str]) -> FilingOutcome | None:
        """What came of a row of a statement when the turn was kept; None where it was not, or none is needed."""
        before = self._before() if self._tables[name[0]].statement else None
        return None if before is None else before.get(name, "unavailable")


def as_decided(events: Iterable[Event]) -> Decided:
    """What a turn that was kept tells of its rows."""
    return {(event.table, event.entry): event.outcome for event in events if isinstance(event, RowFiled)}
