"""Corrections: what stood before is kept, whoever is late is told, and numbers go when numbers go."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from ivr.engine.events import CallBackChosen, CallEnded, CallStarted, CaseOpened, MessageLeft
from ivr.errors import CorrectionRefused, RecordMissing, WorkConflict
from ivr.journal.entry import Entry
from ivr.storage.cases.correcting import Corrected, corrections_of
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.cases.tables import corrections
from ivr.storage.cases.work import CaseWork
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.messages.listing import find_message
from ivr.storage.messages.work import MessageWork
from ivr.storage.retention.purging import forget_calls, forget_these_calls

NewEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
CASE, MESSAGE = Key("CA01", 1), Key("CA01", 2)
WRONG, RIGHT = "+85290000001", "+85290000002"
GIVEN = (("name", "Chan"), ("seat", "12"))


@pytest.fixture
def work(database: Database, turn: NewEntry) -> CaseWork:
    """A call that left a complaint and a message, both with a number that is wrong, and is over."""
    kept = DatabaseJournal(database)
    kept.keep(turn(0, CallStarted("transport", "+85222200102", "+85255501234")))
    kept.keep(turn(1, CaseOpened("transport/say", "complaint", "1234567890", "", "", 9, WRONG, GIVEN)))
    kept.keep(turn(2, MessageLeft("transport/leave", "", "", 5, WRONG, GIVEN)))
    kept.keep(turn(5, CallEnded("transport/leave", "goodbye"), ends=True))
    return CaseWork(database, lambda: NOON)


@pytest.fixture
def message_work(database: Database, work: CaseWork) -> MessageWork:
    return MessageWork(database, lambda sid, number: "2222222222", lambda: NOON)


def test_a_number_and_what_was_given_are_corrected_with_what_stood_there(database: Database, work: CaseWork) -> None:
    work.correct(CASE, 0, "mei", "call_back", RIGHT, "asked by letter")
    work.correct(CASE, 1, "mei", "name", "Cheung", "asked by letter")
    (case,) = cases_of_call(database, "CA01")
    assert (case.call_back, case.given, case.version) == (RIGHT, {"name": "Cheung", "seat": "12"}, 2)
    assert corrections_of(database, "case", CASE) == (
        Corrected(1, "call_back", WRONG, RIGHT),
        Corrected(2, "name", "Chan", "Cheung"),
    )
    told = [(deed.who, deed.what, dict(deed.details)) for deed in work.history(CASE)]
    assert told[0] == ("mei", "corrected", {"field": "call_back", "why": "asked by letter"})
    assert RIGHT not in repr(told), "history can never be changed, so no number stands in it"
    assert find_message(database, MESSAGE).call_back == WRONG, "what was left besides is another matter"


@pytest.mark.parametrize(
    ("field", "value"), [("call_back", WRONG), ("age", "9"), ("name", "x" * 501), ("kind", "request")]
)
def test_what_is_not_there_or_not_new_is_refused(database: Database, work: CaseWork, field: str, value: str) -> None:
    with pytest.raises(CorrectionRefused):
        work.correct(CASE, 0, "mei", field, value, "why")
    assert (work.history(CASE), corrections_of(database, "case", CASE)) == ((), ())


def test_whoever_is_late_or_means_nothing_on_record_changes_nothing(database: Database, work: CaseWork) -> None:
    work.note(CASE, 0, "chan", "rang back")
    with pytest.raises(WorkConflict):
        work.correct(CASE, 0, "mei", "name", "Cheung", "why")
    with pytest.raises(RecordMissing):
        work.correct(Key("CA09", 1), 0, "mei", "name", "Cheung", "why")
    assert corrections_of(database, "case", CASE) == ()


def test_a_case_that_was_a_message_and_the_message_say_the_same(
    database: Database, work: CaseWork, message_work: MessageWork
) -> None:
    message_work.correct(MESSAGE, 0, "mei", "name", "Cheung", "why")
    message_work.make_case(MESSAGE, 1, "mei", "request")
    work.correct(MESSAGE, 1, "mei", "call_back", "", "wants none")
    case = next(case for case in cases_of_call(database, "CA01") if case.key == MESSAGE)
    message = find_message(database, MESSAGE)
    assert (case.call_back, case.given["name"]) == (message.call_back, message.given["name"]) == ("", "Cheung")


def test_corrections_outlive_making_the_projections_anew_and_what_comes_late(
    database: Database, work: CaseWork, turn: NewEntry
) -> None:
    work.correct(CASE, 0, "mei", "call_back", RIGHT, "why")
    DatabaseJournal(database).load(turn(4, CallBackChosen("transport/say", 1, WRONG)))
    before = cases_of_call(database, "CA01")
    assert before[0].call_back == RIGHT
    rebuild_projections(database)
    assert cases_of_call(database, "CA01") == before


def test_numbers_go_from_corrections_when_numbers_go_and_all_with_the_call(database: Database, work: CaseWork) -> None:
    work.correct(CASE, 0, "mei", "call_back", RIGHT, "why")
    work.correct(CASE, 1, "mei", "name", "Cheung", "why")
    work.close(CASE, 2, "mei", "done")
    assert forget_calls(database, "numbers", NOON + timedelta(days=9), NOON) == 1
    rebuild_projections(database)
    (case, *_) = cases_of_call(database, "CA01")
    assert (case.call_back, case.given["name"]) == ("+852 9000 ••••", "Cheung")
    with database.reading() as connection:
        assert RIGHT not in repr(connection.execute(select(corrections)).all())
    forget_these_calls(database, ["CA01"], NOON)
    with database.reading() as connection:
        assert connection.execute(select(corrections)).all() == []
