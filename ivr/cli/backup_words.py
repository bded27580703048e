"""What `ivr backup` and `ivr restore` say of a backup."""

from datetime import datetime

from ivr.storage.backup.manifest import BackupManifest
from ivr.storage.backup.restoring import Replaced, Restored
from ivr.translation import NOTHING, Sentence, said, together

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CALLS = said(
    "  database   {kind}, revision {revision}: {calls} calls, {cases} cases, {accounts} accounts; {entries} entries "
    "of the journal"
)
IN_JOURNAL = said("  journal    the last entry is of {moment}")
STATE = said("  state      {files} files, of which turns that wait for the database: {waiting}")
KEYS, NO_KEYS = said("  keys       in it"), said("  keys       not in it")
AGE = said("The backup is {span} old, and what was done since then is not in it.")
SINCE = said(
    "The carrier's console lists the calls since then; turns that neither database nor disk took then stand in the "
    "log: ivr spool load --log FILE"
)
UNSURE = said(
    "Sendings that waited in the outbox then and may have been sent since: {count}. They are left for you: ivr outbox "
    "list, ivr outbox retry"
)
ASIDE = said("What was here is kept in {folders}.")
UNREADABLE = said("Its database cannot be read, so nobody can tell what it has more.")
MORE = said(
    "Its journal has {entries} entries of {calls} calls behind the backup's last: they are not in what was restored."
)
MORE_UNTIL = said(
    "Its journal has {entries} entries of {calls} calls behind the backup's last, until {until}: they are not in what "
    "was restored."
)


def contents(manifest: BackupManifest) -> Sentence:
    """What is in a backup, in a few lines."""
    rows, last = manifest.rows, manifest.last_entry
    counts = {name: f"{rows.get(name, 0):,}" for name in ("calls", "cases", "accounts")}
    about = {"kind": KINDS[manifest.kind], "revision": manifest.revision, "entries": f"{rows.get('journal', 0):,}"}
    return together(
        said("a backup of {moment} by version {version}", moment=_time(manifest.taken_at), version=manifest.version),
        said(CALLS, **counts, **about),
        said(IN_JOURNAL, moment=_time(last.at)) if last else NOTHING,
        said(STATE, files=len(manifest.state_files), waiting=manifest.waiting),
        KEYS if manifest.keys else NO_KEYS,
    )


def lost(manifest: BackupManifest, done: Restored, now: datetime) -> Sentence:
    """What lies between a backup and now, and what is known of it."""
    last = manifest.last_entry
    return together(
        said(AGE, span=_span(manifest, now)),
        said("Its journal ends at {moment}.", moment=_time(last.at)) if last else NOTHING,
        SINCE,
        said(UNSURE, count=f"{done.unsure:,}") if done.unsure else NOTHING,
        _aside(done.replaced) if done.replaced else NOTHING,
    )


def _aside(replaced: Replaced) -> Sentence:
    kept = said(ASIDE, folders=", ".join(map(str, replaced.folders)))
    if replaced.entries is None:
        return together(kept, UNREADABLE)
    more = {"entries": f"{replaced.entries:,}", "calls": f"{replaced.calls:,}"}
    if replaced.until:
        return together(kept, said(MORE_UNTIL, until=_time(replaced.until), **more))
    return together(kept, said(MORE, **more))


def _span(manifest: BackupManifest, now: datetime) -> Sentence:
    minutes = max(0, round((now - manifest.taken_at).total_seconds() / 60))
    days, hours = divmod(minutes // 60, 24)
    if not minutes:
        return said("less than a minute")
    return said("{days} d {hours} h {minutes} min", days=days, hours=hours, minutes=minutes % 60)


def _time(moment: datetime) -> str:
    return moment.astimezone().isoformat(" ", "seconds")
