"""Jobs of the desk: figures kept up to date, calls without an end closed once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.engine.events import CallEnded, NodeReached
from ivr.jobs.every_minute import EveryMinute
from ivr.jobs.lost_calls import close_lost
from ivr.jobs.rollups import update_now
from ivr.journal.entry import Entry
from ivr.storage.calls.reading import find_call
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.database.transactions import Database
from ivr.storage.disk.locks import locked
from ivr.storage.figures.rollups import rows_not_summed
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
            **different,  # type: ignore[arg-type]
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


def test_figures_are_summed_up_once_a_minute_by_one_worker(
    database: Database, keep: Callable[..., Entry], tmp_path: Path
) -> None:
    now = 0.0
    lock = tmp_path / "rollups.lock"
    rollups = EveryMinute(lambda: update_now(database, HONG_KONG), lock, monotonic=lambda: now)
    keep("CA1", NINE)
    assert rollups.look() == 1
    keep("CA1", NINE, 1)
    assert rollups.look() == 0
    now = 61
    with locked(lock, seconds=0) as mine:
        assert mine
        assert rollups.look() == 0
    now = 122
    assert rollups.look() == 1
    assert rows_not_summed(database) == 0
