"""The row of a call: the same in whatever order its entries come in."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from touching import let_the_record_be_touched

from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    CallStarted,
    CaseOpened,
    InformationGiven,
    MessageLeft,
    NodeReached,
    TransferAccepted,
    TransferEnded,
)
from ivr.journal.entry import Entry
from ivr.journal.outcome import outcome_of
from ivr.storage.calls.tables import call_places, calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.marks import marks
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages

NewEntry = Callable[..., Entry]
CASE = CaseOpened("transport/complain", "complaint", "1234567890", "RE1", "https://x/RE1", 12, "")
MESSAGE = MessageLeft("transport/leave", "RE2", "https://x/RE2", 9, "")
PER_TEST = settings(max_examples=25)


@pytest.fixture
def one_call(turn: NewEntry, notice: NewEntry) -> list[Entry]:
    """A call with all that can come out of order."""
    return [
        turn(0, CallStarted("transport", "+85230000001", "+85290000001"), language=""),
        turn(1, NodeReached("transport/fees", "answer"), AnswerGiven("transport/fees")),
        turn(
            2,
            NodeReached("transport/officer", "transfer"),
            NodeReached("language", "language"),
            TransferEnded("transport/officer", "counter", 1, "answered", 40),
            language="en",
        ),
        turn(3, MESSAGE),
        turn(4, CASE, CallEnded("transport/bye", "goodbye")),
        notice("status ringing", -5),
        notice("end", 90, ends=True, seconds=91, events=(CallEnded("", "carrier ended"),)),
        notice("recording RE2 completed", 95),
    ]


def projections(database: Database) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with database.caught_up() as connection:
        for table in (calls, cases, messages, call_places):
            found += [dict(row) for row in connection.execute(select(table)).mappings()]
    plain = [{name: value for name, value in row.items() if name != "id"} for row in found]
    return sorted(plain, key=lambda row: str(row.get("place", "")))


def load(database: Database, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    with database.writing() as connection:
        let_the_record_be_touched(connection)
        for table in (journal, calls, cases, messages, call_places, marks):
            connection.execute(delete(table))
    for entry in entries:
        DatabaseJournal(database).load(entry)
    return projections(database)


def test_a_call_is_summed_up_in_its_row(database: Database, one_call: list[Entry]) -> None:
    row = load(database, one_call)[0]
    assert row == {
        "sid": "CA01",
        "hotline": "transport",
        "caller": "+85290000001",
        "called": "+85230000001",
        "edition": "e" * 64,
        "started_at": one_call[0].at,
        "ended_at": one_call[6].at,
        "seconds": 91,
        "turns": 5,
        "first_turn": 0,
        "last_turn": 4,
        "last_node": "transport/node4",
        "language": "yue",
        "outcome": "case",
        "ending": "goodbye",
        "caller_tail": "0001",
        "gave_up_at": "",
    }


@given(data=st.data())
@PER_TEST
def test_any_order_of_entries_gives_the_same_rows(
    database: Database, one_call: list[Entry], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(one_call))
    assert load(database, order) == load(database, one_call)


@given(data=st.data())
@PER_TEST
def test_entries_that_come_several_times_change_nothing(
    database: Database, one_call: list[Entry], data: st.DataObject
) -> None:
    repeats = data.draw(st.lists(st.sampled_from(one_call), max_size=8))
    order = data.draw(st.permutations(one_call + repeats))
    assert load(database, order) == load(database, one_call)


def test_a_notice_alone_makes_a_row_that_says_nothing_of_turns(database: Database, notice: NewEntry) -> None:
    row = load(database, [notice("status busy", 3, ends=True, seconds=0)])[0]
    assert (row["turns"], row["last_node"], row["outcome"], row["seconds"]) == (0, "", "nothing", 0)


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ((), "nothing"),
        ((InformationGiven("a", "rating"),) * 6, "given"),
        ((InformationGiven("a", "rating"), AnswerGiven("a")), "answered"),
        ((TransferAccepted("a"), MESSAGE), "officer"),
        ((AnswerGiven("a"),), "answered"),
        ((MESSAGE, AnswerGiven("a")), "message"),
        ((TransferEnded("a", "b", 1, "busy", 0), AnswerGiven("a")), "answered"),
        ((TransferEnded("a", "b", 1, "answered", 9), MESSAGE), "officer"),
        ((CASE, TransferEnded("a", "b", 1, "answered", 9)), "case"),
    ],
)
def test_the_outcome_is_the_most_that_was_done_for_the_caller(events: Any, outcome: str) -> None:
    assert outcome_of(events) == outcome
