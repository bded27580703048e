"""Entries to keep, and where."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ivr.engine.events import Event
from ivr.engine.instructions import Ask, Say
from ivr.journal.entry import Entry

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NewEntry = Callable[..., Entry]


@pytest.fixture
def turn() -> NewEntry:
    """Makes the entry of a turn: its number, its events, and whatever else is to be different."""

    def make(number: int, *events: Event, **different: Any) -> Entry:
        plain: dict[str, Any] = {
            "call_sid": "CA01",
            "entry": f"turn {number}",
            "turn": number,
            "at": NINE + timedelta(seconds=10 * number),
            "hotline": "transport",
            "caller": "+85290000001",
            "called": "+85230000001",
            "edition": "e" * 64,
            "node": f"transport/node{number}",
            "language": "yue",
            "heard": {"keys": str(number)},
            "events": events,
            "instructions": (Ask(prompts=(Say("查詢駕駛執照,請按 1", "yue"),)),),
            "token": f"token{number}",
        }
        return Entry(**plain | different)

    return make


@pytest.fixture
def notice() -> NewEntry:
    """Makes the entry of a carrier's notice: its name, the seconds after nine, and whatever else is different."""

    def make(name: str, after: int = 0, **different: Any) -> Entry:
        plain: dict[str, Any] = {
            "call_sid": "CA01",
            "entry": name,
            "turn": None,
            "at": NINE + timedelta(seconds=after),
            "hotline": "",
            "caller": "+85290000001",
            "called": "+85230000001",
            "edition": "",
            "node": "",
            "language": "",
            "heard": {"notice": name},
        }
        return Entry(**plain | different)

    return make
