"""Keeps the figures of the desk up to date: sums up what is new in the journal, now and then, one worker at a time."""

import time
from collections.abc import Callable
from pathlib import Path

from ivr.storage.database import Database
from ivr.storage.locks import locked
from ivr.storage.rollups import update_rollups

EVERY = 60.0  # seconds
PATIENCE = 30.0  # seconds one statement may take; no call waits for it


class Rollups:
    """To be asked as often as one likes: sums up when a minute has passed and no other worker of this machine does."""

    def __init__(
        self, database: Database, lock: Path, every: float = EVERY, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._lock = lock
        self._every = every
        self._monotonic = monotonic
        self._next = monotonic()

    def look(self) -> int:
        """Sum up if it is time; how many rows of the journal. Raises StorageAway."""
        if self._monotonic() < self._next:
            return 0
        self._next = self._monotonic() + self._every
        with locked(self._lock, seconds=0) as mine:
            return update_now(self._database) if mine else 0


def update_now(database: Database) -> int:
    """Sum up all that is new; how many rows of the journal. Raises StorageAway."""
    patient = database.patient(PATIENCE)
    try:
        return update_rollups(patient)
    finally:
        patient.close()
