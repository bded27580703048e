"""Fetching callers' recordings from the carrier, so that nobody waits who listens, and copies outlive the carrier's."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from ivr.errors import CarrierSilent, RecordingAway, RecordingGone, RecordingTooLarge
from ivr.storage.database.transactions import Database
from ivr.storage.messages.recordings import ready_recordings

LATELY = timedelta(days=2)  # what was left before, and is not here, waits for somebody who wishes to hear it


class FetchedRecordings(Protocol):
    """Callers' recordings, at the carrier and as copies on this machine."""

    def has(self, recording: str) -> bool:
        """Whether there is a copy here."""
        ...

    def sound(self, recording: str, url: str) -> Path:
        """Fetch one. Raises RecordingAway and OSError."""
        ...


class RecordingFetcher:
    """Fetches what was left lately; what the carrier does not have is not asked for again while this process runs."""

    def __init__(self, database: Database, sounds: FetchedRecordings) -> None:
        self._database = database
        self._sounds = sounds
        self._given_up: set[str] = set()

    def fetch(self, now: datetime) -> int:
        """Fetch all that is ready and not here; how many. Raises StorageAway, OSError, and RecordingAway in the end."""
        fetched, away = 0, None
        for recording, url in ready_recordings(self._database, now - LATELY):
            if recording in self._given_up or self._has(recording):
                continue
            try:
                fetched += self._fetch(recording, url)
            except CarrierSilent:  # each of the others would cost as many seconds
                raise
            except RecordingAway as why:
                away = why
        if away:
            raise away
        return fetched

    def _has(self, recording: str) -> bool:
        try:
            return self._sounds.has(recording)
        except RecordingGone:  # its name is none
            return True

    def _fetch(self, recording: str, url: str) -> bool:
        try:
            self._sounds.sound(recording, url)
        except (RecordingGone, RecordingTooLarge):
            self._given_up.add(recording)
            return False
        return True
