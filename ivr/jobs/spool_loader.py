"""Loads the spool, and what only the log holds, into the journal when the database is back, each entry exactly once."""

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ivr.errors import StorageAway
from ivr.journal.entry import Entry
from ivr.journal.text import entry_from_text
from ivr.logs import logger
from ivr.storage.disk.locks import locked
from ivr.storage.journal.keeping import Loadable
from ivr.storage.journal.last_place import EntrySeal
from ivr.storage.journal.spool import Spool
from ivr.switchboard.ports import Kept

log = logger(__name__)
UNFINISHED_FOR = 3600  # seconds after which nobody can still be writing a file
NOTED_FOR = 120  # seconds after which no carrier tries a webhook again


def load_spool(journal: Loadable, spool: Spool, then: Callable[[str], object] = lambda _: None) -> int:
    """Load what waits, oldest first; how many entries are now in the journal and no longer in the spool.

    `then` is told the calls of which a carrier's notice was loaded.

    Returns 0 at once when another process is loading, and stops quietly when the database is away: then the rest
    waits. A file is dropped only after the journal has its entry, so being killed anywhere loses and doubles nothing.
    """
    if not spool.folder.is_dir():
        return 0
    with locked(spool.lock_path, seconds=0) as mine:
        loaded = _load(journal, spool) if mine else []
    _tell_of_notices(loaded, then)
    return len(loaded)


@dataclass(frozen=True)
class LoadedLog:
    """What came of a log: how many entries were new and how many there before; the numbers of lines with a bad one."""

    new: int
    known: int
    bad: tuple[int, ...]


def load_log(
    journal: Loadable, seal: EntrySeal, lines: Iterable[str], then: Callable[[str], object] = lambda _: None
) -> LoadedLog:
    """Load the entries that stand sealed in a log, each exactly once, however often it is read.

    `then` is told the calls of which a carrier's notice was loaded. Raises StorageAway; what was loaded stays loaded.
    """
    new, known, bad = [], 0, []
    for number, line in enumerate(lines, start=1):
        try:
            kept = [(entry, journal.load(entry)) for entry in seal.open_all(line)]
        except ValueError:
            bad.append(number)
            continue
        new += [entry for entry, outcome in kept if isinstance(outcome, Kept)]
        known += sum(not isinstance(outcome, Kept) for _, outcome in kept)
    _tell_of_notices(new, then)
    return LoadedLog(len(new), known, tuple(bad))


def _tell_of_notices(loaded: Iterable[Entry], then: Callable[[str], object]) -> None:
    for call_sid in dict.fromkeys(entry.call_sid for entry in loaded if entry.turn is None):
        then(call_sid)


def _load(journal: Loadable, spool: Spool) -> list[Entry]:
    _sweep(spool)
    loaded: list[Entry] = []
    for path, entry in _in_order(spool):
        try:
            journal.load(entry)
        except StorageAway as away:
            log.info("spool waits", why=str(away), loaded=len(loaded))
            break
        except Exception as error:  # whatever it is, one entry must not keep the others from being loaded
            _set_aside(spool, path, error)
            continue
        spool.done(path)
        loaded.append(entry)
    return loaded


def _in_order(spool: Spool) -> list[tuple[Path, Entry]]:
    readable = []
    for path in spool.waiting():
        try:
            readable.append((path, entry_from_text(path.read_text("utf-8"))))
        except (ValueError, OSError) as error:
            _set_aside(spool, path, error)
    return sorted(readable, key=lambda pair: (pair[1].at, pair[1].turn or 0))


def _set_aside(spool: Spool, path: Path, error: Exception) -> None:
    try:
        log.error("spool file set aside", file=str(spool.set_aside(path)), why=str(error))
    except OSError as worse:
        log.error("spool file cannot be set aside", file=str(path), why=str(worse))


def _sweep(spool: Spool) -> None:
    """Remove what killed writers left unfinished, of which nothing was ever acknowledged, and notes that served."""
    for paths, most in ((spool.unfinished(), UNFINISHED_FOR), (spool.notes(), NOTED_FOR)):
        for path in paths:
            with suppress(OSError):
                if time.time() - os.stat(path).st_mtime > most:
                    path.unlink()
