"""What is sent to callers goes the way of their calls: its number is masked with theirs, and it goes with them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from ivr.engine.events import CallEnded, CallStarted, MessageLeft
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.outbox.of_calls import sent_to_caller
from ivr.storage.outbox.outbox import Attempt, Claiming, Dispatch, Outcome, claim, put_in, settle
from ivr.storage.outbox.tables import outbox, outbox_attempts
from ivr.storage.retention.one_person import calls_of_number
from ivr.storage.retention.purging import forget_calls, forget_unknown_callers

NewEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
CALLER, OTHER = "+85290000001", "+85290000002"
SMS = Claiming("sms", False, 100, NOON)
ENDED = CallEnded("transport/fees", "goodbye")


def promised(database: Database, key: str, sid: str, to: str = OTHER) -> None:
    text = {"text": "Bring your card."}
    assert put_in(database, Dispatch(key, "sms", to, "an answer", text, NOON, NOON + timedelta(days=1), sid))


def sent(database: Database) -> None:
    attempt = claim(database, SMS, NOON)
    assert isinstance(attempt, Attempt)
    assert settle(database, attempt, Outcome("sent", "SM1"), NOON) == "sent"


@pytest.fixture
def called(database: Database, turn: NewEntry) -> Database:
    """Two calls that are over, each with something for its caller, and something for the office."""
    kept = DatabaseJournal(database)
    for sid in ("CA01", "CA02"):
        kept.keep(turn(1, CallStarted("transport", "+85222200101", CALLER), ENDED, call_sid=sid, ends=True))
        promised(database, f"key {sid}", sid)
    promised(database, "key of the office", "", "+85222200109")
    return database


def numbers(database: Database) -> list[str]:
    with database.reading() as connection:
        return [*connection.scalars(select(outbox.c.destination).order_by(outbox.c.id))]


def test_whoever_was_answered_at_a_number_is_found_by_it(called: Database) -> None:
    assert calls_of_number(called, OTHER) == ("CA01", "CA02")
    assert calls_of_number(called, "+85222200109") == ()
    (found,) = sent_to_caller(called, "CA01")
    assert (found.destination, found.content, found.state) == (OTHER, {"text": "Bring your card."}, "waiting")


def test_numbers_are_masked_with_those_of_the_call_but_where_something_waits(called: Database) -> None:
    sent(called)
    assert forget_calls(called, "numbers", NOON, NOON) == 2
    assert numbers(called) == ["+852 9000 ••••", OTHER, "+85222200109"]


def test_with_a_call_goes_what_was_sent_because_of_it_and_nothing_else(called: Database) -> None:
    sent(called)
    assert forget_calls(called, "call", NOON, NOON) == 2
    assert numbers(called) == ["+85222200109"]
    with called.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(outbox_attempts)) == 0


def test_who_wished_to_stay_unknown_gets_what_was_promised_first(database: Database, turn: NewEntry) -> None:
    left = MessageLeft("transport/say", "RE1", "", 9, "", anonymous=True)
    DatabaseJournal(database).keep(turn(1, left, ENDED, ends=True))
    promised(database, "key", "CA01")
    assert forget_unknown_callers(database, NOON) == 0
    sent(database)
    assert forget_unknown_callers(database, NOON) == 1
    assert numbers(database) == [""]
