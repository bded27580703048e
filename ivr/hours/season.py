"""Days on which something holds: from one to another, or without a beginning, or without an end."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Season(NamedTuple):
    """From the day `first` until the day `last` (as 2027-04-01), both included; an empty one leaves that side open."""

    first: str = ""
    last: str = ""

    def __str__(self) -> str:
        """The days as they are told, such as 2027-05-01–2027-05-31; nothing where it always holds."""
        return "" if self.always else f"{self.first}–{self.last}"

    @property
    def always(self) -> bool:
        """Whether it has neither beginning nor end."""
        return not (self.first or self.last)

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day.isoformat() and (not self.last or day.isoformat() <= self.last)


@dataclass(frozen=True)
class Seasons:
    """Tells whether seasons hold; who wants to know which were asked about puts another in its place."""

    def holds(self, season: Season, day: date) -> bool:
        """Whether a day is one of a season's."""
        return season.holds(day)


ALWAYS, BY_THE_DAY = Season(), Seasons()
