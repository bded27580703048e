"""Calls that nobody made: a seeded year of them for a demonstration, in the shapes that real calls have.

Every caller's number begins with MADE_UP, which no telephone has, and every call is called so too: whoever looks at one
sees that it was made up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from ivr.engine.contents import department_of
from ivr.engine.edition import Edition, Hotline
from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    CallStarted,
    CaseOpened,
    Event,
    HowChosen,
    LanguageChosen,
    MessageLeft,
    NodeReached,
    RatingAnswered,
    RatingOffered,
    TransferEnded,
    TransferStarted,
)
from ivr.engine.grammar import mentions
from ivr.engine.heard import TransferOutcome
from ivr.hours import state_at
from ivr.journal.entry import Entry

MADE_UP = "+852000"
FIRST, LAST = 7, 22  # hours between which most people ring
WAITS = ((2, 12), (2, 25), (13, 60))  # seconds that officers take, each as likely
KINDS_OF_CASE = "accepts"  # the setting of a node that opens cases
CAME: tuple[TransferOutcome, ...] = ("answered",) * 13 + ("unanswered",) * 4 + ("busy",) * 2 + ("gave up",) * 3


@dataclass(frozen=True)
class CallEnds:
    """Where calls of a department end: its nodes that answer, ring officers, take feedback, and ask for ratings."""

    answers: tuple[str, ...]
    transfers: tuple[tuple[str, str], ...]
    feedback: tuple[str, ...]
    ratings: tuple[tuple[str, str], ...]


def made_up_calls(edition: Edition, first: date, days: int, seed: int, a_day: int) -> Iterator[Entry]:
    """The entries of about `a_day` calls on each day, half as many at weekends; the same for the same seed."""
    chance, zone = Random(seed), ZoneInfo(edition.zone)  # noqa: S311 - nothing secret is drawn
    lines = [line for line in edition.hotlines.values() if _place(edition, line).answers]
    for number in range(days):
        day = first + timedelta(days=number)
        for call in range(a_day if day.weekday() < 5 else a_day // 2):
            at = datetime.combine(day, time(chance.randint(FIRST, LAST), chance.randint(0, 59)), zone).astimezone(UTC)
            yield from _Caller(edition, chance, chance.choice(lines), f"MADE-UP-{seed}-{day}-{call}", at).rings()


def _place(edition: Edition, line: Hotline) -> CallEnds:
    nodes = edition.nodes_of(department_of(line.start)).items()
    return CallEnds(
        tuple(name for name, node in nodes if node.has_answer),
        tuple((name, str(officers)) for name, node in nodes for _, officers in mentions(node, "officers")),
        tuple(name for name, node in nodes if hasattr(node, KINDS_OF_CASE)),
        tuple((name, question) for name, node in nodes for question, asked in node.rates.items() if asked.scale),
    )


class _Caller:
    """One call, as it goes."""

    def __init__(self, edition: Edition, chance: Random, line: Hotline, sid: str, at: datetime) -> None:
        self._edition, self._chance, self._line, self._sid = edition, chance, line, sid
        self._began = self._at = at
        self._place = _place(edition, line)
        self._caller = f"{MADE_UP}{chance.randint(0, 99_999):05}"
        self._node, self._language = "language", ""
        self._turns: list[Entry] = []

    def rings(self) -> Iterator[Entry]:
        """The entries of the call: it is answered, then ends in one of the ways in which calls end."""
        self._turn(
            0, NodeReached("language", "language"), CallStarted(self._line.name, self._line.number, self._caller)
        )
        if self._chance.random() < 0.04:
            return self._hangs_up()
        self._language = self._chance.choice([*self._edition.languages])
        by: HowChosen = "key" if self._chance.random() < 0.9 else "default"
        started = self._reached(self._line.start)
        self._turn(self._chance.randint(2, 18), LanguageChosen(self._language, by), started)
        if self._chance.random() < 0.08:
            return self._hangs_up()
        if self._place.transfers and self._chance.random() < 0.4:
            self._asks_for_an_officer()
        elif self._place.feedback and self._chance.random() < 0.12:
            self._says_something()
        else:
            self._is_answered()
        return self._hangs_up()

    def _is_answered(self) -> None:
        node = self._chance.choice(self._place.answers)
        self._turn(self._chance.randint(4, 30), self._reached(node), AnswerGiven(node))
        if self._place.ratings and self._chance.random() < 0.3:
            node, question = self._chance.choice(self._place.ratings)
            self._turn(9, self._reached(node), RatingOffered(node))
            if self._chance.random() < 0.5:
                self._turn(6, RatingAnswered(node, question, str(self._chance.choice((1, 2, 3, 4, 4, 5, 5, 5))), 0))

    def _asks_for_an_officer(self) -> None:
        node, officers = self._chance.choice(self._place.transfers)
        reached, hours = self._reached(node), self._edition.officers[officers].hours
        if hours and not state_at(self._edition.calendars[hours], self._at).open:
            self._turn(5, reached, TransferEnded(node, officers, 1, "closed", 0))
            return self._may_leave_a_message(node)
        self._turn(5, reached, TransferStarted(node, officers, 1, 1))
        came, waited = self._chance.choice(CAME), self._chance.randint(*self._chance.choice(WAITS))
        if came == "gave up":
            self._at += timedelta(seconds=self._chance.choice((2, 4, 9, 20, 40)))
            return None
        talked = self._chance.randint(20, 300) if came == "answered" else 0
        self._turn(waited + talked, TransferEnded(node, officers, 1, came, talked))
        return None if talked else self._may_leave_a_message(node)

    def _may_leave_a_message(self, node: str) -> None:
        if self._chance.random() < 0.6:
            self._turn(25, MessageLeft(node, f"RE{self._sid}", "", 20, ""))

    def _says_something(self) -> None:
        node = self._chance.choice(self._place.feedback)
        kind = self._chance.choice(("complaint", "complaint", "suggestion", "compliment", "request"))
        reference = f"{self._chance.randint(0, 10**10 - 1):010}"
        self._turn(40, self._reached(node), CaseOpened(node, kind, reference, f"RE{self._sid}", "", 30, ""))

    def _reached(self, node: str) -> NodeReached:
        return NodeReached(node, self._edition.nodes[node].kind)

    def _turn(self, seconds: int, *events: Event) -> None:
        self._at += timedelta(seconds=seconds)
        self._node = next((event.node for event in events if isinstance(event, NodeReached)), self._node)
        number = len(self._turns)
        self._turns.append(self._entry(f"turn {number}", number, events))

    def _hangs_up(self) -> Iterator[Entry]:
        if self._turns and not any(isinstance(event, TransferStarted) for event in self._turns[-1].events):
            self._at += timedelta(seconds=self._chance.randint(1, 10))
        seconds = int((self._at - self._began).total_seconds())
        yield from self._turns
        yield self._entry("end", None, (CallEnded(self._node, "caller hung up"),), seconds)

    def _entry(self, name: str, turn: int | None, events: Sequence[Event], seconds: int | None = None) -> Entry:
        about = self._line.name, self._caller, self._line.number, self._edition.hash, self._node, self._language
        return Entry(self._sid, name, turn, self._at, *about, {}, tuple(events), ends=turn is None, seconds=seconds)
