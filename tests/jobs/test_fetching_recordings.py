"""Recordings are fetched as they come in: each once, and one that cannot be had keeps no other from being fetched."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.engine.events import CallStarted, MessageLeft
from ivr.errors import CarrierSilent, RecordingAway, RecordingGone
from ivr.jobs.recordings import RecordingFetcher
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class Sounds:
    """A carrier with a reason for each recording that cannot be had, and a disk."""

    refusals: dict[str, Exception] = field(default_factory=dict)
    copies: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def has(self, recording: str) -> bool:
        """Whether it is on the disk."""
        return recording in self.copies

    def sound(self, recording: str, url: str) -> Path:
        """Fetch it, or say why not."""
        self.asked.append(recording)
        if recording in self.refusals:
            raise self.refusals[recording]
        self.copies.add(recording)
        return Path(recording)


@pytest.fixture
def leave(database: Database) -> Callable[..., None]:
    """Leave a message with a recording, which is ready unless told otherwise, in a call of its own."""
    journal = DatabaseJournal(database)

    def leave(recording: str, at: datetime = AT, status: str = "completed") -> None:
        call, url = f"CA{recording}", f"https://carrier/{recording}"
        line = ("transport", "+85255501234", "+85222200102", "e", "transport/message", "en")
        events = (
            CallStarted("transport", "+85222200102", "+85255501234"),
            MessageLeft("transport/message", recording, url, 9, ""),
        )
        journal.load(Entry(call, "turn 1", 1, at, *line, {}, events, (), "token"))
        journal.load(Entry(call, f"recording {recording} {status}", None, at, "", "", "", "", "", "", {}))

    return leave


def test_what_came_in_is_fetched_once(database: Database, leave: Callable[..., None]) -> None:
    sounds = Sounds()
    fetcher = RecordingFetcher(database, sounds)
    leave("RE1")
    assert fetcher.fetch(AT) == 1
    leave("RE2")
    assert fetcher.fetch(AT) == 1
    assert fetcher.fetch(AT) == 0
    assert sounds.asked == ["RE1", "RE2"]


def test_what_is_not_ready_or_long_past_is_left_where_it_is(database: Database, leave: Callable[..., None]) -> None:
    sounds = Sounds()
    leave("RE1", status="failed")
    leave("RE2", AT - timedelta(days=3))
    assert (RecordingFetcher(database, sounds).fetch(AT), sounds.asked) == (0, [])


def test_one_that_is_away_is_told_and_tried_again_and_keeps_no_other_back(
    database: Database, leave: Callable[..., None]
) -> None:
    sounds = Sounds({"RE1": RecordingAway("HTTP 500")})
    fetcher = RecordingFetcher(database, sounds)
    leave("RE1")
    leave("RE2")
    with pytest.raises(RecordingAway, match="HTTP 500"):
        fetcher.fetch(AT)
    assert sounds.copies == {"RE2"}
    sounds.refusals.clear()
    assert fetcher.fetch(AT) == 1


def test_one_that_is_gone_is_not_asked_for_again(database: Database, leave: Callable[..., None]) -> None:
    sounds = Sounds({"RE1": RecordingGone("HTTP 404")})
    fetcher = RecordingFetcher(database, sounds)
    leave("RE1")
    assert (fetcher.fetch(AT), fetcher.fetch(AT), sounds.asked) == (0, 0, ["RE1"])


def test_a_carrier_that_is_silent_is_asked_once_and_no_more_in_a_run(
    database: Database, leave: Callable[..., None]
) -> None:
    sounds = Sounds({"RE1": CarrierSilent("timed out")})
    leave("RE1")
    leave("RE2")
    with pytest.raises(CarrierSilent):
        RecordingFetcher(database, sounds).fetch(AT)
    assert sounds.asked == ["RE1"]
