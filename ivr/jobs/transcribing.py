"""Having recordings written down by a machine, one after another, where a recogniser is configured."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from ivr.errors import RecordingAway, TranscriptFailed
from ivr.logs import logger
from ivr.sending.recognising import Recogniser
from ivr.storage.database.transactions import Database
from ivr.storage.messages.transcripts import (
    Untranscribed,
    claim,
    forget_orphans,
    keep_failure,
    keep_transcript,
    untranscribed,
)

log = logger(__name__)
LATELY = timedelta(days=2)  # what was left before that is not written down any more
AT_A_TIME = 5


class FetchedSounds(Protocol):
    """Callers' recordings, as copies on this machine."""

    def sound(self, recording: str, url: str) -> Path:
        """The file of one, fetched when it is not here yet. Raises RecordingAway and OSError."""
        ...


def write_down(database: Database, sounds: FetchedSounds, recogniser: Recogniser, now: datetime) -> int:
    """Write down some of what was left lately; how many of them. Raises StorageAway.

    What fails is kept with its reason, and tried again after a pause.
    """
    written = sum(
        _write_down(database, sounds, recogniser, each, now)
        for each in untranscribed(database, now - LATELY, now, AT_A_TIME)
        if claim(database, each, now)
    )
    if written:
        forget_orphans(database)  # one may have been deleted in that very moment
    return written


def _write_down(
    database: Database, sounds: FetchedSounds, recogniser: Recogniser, each: Untranscribed, now: datetime
) -> bool:
    try:
        text = recogniser.transcribe(sounds.sound(each.recording, each.url), each.language)
    except (TranscriptFailed, RecordingAway, OSError) as failed:
        why = str(failed) if isinstance(failed, TranscriptFailed) else "the recording is not here"
        again = keep_failure(database, each, why, now)
        log.warning("a recording is not written down", recording=each.recording, why=why, again=again)
        return False
    return keep_transcript(database, each, text, now)
