"""The world as one turn of the walk finds it: a time, and tables that answer as planned and tell what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from ivr.engine.edition import Edition, TableShape
from ivr.engine.ports import ClosureInForce, Ports, Rows, Unavailable
from ivr.engine.vocabulary import complete
from ivr.hours import Calendar, Season, Seasons
from ivr.words import Format

LookUp = Literal["found", "several", "none", "unavailable"]
LOOK_UPS: tuple[LookUp, ...] = ("found", "several", "none", "unavailable")
SAMPLES: Mapping[Format, str] = complete(
    {
        "text": "sample",
        "digits": "12345674",
        "reference": "1234567897",
        "letters": "AB",
        "phone": "+85222200199",
        "percent": "12.5",
        "number": "12",
        "money": "120.50",
        "date": "2026-11-23",
        "time": "09:30",
        "moment": "2026-11-23T09:30",
    },
    Format,
)


CLOSURE_SECOND = 8
"""A moment with this second has a closure in force; no calendar changes within a minute, so no other moment has it."""


def closures_at(at: datetime) -> tuple[ClosureInForce, ...]:
    """What supervisors have announced at a moment of the walk, on every hotline: nothing, or a typhoon."""
    if at.second != CLOSURE_SECOND:
        return ()
    return (ClosureInForce("walk", "typhoon", {}, at - timedelta(hours=1), at + timedelta(hours=8)),)


@dataclass
class World:
    """`plan` says what each look-up of the turn brings, `found` beyond its end; `asked` are the tables looked in."""

    edition: Edition
    at: datetime
    plan: tuple[LookUp, ...] = ()
    asked: list[str] = field(default_factory=list)

    @property
    def ports(self) -> Ports:
        """The ports of the turn."""
        return Ports(self, self, self, self)

    @property
    def told(self) -> tuple[LookUp, ...]:
        """What each look-up brought."""
        return tuple(self._outcome(place) for place in range(len(self.asked)))

    def now(self) -> datetime:
        """The time of the turn."""
        return self.at

    def look_up(self, table: str, match: Mapping[str, str], most: int) -> Rows | Unavailable:
        """Rows made up from the table's formats, none, or no answer, as planned."""
        outcome = self._outcome(len(self.asked))
        self.asked.append(table)
        if outcome == "unavailable":
            return Unavailable("the walk pretends that the database is away")
        count = {"found": 1, "several": 2, "none": 0}[outcome]
        row = sample_row(self.edition.tables[table], tuple(self.edition.languages), match)
        return Rows((row,) * min(count, most))

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """The closure of the moment that has one."""
        return closures_at(self.at)

    def reference_for(self, call_sid: str, turn: int) -> str:
        """A reference like any other."""
        return SAMPLES["reference"]

    def _outcome(self, place: int) -> LookUp:
        return self.plan[place] if place < len(self.plan) else LOOK_UPS[0]


def sample_row(shape: TableShape, languages: tuple[str, ...], match: Mapping[str, str]) -> dict[str, str]:
    """A row such as the table may hold, its texts in every language."""
    row: dict[str, str] = {}
    for name, kept_as in shape.columns.items():
        spread = [f"{name}.{language}" for language in languages] if name in shape.in_languages else [name]
        row |= dict.fromkeys(spread, SAMPLES[kept_as])
    return row | dict(match)


class Calendars(dict[str, Calendar]):
    """An edition's calendars, which remember which of them were read."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        super().__init__(calendars)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Calendar:
        self.read.add(name)
        return super().__getitem__(name)


@dataclass(frozen=True, eq=False)
class WatchedSeasons(Seasons):
    """Seasons that note in `read` which of them were asked about."""

    read: set[str]

    def holds(self, season: Season, day: date) -> bool:
        """Whether a day is one of a season's."""
        self.read.add(name_of(season))
        return super().holds(season, day)


def name_of(season: Season) -> str:
    """What a season is called among the calendars; no calendar's name has a sign in it."""
    return f"{season.first}/{season.last}"
