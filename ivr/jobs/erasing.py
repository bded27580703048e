"""Erasing on request what is kept of one person: recordings at the carrier first, then the calls and all of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.jobs.purging import DeletableRecordings, erase_recordings
from ivr.jobs.rollups import update_now
from ivr.storage.database.transactions import Database
from ivr.storage.journal.keeping import Loadable
from ivr.storage.retention.purging import AT_A_TIME, forget_these_calls, recordings_of_calls


@dataclass(frozen=True)
class Erased:
    """The calls that are gone, and how many recordings, with their calls, the carrier did not let go."""

    calls: tuple[str, ...]
    recordings_left: int


def erase_calls(
    database: Database,
    journal: Loadable,
    sounds: DeletableRecordings,
    sids: Sequence[str],
    now: datetime,
    zone: ZoneInfo,
) -> Erased:
    """Erase these calls, each whole or not at all. Raises StorageAway, and OSError for copies on the disk.

    It may be broken off and run again: what is gone is not asked for once more. A call with a recording that cannot be
    deleted stays, and so does one that still goes on. Figures (`zone` is the site's), which name nobody, keep counting
    them.
    """
    update_now(database, zone)
    left = erase_recordings(journal, sounds, recordings_of_calls(database, sids), now)
    parts = [sids[at : at + AT_A_TIME] for at in range(0, len(sids), AT_A_TIME)]
    gone = tuple(sid for part in parts for sid in forget_these_calls(database, part, now))
    return Erased(gone, left)
