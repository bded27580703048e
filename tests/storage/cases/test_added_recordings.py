"""What callers add to a recording: kept beside it in whatever order it comes in, and gone when all is recorded anew."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ivr.engine.events import CaseOpened, MessageLeft, RecordedAgain, RecordedMore
from ivr.journal.entry import Entry
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.cases.work import CaseWork
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.messages.listing import (
    MessageFilters,
    added_to,
    count_desk_messages,
    find_message,
    list_desk_messages,
    messages_of_call,
)
from ivr.storage.messages.recordings import ready_recordings, recordings_at
from ivr.storage.messages.work import MessageWork
from ivr.storage.retention.purging import recordings_of_calls, unkept_recordings

NewEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LEFT = Key("CA01", 1)


def heard(name: str) -> dict[str, object]:
    return {"heard": "Recorded", "recording": name, "url": f"https://x/{name}", "seconds": 5}


@pytest.fixture
def said(turn: NewEntry, notice: NewEntry) -> list[Entry]:
    """A message, to which something is added twice, and the carrier's word that all can be had."""
    return [
        turn(1, MessageLeft("water/leave", "RE1", "https://x/RE1", 5, ""), heard=heard("RE1")),
        turn(2, RecordedMore("water/leave", 1, "RE2", "https://x/RE2", 6), heard=heard("RE2")),
        turn(3, RecordedMore("water/leave", 1, "RE3", "https://x/RE3", 7), heard=heard("RE3")),
        notice("recording RE2 completed", heard={"recording": "RE2", "url": "https://x/RE2", "status": "completed"}),
    ]


def added(database: Database) -> list[tuple[str, int, str]]:
    return [(part.recording, part.seconds, part.recording_status) for part in added_to(database, LEFT)]


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))])
def test_in_whatever_order_it_comes_in_it_is_added_to_the_message_and_no_message_of_its_own(
    database: Database, said: list[Entry], order: tuple[int, ...]
) -> None:
    for number in order:
        DatabaseJournal(database).load(said[number])
    assert added(database) == [("RE2", 6, "completed"), ("RE3", 7, "")]
    (message,) = messages_of_call(database, "CA01")
    assert (message.recording, message.key) == ("RE1", LEFT)
    assert list_desk_messages(database, MessageFilters()) == (message,)
    assert count_desk_messages(database, MessageFilters()) == 1
    assert find_message(database, Key("CA01", 2)) is None
    rebuild_projections(database)
    assert added(database) == [("RE2", 6, "completed"), ("RE3", 7, "")]


@pytest.mark.parametrize("order", [*itertools.permutations(range(5))][::7])
def test_who_records_anew_begins_from_nothing_and_may_add_again(
    database: Database, said: list[Entry], turn: NewEntry, order: tuple[int, ...]
) -> None:
    anew = turn(4, RecordedAgain("water/leave", 1, "RE4", "https://x/RE4", 9), heard=heard("RE4"))
    more = turn(5, RecordedMore("water/leave", 1, "RE5", "https://x/RE5", 8), heard=heard("RE5"))
    entries = [*said[:3], anew, more]
    for number in order:
        DatabaseJournal(database).load(entries[number])
    assert added(database) == [("RE5", 8, "")]
    assert messages_of_call(database, "CA01")[0].recording == "RE4"
    gone = [each.recording for each in unkept_recordings(database, None)]
    assert gone == ["RE1", "RE2", "RE3"], "what was recorded over goes at the carrier too, and nothing else"


def test_what_was_added_is_fetched_played_and_deleted_like_all_else(database: Database, said: list[Entry]) -> None:
    for entry in said:
        DatabaseJournal(database).load(entry)
    assert ready_recordings(database, NOON - timedelta(days=9)) == (("RE2", "https://x/RE2"),)
    (played,) = recordings_at(database, "CA01", 2)
    assert (played.recording, played.department) == ("RE2", "water")
    assert unkept_recordings(database, None) == ()
    assert [each.recording for each in recordings_of_calls(database, ["CA01"])] == ["RE1", "RE2", "RE3"]


def test_it_goes_with_the_case_that_the_message_became_and_with_whoever_has_it(
    database: Database, said: list[Entry]
) -> None:
    for entry in said:
        DatabaseJournal(database).load(entry)
    MessageWork(database, lambda sid, number: "1", lambda: NOON).make_case(LEFT, 0, "mei", "request")
    assert [case.key for case in cases_of_call(database, "CA01")] == [LEFT]
    CaseWork(database, lambda: NOON).hand_over(LEFT, 1, "mei", "water", "transport", "theirs")
    (played,) = recordings_at(database, "CA01", 2)
    assert played.department == "transport"


def test_it_is_added_to_a_complaint_too(database: Database, said: list[Entry], turn: NewEntry) -> None:
    opened = CaseOpened("water/say", "complaint", "1234567890", "RE1", "https://x/RE1", 5, "")
    for entry in (turn(1, opened, heard=heard("RE1")), *said[1:]):
        DatabaseJournal(database).load(entry)
    assert [name for name, _, _ in added(database)] == ["RE2", "RE3"]
    assert messages_of_call(database, "CA01") == ()
