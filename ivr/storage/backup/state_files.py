"""The files of the state folder that a backup holds: all but databases, locks and what is only half there."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

STAGING = (".ivr-backup", ".ivr-restore")
ASIDE = "before-restore-"
NEVER = ("*.lock", "lock", "*.unfinished", "*.db", "*.db-wal", "*.db-shm", "*.db-journal", "*.trial")
SPOOL, RESTORING = "spool", ".restoring"


def state_files(state: Path) -> Iterator[str]:
    """Their paths in the folder, those of the spool first. Raises OSError for a folder that cannot be read.

    What waits in the spool must be read before the database is: an entry that is loaded in between is then in both,
    which does no harm, and never in neither.
    """
    yield from _within(state, state / SPOOL)
    yield from (path for path in _within(state, state) if not path.startswith(f"{SPOOL}/"))


def things_in(state: Path) -> list[Path]:
    """What lies directly in the folder and is not ours to pass over, by name."""
    there = state.iterdir() if state.is_dir() else ()
    return sorted(each for each in there if not _is_passing(each.name) and each.suffix != ".lock")


def _within(state: Path, folder: Path) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    for place, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        folders[:] = sorted(name for name in folders if not _is_passing(name))
        for name in sorted(files):
            if not _is_passing(name) and not any(fnmatch(name, pattern) for pattern in NEVER):
                yield (Path(place) / name).relative_to(state).as_posix()


def _is_passing(name: str) -> bool:
    # a container has its .env in this folder: settings go along by themselves, with their secrets or without
    return name in STAGING or name.startswith((ASIDE, ".env")) or name.endswith(RESTORING)
