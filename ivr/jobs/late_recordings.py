"""Keeps recordings that callers left by hanging up, where the worker that should have was stopped before it did."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ivr.storage.calls.unended import calls_with_recordings_unkept
from ivr.storage.database.transactions import Database

LOOKED_BACK = timedelta(hours=12)


def keep_late_recordings(database: Database, keep: Callable[[str], int], now: datetime) -> int:
    """Have `keep` take the late recordings of each call that has any; how many. Raises StorageAway."""
    return sum(keep(sid) for sid in calls_with_recordings_unkept(database, now - LOOKED_BACK))
