"""What `ivr backup` and `ivr restore` say of a backup."""

from datetime import datetime

from ivr.storage.backup.manifest import BackupManifest
from ivr.storage.backup.restoring import Replaced, Restored


def contents(manifest: BackupManifest) -> str:
    """What is in a backup, in a few lines."""
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[manifest.kind]
    rows, last = manifest.rows, manifest.last_entry
    entries = f"{rows.get('journal', 0):,} entries of the journal" + (f", the last of {_time(last.at)}" if last else "")
    waiting = f", {manifest.waiting} turns that wait for the database among them" if manifest.waiting else ""
    return (
        f"a backup of {_time(manifest.taken_at)} by version {manifest.version}\n"
        f"  database   {kind}, revision {manifest.revision}: {rows.get('calls', 0):,} calls, "
        f"{rows.get('cases', 0):,} cases, {rows.get('accounts', 0):,} accounts; {entries}\n"
        f"  state      {len(manifest.state_files)} files{waiting}\n"
        f"  keys       {'in it' if manifest.keys else 'not in it'}"
    )


def lost(manifest: BackupManifest, done: Restored, now: datetime) -> str:
    """What lies between a backup and now, and what is known of it."""
    told = (
        f"The backup is {_span(manifest, now)} old, and what was done since then is not in it"
        f"{f'; its journal ends at {_time(manifest.last_entry.at)}' if manifest.last_entry else ''}. "
        "The carrier's console lists the calls since then; turns that neither database nor disk took then stand in the "
        "log: ivr spool load --log FILE"
    )
    unsure = (
        f"{done.unsure:,} sendings waited in the outbox then, and may have been sent since; they are left for you:"
        " ivr outbox list, ivr outbox retry"
    )
    return "\n".join([told, *([unsure] if done.unsure else []), *([_aside(done.replaced)] if done.replaced else [])])


def _aside(replaced: Replaced) -> str:
    told = f"What was here is kept in {', '.join(map(str, replaced.folders))}."
    if replaced.entries is None:
        return f"{told} Its database cannot be read, so nobody can tell what it has more."
    until = f", until {_time(replaced.until)}" if replaced.until else ""
    return (
        f"{told} Its journal has {replaced.entries:,} entries of {replaced.calls:,} calls behind the backup's last"
        f"{until}: they are not in what was restored."
    )


def _span(manifest: BackupManifest, now: datetime) -> str:
    minutes = max(0, round((now - manifest.taken_at).total_seconds() / 60))
    days, hours = divmod(minutes // 60, 24)
    parts = [(days, "days"), (hours, "hours"), (minutes % 60, "minutes")]
    return " ".join(f"{number} {name}" for number, name in parts if number) or "less than a minute"


def _time(moment: datetime) -> str:
    return moment.astimezone().isoformat(" ", "seconds")
