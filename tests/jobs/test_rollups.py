"""Jobs of the desk: figures kept up to date, calls without an end closed once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ivr.engine.events import CallEnded, NodeReached
from ivr.jobs.lost_calls import close_lost
from ivr.journal.entry import Entry
from ivr.storage.calls.reading import find_call
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def keep(database: Database) -> Callable[..., Entry]:
    """Keeps a turn of a call, or the end of one."""

    def make(sid: str, at: datetime, turn: int | None = 0, **different: object) -> Entry:
        events = (NodeReached("transport/main", "menu"),) if turn is not None else (CallEnded("", "caller hung up"),)
        name = f"turn {turn}" if turn is not None else "end"
        entry = Entry(
            sid,
            name,
            turn,
            at,
            "transport",
            "+1",
            "+2",
            "e",
            "transport/main",
            "yue",
            {},
            events,
            **different,
        )
        DatabaseJournal(database).load(entry)
        return entry

    return make


def test_a_call_without_an_end_is_closed_once_after_four_hours(database: Database, keep: Callable[..., Entry]) -> None:
    journal = DatabaseJournal(database)
    keep("CA1", NINE)
    keep("CA1", NINE + timedelta(minutes=2), 1)
    keep("CA2", NINE)
    keep("CA2", NINE + timedelta(minutes=1), None, ends=True, seconds=60)
    keep("CA3", NINE + timedelta(hours=3))
    assert close_lost(database, journal, NINE + timedelta(hours=4)) == 0
    assert close_lost(database, journal, NINE + timedelta(hours=5)) == 1
    assert close_lost(database, journal, NINE + timedelta(hours=5)) == 0
    lost = find_call(database, "CA1")
    assert lost
    assert (lost.ending, lost.ended_at, lost.seconds) == ("lost", NINE + timedelta(minutes=2), None)


def test_an_end_that_the_carrier_reports_later_counts_instead(database: Database, keep: Callable[..., Entry]) -> None:
    keep("CA1", NINE)
    close_lost(database, DatabaseJournal(database), NINE + timedelta(hours=5))
    keep("CA1", NINE + timedelta(minutes=9), None, ends=True, seconds=540)
    found = find_call(database, "CA1")
    assert found
    assert (found.ending, found.ended_at, found.seconds) == ("caller hung up", NINE + timedelta(minutes=9), 540)


def test_a_call_that_ended_is_not_lost_though_the_list_of_calls_does_not_know_it_yet(
    database: Database, keep: Callable[..., Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = DatabaseJournal(database)
    keep("CA1", NINE)
    assert journal.projector.catch_up()
    keep("CA1", NINE + timedelta(minutes=9), None, ends=True, seconds=540)
    monkeypatch.setattr(database, "catch_up", lambda: False)
    assert close_lost(database, journal, NINE + timedelta(hours=5)) == 0
    assert journal.projector.catch_up()
    assert [entry.entry for entry in journal.of_call("CA1") if entry.ends] == ["end"]
