"""Forgetting editions that nothing needs any more; on each machine, for its disk too."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ivr.authoring.site.files import unbundle
from ivr.errors import SiteRefused, StorageAway
from ivr.storage.database.transactions import Database
from ivr.storage.disk.locks import locked
from ivr.storage.editions.pruning import Pruned, prune
from ivr.storage.editions.shelf import EditionShelf
from ivr.storage.journal.spool import Spool

PATIENCE = 30.0  # seconds to wait for another process that is publishing
HASH = re.compile(r"\b[0-9a-f]{64}\b")


def prune_editions(
    shelf: EditionShelf, database: Database, spool: Spool, lock: Path, keep: int, *, dry: bool
) -> Pruned:
    """Forget what nothing needs, while nobody on this machine publishes. Raises StorageAway."""
    with locked(lock, seconds=PATIENCE) as mine:
        if not mine:
            raise StorageAway("another process is publishing and does not come to an end; try again")
        return prune(database, shelf.disk, _recordings_in, shelf.clock(), keep, _spooled(spool), dry=dry)


def _recordings_in(bundle: bytes) -> Iterable[str]:
    try:
        return unbundle(bundle).recordings.values()
    except SiteRefused:  # it cannot be served either, by this version
        return ()


def _spooled(spool: Spool) -> Iterator[str]:
    """Every edition that an entry speaks of which is not in the journal yet."""
    for path in spool.waiting():
        try:
            yield from HASH.findall(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
