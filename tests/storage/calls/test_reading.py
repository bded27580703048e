"""Reading back what is on record."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ivr.engine.events import CaseOpened, MessageLeft
from ivr.journal.entry import Entry
from ivr.storage.calls.reading import (
    Filters,
    call_entries,
    find_call,
    list_calls,
)
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal

NewEntry = Callable[..., Entry]


@pytest.fixture
def calls(database: Database, turn: NewEntry) -> list[Entry]:
    """Seven calls, two of them at the same moment, one with a case and a message."""
    case = CaseOpened("water/complain", "complaint", "1234567890", "RE1", "", 12, "")
    message = MessageLeft("water/leave", "RE2", "https://x/RE2", 9, "+852")
    entries = [turn(number // 2 * 2, call_sid=f"CA{number}", hotline="water") for number in range(6)]
    entries.append(turn(20, case, message, call_sid="CA6", caller="+1"))
    for entry in entries:
        DatabaseJournal(database).keep(entry)
    return entries


def test_calls_are_listed_the_latest_first_page_by_page(database: Database, calls: list[Entry]) -> None:
    seen, after = [], None
    while page := list_calls(database, Filters(limit=2, after=after)):
        seen += [call.sid for call in page]
        after = (page[-1].started_at, page[-1].sid)
    assert seen == ["CA6", "CA5", "CA4", "CA3", "CA2", "CA1", "CA0"]


def test_calls_are_found_by_what_is_asked(database: Database, calls: list[Entry]) -> None:
    def sids(filters: Filters) -> list[str]:
        return [call.sid for call in list_calls(database, filters)]

    assert sids(Filters(hotline="transport")) == ["CA6"]
    assert sids(Filters(outcome="case")) == ["CA6"]
    assert sids(Filters(caller="+1")) == ["CA6"]
    assert sids(Filters(since=calls[4].at, until=calls[6].at)) == ["CA5", "CA4"]
    assert sids(Filters(hotline="' OR 1=1")) == []


def test_a_call_is_shown_with_its_entries_in_order(database: Database, turn: NewEntry, notice: NewEntry) -> None:
    entries = [turn(0), turn(1), turn(2), notice("end", 60, ends=True, seconds=61)]
    for entry in reversed(entries):
        DatabaseJournal(database).load(entry)
    assert call_entries(database, "CA01") == tuple(entries)
    call = find_call(database, "CA01")
    assert call
    assert (call.turns, call.seconds, call.ended_at) == (3, 61, entries[0].at + timedelta(seconds=60))
    assert find_call(database, "none") is None


@pytest.mark.parametrize("seconds", [(0, 0, 0, 0, 0, 0), (3, 1, 2, 0, 0, 0), (5, 4, 3, 2, 9, 1)])
@pytest.mark.parametrize("backwards", [False, True])
def test_no_clock_decides_between_turns_and_the_end(
    database: Database, turn: NewEntry, notice: NewEntry, seconds: tuple[int, ...], backwards: bool
) -> None:
    clocks = [turn(0).at + timedelta(seconds=each) for each in seconds]
    entries = [turn(number, at=at) for number, at in enumerate(clocks[:5], start=8)]
    entries.append(notice("end", at=clocks[5], ends=True, seconds=3))
    for entry in reversed(entries) if backwards else entries:
        DatabaseJournal(database).load(entry)
    assert [each.entry for each in call_entries(database, "CA01")] == [
        "turn 8", "turn 9", "turn 10", "turn 11", "turn 12", "end",
    ]  # fmt: skip


def test_a_notice_stands_where_it_came_in_and_behind_a_turn_of_its_moment(
    database: Database, turn: NewEntry, notice: NewEntry
) -> None:
    ready, after, at_once = notice("recording RE1", 15), notice("recording RE2", 65), notice("recording RE3", 20)
    end = notice("end", 60, ends=True, seconds=61)
    for entry in (after, at_once, end, turn(2), turn(1), turn(0), ready):
        DatabaseJournal(database).load(entry)
    assert call_entries(database, "CA01") == (turn(0), turn(1), ready, turn(2), at_once, end, after)
