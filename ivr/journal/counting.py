"""What one call adds to the figures, counted from its entries alone: the one place that says what each figure means.

The figures by day and hour are sums of this over all calls, whether summed up bit by bit or all at once. A call counts
wholly on the day and in the hour in which it began.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    EnquiryMade,
    EntryRefused,
    Event,
    KeyPressed,
    NodeReached,
    RowFiled,
    SilenceHeard,
    TransferAccepted,
    TransferEnded,
    TransferStarted,
    TriesRanOut,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.journal.outcome import ending_of, outcome_of
from ivr.journal.waits import officer_waits, stays

LONGEST_DETAIL = 40
COUNTED: dict[
    type[Event], tuple[str, str]
] = {  # each time it happens: the event, what it counts as, and the field that tells more
    NodeReached: ("arrived", ""),
    KeyPressed: ("pressed", "key"),
    WordsHeard: ("spoken", ""),
    WrongKeyPressed: ("wrong key", ""),
    SilenceHeard: ("silence", ""),
    EntryRefused: ("refused", "why"),
    EnquiryMade: ("enquiry", "outcome"),
    RowFiled: ("filed", "outcome"),
    AnswerGiven: ("answered", ""),
    TriesRanOut: ("ran out", "why"),
}


class Fact(NamedTuple):
    """One row of the journal as far as figures go."""

    id: int
    call_sid: str
    turn: int | None
    at: datetime
    hotline: str
    node: str
    language: str
    events: tuple[Event, ...]
    ends: bool
    seconds: int | None


class NodeFigure(NamedTuple):
    """Something that happened at a node: reached, pressed, gave up, …; see docs/supervisors/reports.md."""

    day: date
    hotline: str
    node: str
    what: str
    detail: str


class OfficerFigure(NamedTuple):
    """Officers were asked for; the outcome came after `waited` seconds."""

    day: date
    hotline: str
    officers: str
    outcome: str
    waited: int


class HourFigure(NamedTuple):
    """Calls that began in an hour; `column` is calls, measured or seconds."""

    hour: datetime
    hotline: str
    language: str
    outcome: str
    ending: str
    column: str


@dataclass
class Figures:
    """Counts by figure. Adding and taking away leaves no zeros."""

    nodes: Counter[NodeFigure] = field(default_factory=Counter)
    officers: Counter[OfficerFigure] = field(default_factory=Counter)
    hours: Counter[HourFigure] = field(default_factory=Counter)

    def add(self, other: "Figures", times: int = 1) -> None:
        """Add `other` so many times (-1 takes it away)."""
        for mine, theirs in zip(self.parts(), other.parts(), strict=True):
            for key, count in theirs.items():
                mine[key] += times * count
                if not mine[key]:
                    del mine[key]

    def parts(self) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
        """The three kinds of figure."""
        return self.nodes, self.officers, self.hours


def figures_of_calls(facts: Iterable[Fact], zone: ZoneInfo) -> Figures:
    """The figures of all the calls that these rows belong to, by the days of a zone."""
    total = Figures()
    for rows in calls_in(facts):
        total.add(figures_of_call(rows, zone))
    return total


def calls_in(facts: Iterable[Fact]) -> Iterable[Sequence[Fact]]:
    """The rows of each call."""
    by_call: dict[str, list[Fact]] = {}
    for fact in facts:
        by_call.setdefault(fact.call_sid, []).append(fact)
    return by_call.values()


class WholeCall(NamedTuple):
    """A call by its rows: its turns in order, when and where it began, when it ended (None: nobody knows).

    `accepted` are the moments at which officers took it.
    """

    turns: Sequence[Fact]
    day: date
    hour: datetime
    hotline: str
    ended: datetime | None
    accepted: Sequence[datetime]


def whole_call(rows: Sequence[Fact], zone: ZoneInfo) -> WholeCall:
    """The call of which these are all rows, in any order."""
    turns = sorted((row for row in rows if row.turn is not None), key=lambda row: row.turn or 0)
    first = turns[0] if turns else min(rows, key=lambda row: row.at)
    hotline = first.hotline if turns else max(row.hotline for row in rows)
    ended = max((row.at for row in rows if row.ends and not _is_lost(row)), default=None)
    accepted = [row.at for row in rows for event in row.events if isinstance(event, TransferAccepted)]
    hour = first.at.replace(minute=0, second=0, microsecond=0)
    return WholeCall(turns, first.at.astimezone(zone).date(), hour, hotline, ended, accepted)


def figures_of_call(rows: Sequence[Fact], zone: ZoneInfo) -> Figures:
    """What one call adds, of which these are all rows, in any order."""
    turns, day, hour, hotline, ended, accepted = whole_call(rows, zone)
    happened_in_all = [event for row in rows for event in row.events]
    outcome, ending = outcome_of(happened_in_all), ending_of(happened_in_all)
    figures = Figures()
    hour_key = (hour, hotline, turns[-1].language if turns else "", outcome, ending)
    lengths = [row.seconds for row in rows if row.ends and row.seconds is not None]
    for column, count in (("calls", 1), ("measured", int(bool(lengths))), ("seconds", max(lengths, default=0))):
        if count:
            figures.hours[HourFigure(*hour_key, column)] = count
    happened = Counter(_at_nodes(turns))
    for turn, seconds in zip(turns, stays(turns, ended), strict=True):
        if seconds is not None:
            happened[turn.node, "seconds", ""] += seconds
            happened[turn.node, "stays", ""] += 1
    if turns and ending == "caller hung up" and outcome == "nothing":
        happened[turns[-1].node, "gave up", ""] = 1
    for (node, what, detail), count in happened.items():
        figures.nodes[NodeFigure(day, hotline, node, what, detail[:LONGEST_DETAIL])] += count
    for officers, result, waited in officer_waits(turns, ended, accepted):
        figures.officers[OfficerFigure(day, hotline, officers, result, waited)] += 1
    return figures


def _is_lost(row: Fact) -> bool:
    """That the row is no carrier's notice: nobody knows when the call ended."""
    return any(isinstance(event, CallEnded) and event.how == "lost" for event in row.events)


def _at_nodes(turns: Sequence[Fact]) -> Iterator[tuple[str, str, str]]:
    once: set[tuple[str, str]] = set()
    for turn in turns:
        for place, event in enumerate(turn.events):
            yield from _of_event(event)
            if isinstance(event, NodeReached):
                once.add((event.node, "reached"))
            if isinstance(event, KeyPressed | WordsHeard) and _asks_for_officer(event, turn.events[place + 1 :]):
                once.add((event.node, "asked"))
    yield from ((node, what, "") for node, what in once)


def _of_event(event: Event) -> Iterator[tuple[str, str, str]]:
    what, detail = COUNTED.get(type(event), ("", ""))
    if isinstance(event, WordsHeard) and not event.to:
        what = "not understood"
    if what:
        yield getattr(event, "node", ""), what, str(getattr(event, detail)) if detail else ""


def _asks_for_officer(event: KeyPressed | WordsHeard, later: Sequence[Event]) -> bool:
    if not event.to:
        return False
    reached = next((each.node for each in later if isinstance(each, NodeReached)), "")
    rung = {each.node for each in later if isinstance(each, TransferStarted | TransferEnded)}
    return event.to.rpartition("/")[2] == "officer" or reached in rung
