"""Deleting by rule what callers left and who they were: recordings, numbers, the calls, the rows that they entered.

It may run at any time and as often as one likes: each step is whole or not at all, and what is done is not done again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from ivr.errors import CarrierSilent, RecordingAway
from ivr.jobs.rollups import update_now
from ivr.journal.entry import Entry
from ivr.logs import logger
from ivr.storage.database.transactions import Database
from ivr.storage.filed.forgetting import count_old_rows, forget_rows
from ivr.storage.journal.keeping import Loadable
from ivr.storage.messages.recordings_heard import DELETED
from ivr.storage.messages.transcripts import forget_orphans
from ivr.storage.nuisance.book import forget_nuisance
from ivr.storage.outbox.listing import count_old_sendings, forget_sendings
from ivr.storage.retention.purging import (
    OldRecording,
    What,
    count_old_calls,
    forget_calls,
    old_recordings,
    recordings_on_record,
    unkept_recordings,
)

log = logger(__name__)
MOST_SILENCES = 3  # running, after which a run asks the carrier no more: each costs seconds


class DeletableRecordings(Protocol):
    """Callers' recordings, at the carrier and as copies on this machine."""

    def erase(self, recording: str, url: str) -> None:
        """Delete a recording at the carrier, then its copy. Raises RecordingAway (CarrierSilent) and OSError."""
        ...

    def forget(self, recording: str) -> None:
        """Delete the copy. Raises OSError."""
        ...

    def names(self) -> tuple[str, ...]:
        """The recordings of which there are copies here. Raises OSError."""
        ...


@dataclass
class _Carrier:
    """Deletes recordings while the carrier answers."""

    sounds: DeletableRecordings
    silences: int = 0

    def erase(self, recording: str, url: str) -> None:
        """Delete one. Raises RecordingAway and OSError."""
        if self.silences >= MOST_SILENCES:
            raise CarrierSilent("the carrier did not answer before, and is not asked any more in this run")
        try:
            self.sounds.erase(recording, url)
        except CarrierSilent:
            self.silences += 1
            raise
        self.silences = 0


@dataclass(frozen=True)
class Rules:
    """After how many days what is deleted; None for never."""

    recordings: int | None = None
    numbers: int | None = None
    calls: int | None = None
    filed: int | None = None
    sent: int | None = None


@dataclass(frozen=True)
class Purged:
    """How many of `what` from before then were deleted (or would be), and how many could not be."""

    what: str
    before: datetime
    deleted: int
    left: int = 0


def purge(
    database: Database,
    journal: Loadable,
    sounds: DeletableRecordings,
    rules: Rules,
    now: datetime,
    zone: ZoneInfo,
    *,
    dry: bool,
) -> tuple[Purged, ...]:
    """Delete what the rules say; only count with `dry`. `zone` is the site's, for the figures.

    Raises StorageAway, and OSError for the copies on the disk.

    A call goes after its recordings only, so where the carrier is away it stays until the next time. A carrier that
    did not answer three times running is asked no more in this run. What callers
    recorded and did not keep goes whatever the rules; it is told where there is any.
    """
    done = []
    carrier = _Carrier(sounds)
    if not dry:
        update_now(database, zone)  # figures outlive the calls they are made of
    days = [each for each in (rules.recordings, rules.calls) if each is not None]
    before = now - timedelta(days=min(days)) if days else None
    if before:
        done.append(_recordings(database, journal, carrier, before, now, dry=dry))
    if unkept := unkept_recordings(database, before):
        left = _left(journal, carrier, unkept, now, dry=dry)
        done.append(Purged("recordings not kept", now, len(unkept) - left, left))
    named: tuple[tuple[str, What, int | None], ...] = (
        ("numbers", "numbers", rules.numbers),
        ("calls", "call", rules.calls),
    )
    for name, what, after in named:
        if after is not None:
            done.append(_calls(database, name, what, now - timedelta(days=after), now, dry=dry))
    if not dry and rules.numbers is not None:
        forget_nuisance(database, now - timedelta(days=rules.numbers))
    by_age = ((_filed, rules.filed), (_sent, rules.sent))
    done += [old(database, now - timedelta(days=after), dry=dry) for old, after in by_age if after is not None]
    if not dry:
        _tidy(database, sounds)
    return tuple(done)


def erase_recordings(
    journal: Loadable, sounds: DeletableRecordings, found: Iterable[OldRecording], now: datetime
) -> int:
    """Delete recordings, and put that on record; how many could not be deleted. Raises StorageAway and OSError."""
    return _left(journal, _Carrier(sounds), found, now, dry=False)


def _recordings(
    database: Database, journal: Loadable, carrier: _Carrier, before: datetime, now: datetime, *, dry: bool
) -> Purged:
    deleted = left = 0
    after = ("", "")
    while found := old_recordings(database, before, after):
        kept = _left(journal, carrier, found, now, dry=dry)
        deleted, left = deleted + len(found) - kept, left + kept
        after = found[-1][:2]
    return Purged("recordings", before, deleted, left)


def _left(journal: Loadable, carrier: _Carrier, found: Iterable[OldRecording], now: datetime, *, dry: bool) -> int:
    """How many of these could not be deleted; all others were."""
    return 0 if dry else sum(not _erased(journal, carrier, each, now) for each in found)


def _erased(journal: Loadable, carrier: _Carrier, old: OldRecording, now: datetime) -> bool:
    """Whether the recording is gone; the journal keeps that it was deleted only once it is."""
    try:
        carrier.erase(old.recording, old.url)
    except RecordingAway as why:
        log.warning("a recording cannot be deleted", call_sid=old.call_sid, recording=old.recording, why=str(why))
        return False
    journal.load(
        Entry(
            call_sid=old.call_sid,
            entry=f"recording {old.recording} {DELETED}",
            turn=None,
            at=now,
            hotline="",
            caller="",
            called="",
            edition="",
            node="",
            language="",
            heard={"notice": f"recording {DELETED}"},
        )
    )
    return True


def _calls(database: Database, name: str, what: What, before: datetime, now: datetime, *, dry: bool) -> Purged:
    if dry:
        return Purged(name, before, count_old_calls(database, what, before))
    deleted = 0
    while done := forget_calls(database, what, before, now):
        deleted += done
    return Purged(name, before, deleted)


def _filed(database: Database, before: datetime, *, dry: bool) -> Purged:
    deleted = count_old_rows(database, before) if dry else 0
    while not dry and (done := forget_rows(database, before)):
        deleted += done
    return Purged("rows that callers entered", before, deleted)


def _sent(database: Database, before: datetime, *, dry: bool) -> Purged:
    deleted = count_old_sendings(database, before) if dry else 0
    while not dry and (done := forget_sendings(database, before)):
        deleted += done
    return Purged("what was sent", before, deleted)


def _tidy(database: Database, sounds: DeletableRecordings) -> None:
    """Delete copies that this machine has of recordings that were deleted, also by another machine; and transcripts."""
    forget_orphans(database)
    for names in _some_at_a_time(sounds.names()):
        for gone in sorted({*names} - recordings_on_record(database, names)):
            sounds.forget(gone)


def _some_at_a_time(names: tuple[str, ...], most: int = 500) -> Iterable[tuple[str, ...]]:
    return (names[at : at + most] for at in range(0, len(names), most))
