"""The world as one turn of the walk finds it: a time, and tables that answer as planned and tell what was asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition, TableShape
from ivr.engine.events import EnquiryOutcome
from ivr.engine.filing import FILING_OUTCOMES, FilingOutcome, RowToFile
from ivr.engine.node import Node
from ivr.engine.ports import MOST_LISTED, CeilingName, ClosureInForce, Ports, Rows, Sought, Tally, Unavailable
from ivr.engine.vocabulary import complete
from ivr.hours import Calendar, Season, Seasons
from ivr.words import Format, FormatName, may_be_empty, named, values_of
from ivr.words.formats import zone_of

Outcome = Literal[EnquiryOutcome, FilingOutcome, "locked"]


class LookUp(NamedTuple):
    """What a look-up brings: how much of it, and what stands in columns of the row by which calls are told apart."""

    outcome: Outcome
    columns: tuple[tuple[str, str], ...] = ()


LOOK_UPS = (LookUp("found"), LookUp("several"), LookUp("none"), LookUp("unavailable"))
STALE = LookUp("stale")
"""What else it comes to where rows may not be of any age."""
LOCKED = LookUp("locked")
"""What else a look-up comes to where the menu locks what was tried too often."""
FILINGS = tuple(map(LookUp, FILING_OUTCOMES))


def look_ups_of(edition: Edition) -> Mapping[str, tuple[LookUp, ...]]:
    """All that a look-up may bring that makes a difference, at each node whose rows decide how calls go on.

    Of the columns that are decided by, there and in switches further on, every value that is told apart is tried with
    every one of the others, and one that is none of them, where the column can have one. Where a row is filed it is
    FILINGS, at all other nodes LOOK_UPS.
    """
    found: dict[str, tuple[LookUp, ...]] = {}
    for name, node in edition.nodes.items():
        if node.files:
            shape = edition.tables[node.files.table]
            found[name] = tuple(
                each for each in FILINGS if each.outcome != "full" or (shape.filed and shape.filed.most)
            )
        values = dict(_told_apart(edition, name, node))
        if values:
            rows = product(*([(column, value) for value in each] for column, each in values.items()))
            found[name] = (*(_found(row) for row in reversed(tuple(rows))), *LOOK_UPS[1:])
        if node.enquiry and node.enquiry.fresh_for:
            found[name] = (*found.get(name, LOOK_UPS), STALE)
    return found


def _found(row: Iterable[tuple[str, str | None]]) -> LookUp:
    return LookUp("found", tuple((column, value) for column, value in row if value is not None))


def _told_apart(edition: Edition, name: str, node: Node) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """The columns by which the call goes on after a look-up, or later, and the values that are tried."""
    if not node.enquiry:
        return
    department, enquiry = name.partition("/")[0], node.enquiry
    decisions = [each.decision for each in edition.nodes_of(department).values() if each.decision]
    columns = dict.fromkeys((*enquiry.keeps.values(), *([enquiry.decides.on] if enquiry.decides else ())))
    for column in columns:
        fields = [field for field, kept in enquiry.keeps.items() if kept == column]
        told = [each.told_apart for each in decisions if each.on in fields]
        told += [enquiry.decides.told_apart] if enquiry.decides and enquiry.decides.on == column else []
        if told:
            yield column, _tried(edition.tables[enquiry.table].columns[column], frozenset().union(*told))


def _tried(kept_as: Format, told: frozenset[str]) -> tuple[str | None, ...]:
    """The values that are told apart, and another one where there is one; None stands for that of any row."""
    if not values_of(kept_as):
        return (*sorted(told), None)
    possible = (*values_of(kept_as), *([""] if may_be_empty(kept_as) else []))
    other = next((value for value in possible if value not in told), None)
    usual = sample_of(kept_as)
    return (*(value for value in possible if value != usual and (value in told or value == other)), None)


def sample_of(kept_as: Format) -> str:
    """A value of a format."""
    return next(iter(values_of(kept_as)), SAMPLES[named(kept_as)])


SAMPLES: Mapping[FormatName, str] = complete(
    {
        "text": "sample",
        "digits": "12345674",
        "reference": "1234567897",
        "letters": "AB",
        "code": "123456A",
        "phone": "+85222200199",
        "percent": "12.5",
        "number": "12",
        "money": "120.50",
        "date": "2026-11-23",
        "time": "09:30",
        "moment": "2026-11-23T09:30",
        "duration": "90",
    },
    FormatName,
)


CALLER = "+85255501234"
"""The caller of the walk."""
LONG_AGO = "1970-01-01T00:00"
LISTED = 7
"""Rows where they are told page by page: more than a page has."""
CLOSURE_SECOND = 8
"""A moment with this second has a closure in force; no calendar changes within a minute, so no other moment has it."""


def closures_at(at: datetime) -> tuple[ClosureInForce, ...]:
    """What supervisors have announced at a moment of the walk, on every hotline: nothing, or a typhoon."""
    if at.second != CLOSURE_SECOND:
        return ()
    return (ClosureInForce("walk", "typhoon", {}, at - timedelta(hours=1), at + timedelta(hours=8)),)


@dataclass
class World:
    """`plan` says what each look-up and filing of the turn brings; beyond its end they bring a row, and file it.

    `asked` are the tables looked in or filed into, `told` is what each of them brought. `locks` are the look-ups that a
    lock may keep from being made, by their place among all.
    """

    edition: Edition
    at: datetime
    plan: tuple[LookUp, ...] = ()
    asked: list[str] = field(default_factory=list)
    locks: set[int] = field(default_factory=set)
    brought: list[LookUp] = field(default_factory=list)

    @property
    def ports(self) -> Ports:
        """The ports of the turn."""
        return Ports(self, self, self, self, self, filing=self, text_messages=self)

    @property
    def told(self) -> tuple[LookUp, ...]:
        """What each look-up and filing brought."""
        return tuple(self.brought)

    def now(self) -> datetime:
        """The time of the turn."""
        return self.at

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        """Rows made up from the table's formats, none, or no answer, as planned."""
        outcome, columns = self._brings(table, LOOK_UPS[0])
        if outcome == "unavailable":
            return Unavailable("the walk pretends that the database is away")
        several = 2 if most <= MOST_LISTED else LISTED
        count = {"found": 1, "several": several, "stale": 1}.get(outcome, 0)
        row = sample_row(self.edition.tables[table], tuple(self.edition.languages), sought.match) | dict(columns)
        row |= self._dated(self.edition.tables[table])
        return Rows((row,) * min(count, most))

    def imported_at(self, table: str) -> str:
        """Just now, or long ago where the last look-up is to bring what is too old."""
        return LONG_AGO if self.brought[-1:] == [STALE] else self.at.isoformat("T", "minutes")[:16]

    def _dated(self, shape: TableShape) -> Mapping[str, str]:
        """What stands in the column that says as of when a row is: as old as is planned."""
        if not shape.as_of:
            return {}
        zone = zone_of(shape.columns[shape.as_of])
        now = self.at.astimezone(ZoneInfo(zone)) if zone else self.at
        moment = LONG_AGO if self.brought[-1:] == [STALE] else now.isoformat("T", "minutes")[:16]
        return {shape.as_of: moment.partition("T")[0] if named(shape.columns[shape.as_of]) == "date" else moment}

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""]:
        """The lock that a menu has put there itself, where that is planned, and no other ceiling."""
        locks = [tally for tally in tallies if tally.most is not None]
        if not locks:
            return ""
        place = len(self.asked)
        self.locks.add(place)
        if place >= len(self.plan) or self.plan[place] != LOCKED:
            return ""
        self._brings(LOCKED.outcome, LOCKED)
        return locks[0].ceiling

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """Not by this try: who comes too late is told the same."""
        return False

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """Nothing was counted."""

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """The closure of the moment that has one."""
        return closures_at(self.at)

    def are_sent(self) -> bool:
        """Text messages are, so that all that is asked about them is walked."""
        return True

    def may_go_to(self, number: str) -> bool:
        """To any number."""
        return True

    def reference_for(self, call_sid: str, turn: int) -> str:
        """A reference like any other."""
        return SAMPLES["reference"]

    def file(self, row: RowToFile) -> FilingOutcome:
        """What is planned."""
        outcome = self._brings(row.table, FILINGS[0]).outcome
        return next(each for each in FILING_OUTCOMES if each == outcome)

    def _brings(self, table: str, usually: LookUp) -> LookUp:
        place = len(self.asked)
        self.asked.append(table)
        self.brought.append(self.plan[place] if place < len(self.plan) else usually)
        return self.brought[-1]


def sample_row(shape: TableShape, languages: tuple[str, ...], match: Mapping[str, str]) -> dict[str, str]:
    """A row such as the table may hold, its texts in every language."""
    row: dict[str, str] = {}
    for name, kept_as in shape.columns.items():
        spread = [f"{name}.{language}" for language in languages] if name in shape.in_languages else [name]
        row |= dict.fromkeys(spread, sample_of(kept_as))
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
