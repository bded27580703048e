"""Calls for the reports to count."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    EnquiryMade,
    Event,
    KeyPressed,
    NodeReached,
    TransferEnded,
    TransferStarted,
)
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal

Ring = Callable[..., list[Entry]]
OFFICERS = ("transport/officer", "counter")


@pytest.fixture
def ring(database: Database) -> Ring:
    """Keeps a call: its name, start, and the events of each turn, ten seconds apart; hung up after `seconds`."""

    def keep(
        sid: str,
        at: datetime,
        *steps: tuple[Event, ...],
        caller: str = "+85290000001",
        seconds: int | None = 60,
        hotline: str = "transport",
    ) -> list[Entry]:
        def entry(name: str, turn: int | None, after: int, events: tuple[Event, ...], end: bool) -> Entry:
            reached = [event.node for event in events if isinstance(event, NodeReached)]
            node = reached[-1] if reached else "transport/main"
            language = "yue" if turn else ""
            moment = at + timedelta(seconds=after)
            edition = "e" * 64
            length = seconds if end else None
            return Entry(
                sid,
                name,
                turn,
                moment,
                hotline,
                caller,
                "+8523",
                edition,
                node,
                language,
                {},
                events,
                (),
                "",
                end,
                length,
            )

        entries = [entry(f"turn {number}", number, number * 10, step, False) for number, step in enumerate(steps)]
        if seconds is not None:
            entries.append(entry("end", None, seconds, (CallEnded("", "caller hung up"),), True))
        for each in entries:
            DatabaseJournal(database).load(each)
        return entries

    return keep


@pytest.fixture
def a_day(ring: Ring) -> datetime:
    """Monday the 23rd of November 2026: eight calls of all sorts, one on the Sunday before; Monday's at ten."""
    ten = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    first, main = (NodeReached("language", "language"),), (NodeReached("transport/main", "menu"),)
    asked = (KeyPressed("transport/main", "0", "officer"), NodeReached("transport/officer", "transfer"))
    rung = (*asked, TransferStarted(*OFFICERS, 1, 1))

    def ended(outcome: str, attempt: int = 1, talked: int = 0) -> tuple[Event, ...]:
        return (TransferEnded(*OFFICERS, attempt, outcome, talked),)

    answered = (EnquiryMade("transport/main", "t", "found", 1), AnswerGiven("transport/main"))
    ring("CA1", ten, first, main, answered)
    ring("CA2", ten + timedelta(minutes=1), first, main, (EnquiryMade("transport/main", "t", "none", 0),))
    ring("CA3", ten + timedelta(minutes=2), first, main, rung, ended("answered", talked=3))
    ring("CA4", ten + timedelta(minutes=3), first, main, rung, ended("unanswered"), caller="anonymous")
    ring("CA5", ten + timedelta(hours=1), first, main, (*asked, *ended("closed", 0)), caller="+85290000002")
    ring("CA6", ten + timedelta(hours=1), first, caller="+85290000003")
    ring("CA7", ten + timedelta(hours=1), first, main, rung, caller="+85290000004")
    ring("CA8", ten + timedelta(hours=2), first, main, seconds=None, caller="+85290000005")
    ring("CA0", ten - timedelta(days=1), first, main, answered)
    return ten
