"""What callers gave with what they left, and callers who wish to stay unknown."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select

from ivr.engine.events import CallEnded, CallStarted, CaseOpened, MessageLeft
from ivr.journal.entry import Entry
from ivr.journal.text import entry_from_text, entry_to_text
from ivr.storage.calls.tables import calls
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import find_cases
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.journal.tables import journal
from ivr.storage.messages.listing import find_message
from ivr.storage.messages.work import MessageWork
from ivr.storage.retention.purging import forget_calls, forget_unknown_callers

NewEntry = Callable[..., Entry]
GIVEN = (("subject", "lost"), ("card", "1234"), ("ring", "+85290000002"))
CASE = CaseOpened("transport/say", "complaint", "1234567890", "RE1", "", 9, "", GIVEN)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
CALLER = "+85290000001"


def test_an_entry_holds_what_was_given_when_it_comes_back(turn: NewEntry) -> None:
    entry = turn(1, CASE)
    assert entry_from_text(entry_to_text(entry)) == entry


def test_an_entry_of_an_older_program_has_nothing_given(turn: NewEntry) -> None:
    written = entry_to_text(turn(1, CaseOpened("transport/say", "complaint", "1", "RE1", "", 9, "")))
    old = written.replace(',"given":[],"anonymous":false', "")
    assert old != written
    assert entry_from_text(old) == entry_from_text(written)


def test_what_was_given_stands_in_the_case_and_in_the_case_of_a_message(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(1, CASE))
    kept.keep(turn(2, MessageLeft("water/leave", "RE2", "https://x/RE2", 5, "", (("seat", "12"),))))
    message = find_message(database, Key("CA01", 2))
    assert message
    assert message.given == {"seat": "12"}
    reference = MessageWork(database, lambda sid, number: "2222222222", lambda: NOON).make_case(
        message.key, 0, "me", "request"
    )
    assert [each.given for each in find_cases(database, reference)] == [{"seat": "12"}]
    rebuild_projections(database)
    assert [each.given for each in find_cases(database, CASE.reference)] == [dict(GIVEN)]


def test_numbers_that_were_given_are_masked_when_numbers_are_forgotten(database: Database, turn: NewEntry) -> None:
    DatabaseJournal(database).keep(turn(1, CallStarted("transport", "+85222200101", CALLER), MESSAGE_WITH_A_NUMBER))
    assert forget_calls(database, "numbers", NOON, NOON) == 1
    message = find_message(database, Key("CA01", 1))
    assert message
    assert message.given == {"subject": "lost", "card": "1234", "ring": "+852 9000 ••••"}
    rebuild_projections(database)
    assert find_message(database, Key("CA01", 1)) == message


MESSAGE_WITH_A_NUMBER = MessageLeft("transport/say", "RE1", "", 9, "", GIVEN)


def test_of_a_caller_who_wishes_to_stay_unknown_no_number_is_left_once_the_call_is_over(
    database: Database, turn: NewEntry
) -> None:
    kept = DatabaseJournal(database)
    unknown = CaseOpened("transport/say", "complaint", "1234567890", "RE1", "", 9, "", anonymous=True)
    kept.keep(turn(1, CallStarted("transport", "+85222200101", CALLER)))
    kept.keep(turn(2, unknown))
    assert forget_unknown_callers(database, NOON) == 0
    kept.keep(turn(3, CallEnded("transport/say", "goodbye"), ends=True))
    kept.keep(turn(1, call_sid="CA02"))
    assert forget_unknown_callers(database, NOON) == 1
    assert forget_unknown_callers(database, NOON) == 0
    kept.load(turn(4, MessageLeft("transport/say", "RE2", "", 9, CALLER)))
    with database.reading() as connection:
        rows = connection.execute(select(journal).where(journal.c.call_sid == "CA01")).all()
        known = connection.execute(select(calls.c.sid, calls.c.caller).order_by(calls.c.sid)).all()
    assert len(rows) == 4
    assert "9000" not in str(rows)
    assert [tuple(row) for row in known] == [("CA01", ""), ("CA02", CALLER)]
    rebuild_projections(database)
    assert [each.anonymous for each in find_cases(database, "1234567890")] == [True]


def test_numbers_may_be_forgotten_first_by_rule(database: Database, turn: NewEntry) -> None:
    unknown = MessageLeft("transport/say", "RE1", "", 9, "", anonymous=True)
    DatabaseJournal(database).keep(turn(1, unknown, CallEnded("transport/say", "goodbye"), ends=True))
    assert forget_calls(database, "numbers", NOON, NOON) == 1
    assert forget_unknown_callers(database, NOON) == 1
    with database.reading() as connection:
        assert connection.scalars(select(calls.c.caller)).all() == [""]
