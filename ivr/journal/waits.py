"""How long callers stayed at each step of a call, and how long they waited for officers."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from ivr.engine.events import Event, TransferEnded, TransferStarted

LONGEST = 4 * 3600  # seconds; a longer stay is a clock gone wrong


class Turned(Protocol):
    """A turn of a call."""

    @property
    def at(self) -> datetime:
        """When it was answered."""
        ...

    @property
    def node(self) -> str:
        """Where that left the caller."""
        ...

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened in it."""
        ...


def stays(turns: Sequence[Turned], ended: datetime | None) -> list[int | None]:
    """The seconds the caller stayed where each turn left them, talk with officers left out; None when not known."""
    if not turns:
        return []
    following = [turn.at for turn in turns[1:]] + [ended]
    talked = [_talked(turn) for turn in turns[1:]] + [0]
    return [
        between(turn.at, after, talk) if after else None
        for turn, after, talk in zip(turns, following, talked, strict=True)
    ]


def officer_waits(
    turns: Sequence[Turned], ended: datetime | None, accepted: Sequence[datetime] = ()
) -> Iterator[tuple[str, str, int]]:
    """Each time officers were rung, all attempts of one place together: officers, what came of it, seconds waited.

    The outcome is that of the last attempt, or "gave up" when the caller did not stay for one. "closed" is nobody
    rung; it waits 0 seconds. `accepted` are the moments at which officers took the call, for a carrier that reports
    nothing after the talk.
    """
    began: datetime | None = None
    ringing = ""
    for turn in turns:
        for event in turn.events:
            if isinstance(event, TransferStarted) and event.attempt == 1:
                began, ringing = turn.at, event.officers
            elif isinstance(event, TransferEnded) and (event.outcome == "closed" or _is_last(event, turn.events)):
                yield event.officers, event.outcome, between(began or turn.at, turn.at, event.seconds)
                began, ringing = None, ""
    took = next((at for at in sorted(accepted) if began and at >= began), None)
    if began and ringing and (took or ended):
        yield ringing, "answered" if took else "gave up", between(began, took or ended or began, 0)


def _is_last(ended: TransferEnded, events: Sequence[Event]) -> bool:
    """That no further attempt was begun in the same turn."""
    more = (event for event in events if isinstance(event, TransferStarted))
    return not any(event.attempt == ended.attempt + 1 for event in more)


def _talked(turn: Turned) -> int:
    return sum(event.seconds for event in turn.events if isinstance(event, TransferEnded))


def between(since: datetime, until: datetime, talk: int) -> int:
    """Seconds from one moment to another, without those of talk with officers; never below 0."""
    return max(0, min(LONGEST, round((until - since).total_seconds()) - talk))
