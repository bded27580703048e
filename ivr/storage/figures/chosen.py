"""Which figures somebody asks for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True)
class FigureChoice:
    """What to count: calls that began from `first` to `last`, both included, in `zone`.

    `hotlines` are those the caller rang, `departments` those whose nodes are counted, `officers` those whose answers
    are; None for all.
    """

    first: date
    last: date
    zone: ZoneInfo = field(kw_only=True)
    hotlines: frozenset[str] | None = None
    departments: frozenset[str] | None = None
    officers: frozenset[str] | None = None

    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the first one after it all."""
        ends = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), self.zone), datetime.combine(ends, time(), self.zone)

    def takes(self, day: date, hotline: str, node: str = "") -> bool:
        """Whether a figure of that day, hotline and node is counted."""
        if not self.first <= day <= self.last or (self.hotlines is not None and hotline not in self.hotlines):
            return False
        return not node or self.departments is None or node.partition("/")[0] in self.departments

    def rang(self, table: Table) -> Iterator[ColumnElement[bool]]:
        """That the rows of `table` are of these hotlines."""
        if self.hotlines is not None:
            yield table.c.hotline.in_(sorted(self.hotlines))
