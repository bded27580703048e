"""When the last backup was made on this machine, so that one that was forgotten is noticed."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ivr.storage.disk.files import write_whole

FILE = "last-backup.json"


def note_backup(state: Path, at: datetime) -> None:
    """Keep that a backup was made, and is whole. Raises OSError."""
    write_whole(state / FILE, json.dumps({"at": at.isoformat()}).encode(), private=True)


def last_backup(state: Path) -> datetime | None:
    """When the last one was made; None where none is known of."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return datetime.fromisoformat(json.loads((state / FILE).read_bytes())["at"])
    return None
