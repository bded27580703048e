"""What a turn may ask of the world; whoever takes a turn hands these in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from ivr.engine.filing import NOTHING_FILED, Filing
from ivr.words import Value

NOTHING_KNOWN: Mapping[str, Value] = MappingProxyType({})
How = Literal["at least", "at most"]
MOST_LISTED = 50
"""Rows of a list that callers hear page by page; of more they hear that there are more."""


class Bound(NamedTuple):
    """That a column of a row is at least, or at most, what is `wanted`: a value, or the name of a field that has it."""

    column: str
    how: How
    wanted: str


class Order(NamedTuple):
    """Rows by a column, the greatest first where `latest`; rows in which it is empty come last."""

    column: str
    latest: bool

    @property
    def setting(self) -> str:
        """What a menu calls it."""
        return "latest" if self.latest else "earliest"


@dataclass(frozen=True)
class Sought:
    """The rows that a look-up is for: those whose columns equal `match`, within `bounds`, in the order of `first_of`.

    Without an order they come as the table has them. `known` is for a department's own query: what it takes besides.
    """

    match: Mapping[str, str]
    bounds: tuple[Bound, ...] = ()
    first_of: Order | None = None
    known: Mapping[str, Value] = field(default_factory=lambda: NOTHING_KNOWN)

    def __hash__(self) -> int:
        return hash((tuple(self.match.items()), self.bounds, self.first_of, tuple(self.known.items())))


@dataclass(frozen=True)
class Rows:
    """The rows a look-up found, each a text by column; `columns` of a text in languages are named `status.en`."""

    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Unavailable:
    """The look-up could not be made in time; `why` is for the log, never for the caller."""

    why: str


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The time, with a zone."""
        ...


class Enquiries(Protocol):
    """Looks rows up in tables."""

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        """At most `most` of the rows of `table` ("department/name") that are `sought`. Never raises."""
        ...

    def imported_at(self, table: str) -> str:
        """When a table was loaded from its file, like 2026-11-23T09:00; empty while nobody knows. Never raises."""
        ...


class References(Protocol):
    """Gives cases their references."""

    def reference_for(self, call_sid: str, turn: int) -> str:
        """The reference (digits, the last one a check digit) of the case this turn opens; the same whenever asked."""
        ...


@dataclass(frozen=True)
class ClosureInForce:
    """What supervisors have announced on a hotline: a closure of its offices, or a notice that closes nothing.

    `reason` is one of closures.REASONS, empty for a notice. `words` are the supervisor's own, by language: all that a
    notice says, and what a closure adds to its reason. It began at `begins` and is over at `ends`.
    """

    id: str
    reason: str
    words: Mapping[str, str]
    begins: datetime
    ends: datetime

    @property
    def closes(self) -> bool:
        """Whether offices are closed by it."""
        return bool(self.reason)


class Closures(Protocol):
    """Knows what is in force on a hotline."""

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """The closures and notices in force on `hotline` at a moment, in the order they began. Never raises."""
        ...


class NoClosures:
    """Nothing is ever closed."""

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """Nothing."""
        return ()


class Limits(Protocol):
    """Knows for which numbers supervisors have officers not rung."""

    def until(self, number: str, department: str, at: datetime) -> datetime | None:
        """Until when no officer of a department is rung for a number (E.164); None where they are. Never raises."""
        ...


class NoLimits:
    """Officers are rung for everybody."""

    def until(self, number: str, department: str, at: datetime) -> datetime | None:
        """They are."""
        return None


CeilingName = Literal[
    "guesses in a call",
    "guesses by a caller",
    "guesses at a key",
    "guesses at a lock",
    "guesses in all",
    "messages by a caller",
    "messages to a number",
    "messages on a line",
    "messages of withheld numbers",
    "texts for a caller",
    "texts to a number",
    "texts on a line",
    "texts for withheld numbers",
]
"""What may be done only so often: keying a wrong secret, leaving a message or feedback, being sent a text message."""


@dataclass(frozen=True)
class Tally:
    """What a deed counts towards: a ceiling, and `name`, the very call, caller, key or line that it is counted for.

    A ceiling that a menu sets itself has room for `most` deeds `until` a moment; of others whoever counts knows.
    """

    ceiling: CeilingName
    name: str
    most: int | None = None
    until: datetime | None = None


class Ceilings(Protocol):
    """Counts what may be done only so often, over all calls, workers and machines."""

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""] | Unavailable:
        """Count a deed, once however often it is asked about; or the first ceiling that leaves no room for it.

        Then it is not counted. `deed` names what is done, differently from all others. Never raises.
        """
        ...

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """Whether there is no room for a further deed; none is counted. Never raises; False while nobody can count."""
        ...

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """Let a deed no longer count; where it was `right`, nor those before it at its key. Never raises."""
        ...


class NoCeilings:
    """Everything may be done as often as one likes."""

    def reached(self, deed: str, tallies: Sequence[Tally]) -> Literal[""]:
        """None."""
        return ""

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """Never."""
        return False

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """Nothing was counted."""


class TextMessages(Protocol):
    """Knows where text messages may be sent."""

    def are_sent(self) -> bool:
        """Whether any is sent at all."""
        ...

    def may_go_to(self, number: str) -> bool:
        """Whether one may be sent to a number (E.164)."""
        ...


class NoTextMessages:
    """None is sent."""

    def are_sent(self) -> bool:
        """No."""
        return False

    def may_go_to(self, number: str) -> bool:
        """Nowhere."""
        return False


class Chances(Protocol):
    """Draws lots."""

    def falls_on(self, name: str, one_in: int) -> bool:
        """Whether the lot, one in so many, falls on what is so called; the same whenever asked. Never raises."""
        ...


class EveryChance:
    """The lot falls on everybody."""

    def falls_on(self, name: str, one_in: int) -> bool:
        """Yes."""
        return True


@dataclass(frozen=True)
class Ports:
    """All that a turn may ask of the world."""

    clock: Clock
    enquiries: Enquiries
    references: References
    closures: Closures = field(default_factory=NoClosures)
    ceilings: Ceilings = field(default_factory=NoCeilings)
    chances: Chances = field(default_factory=EveryChance)
    filing: Filing = NOTHING_FILED
    limits: Limits = field(default_factory=NoLimits)
    text_messages: TextMessages = field(default_factory=NoTextMessages)
