"""Forgetting editions that nothing needs any more, in the database and on this machine's disk."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from ivr.storage.calls.tables import calls
from ivr.storage.database.transactions import Database
from ivr.storage.editions.bundles import alone, plan, publication_of
from ivr.storage.editions.disk import ShelfDisk
from ivr.storage.editions.publications import Publication, served_before, served_since
from ivr.storage.editions.tables import editions, proposals, publications, recordings

A_DAY = timedelta(hours=24)  # a carrier ends any call long before
AT_A_TIME = 200


@dataclass(frozen=True)
class Pruned:
    """The editions and recordings that were forgotten, or would be, and how many editions are left."""

    editions: tuple[str, ...]
    recordings: tuple[str, ...]
    left: int


def prune(
    database: Database,
    disk: ShelfDisk,
    recordings_in: Callable[[bytes], Iterable[str]],
    now: datetime,
    keep: int,
    spooled: Iterable[str] = (),
    *,
    dry: bool,
) -> Pruned:
    """Forget the editions that nobody needs; only look with `dry`. Raises StorageAway.

    Needed are: what is served, what was served in the last 24 hours, what was kept in the last 24 hours, what calls
    of the last 24 hours (or those `spooled`) are on, what is scheduled or proposed, the one before, and the `keep`
    published last. `recordings_in` tells the recordings of a bundle.
    """
    database.catch_up()
    with database.writing() as connection:
        alone(connection)
        needed = _needed(connection, now, keep) | frozenset(spooled)
        kept = {row.hash: row.bundle for row in connection.execute(select(editions.c.hash, editions.c.bundle))}
        gone = sorted(kept.keys() - needed)
        played = {name for one, bundle in kept.items() if one in needed for name in recordings_in(bundle)}
        silent = sorted({*connection.scalars(select(recordings.c.hash))} - played)
        if not dry:
            _forget(connection, gone, silent)
    if not dry:
        _forget_on_disk(disk, needed, played)
    return Pruned(tuple(gone), tuple(silent), len(kept) - len(gone))


def _needed(connection: Connection, now: datetime, keep: int) -> frozenset[str]:
    since = now - A_DAY
    history = [publication_of(row) for row in connection.execute(select(publications).order_by(publications.c.id))]
    lately = select(editions.c.hash).where(editions.c.published_at > since)
    called = select(calls.c.edition).where(calls.c.started_at > since).distinct()
    proposed = select(proposals.c.edition).where(proposals.c.state == "open")
    found = {name for query in (lately, called, proposed) for name in connection.scalars(query)}
    found |= served_since(history, since, now) | {each.edition for each in plan(connection, now)}
    return frozenset(found | {served_before(history, now), *_last(history, keep)})


def _last(history: Iterable[Publication], keep: int) -> Iterable[str]:
    latest: Mapping[str, None] = dict.fromkeys(each.edition for each in reversed(tuple(history)))
    return tuple(latest)[:keep]


def _forget(connection: Connection, gone: list[str], silent: list[str]) -> None:
    for table, names in ((editions, gone), (recordings, silent)):
        for at in range(0, len(names), AT_A_TIME):
            connection.execute(delete(table).where(table.c.hash.in_(names[at : at + AT_A_TIME])))


def _forget_on_disk(disk: ShelfDisk, needed: frozenset[str], played: set[str]) -> None:
    there, sounds = disk.names()
    for name in there - needed:
        disk.remove_edition(name)
    for name in sounds - played:
        disk.remove(disk.recording_path(name))
