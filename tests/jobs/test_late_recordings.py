"""Keeping what callers left by hanging up, where the worker that should have was stopped."""

from datetime import UTC, datetime, timedelta

from ivr.jobs.late_recordings import keep_late_recordings
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def notice(sid: str, name: str, **more: object) -> Entry:
    return Entry(sid, name, None, NINE, "h", "", "", "e", "", "", {}, **more)


def test_only_calls_that_are_over_with_a_recording_in_no_row_are_looked_at(database: Database) -> None:
    journal, asked = DatabaseJournal(database), []
    over = Entry("", "end", None, NINE, "h", "", "", "e", "", "", {}, ends=True)
    for sid, seconds in (("CA1", 5), ("CA2", None), ("CA3", 0)):
        journal.keep(notice(sid, "recording RE1 completed", seconds=seconds))
        journal.keep(Entry(**vars(over) | {"call_sid": sid}))
    journal.keep(notice("CA4", "recording RE1 completed", seconds=5))
    journal.keep(notice("CA5", "recording RE1 absent"))
    assert keep_late_recordings(database, lambda sid: asked.append(sid) or 1, NINE + timedelta(hours=1)) == 2
    assert sorted(asked) == ["CA1", "CA2"]
    assert keep_late_recordings(database, lambda _: 1, NINE + timedelta(days=1)) == 0
