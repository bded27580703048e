"""A machine made from a backup: checked and put ready aside, then put in place, the database last.

Killed before that, there is no database, and restoring may begin again; from there on all of it is there.
"""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from ivr.errors import BackupRefused, StorageAway
from ivr.storage.backup.archive import Archive, unusable
from ivr.storage.backup.copies import bring_up_to_date, look_into
from ivr.storage.backup.manifest import DATABASE, STATE
from ivr.storage.backup.state_files import ASIDE, RESTORING, STAGING, things_in
from ivr.storage.copying.rows import copy_rows, tables_with_rows
from ivr.storage.copying.users import users_of
from ivr.storage.database.schema import upgrade, wanted_revision
from ivr.storage.database.sqlite import make_file
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.disk.files import private_folder, sync_folder, write_whole
from ivr.storage.disk.locks import locked
from ivr.storage.journal.tables import journal
from ivr.translation import said

PATIENCE = 3600.0
LATER = said(
    "the backup was taken by version {version} and has tables of revision {revision}; this version knows {known}. "
    "Install the later version, then restore"
)
NOT_EMPTY = said(
    "{database} is not empty ({tables}), and this program deletes none: make a new database and set IVR_DATABASE_URL "
    "to it"
)
ENDINGS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class RestoringPlace:
    """Where a backup is restored to. `database` has patience."""

    database: Database
    state: Path

    @property
    def files_of_database(self) -> list[Path]:
        """The files of a SQLite database that are there; none of PostgreSQL."""
        path = self.database.path.absolute()
        named = [path.with_name(path.name + ending) for ending in ENDINGS]
        return [each for each in named if each.exists()] if self.database.kind == "sqlite" else []

    @property
    def staging(self) -> Path:
        """The folder in which everything is put ready."""
        return self.state / STAGING[1]

    @property
    def ready(self) -> Path:
        """The database that is put ready, on the disk on which it is to be."""
        folder = self.database.path.parent if self.database.kind == "sqlite" else self.staging
        return folder / f"ivr.db{RESTORING}"

    @property
    def plan(self) -> Path:
        """What names the files that are being put in place, until all is."""
        return self.staging / "placing.json"


@dataclass(frozen=True)
class Restored:
    """How much of the outbox nobody knows whether it was sent since, and what was `replaced`; None for nothing."""

    unsure: int
    replaced: "Replaced | None"


@dataclass(frozen=True)
class Replaced:
    """What was at the place and is aside now, in `folders`; how much was in its journal behind the backup's last.

    `entries` is None where nobody could tell.
    """

    folders: tuple[Path, ...]
    entries: int | None
    calls: int
    until: datetime | None


def check_place(archive: Archive, place: RestoringPlace, *, force: bool) -> None:
    """Raise BackupRefused unless this backup can be restored there. `force` lets a state folder be put aside."""
    manifest, name = archive.manifest, place.database.name
    if manifest.revision > wanted_revision():
        told = {"version": manifest.version, "revision": manifest.revision, "known": wanted_revision()}
        raise BackupRefused(said(LATER, **told))
    if users := users_of(place.database):
        raise BackupRefused(
            said("{database} is in use ({users}); stop `ivr serve` first", database=name, users=", ".join(users))
        )
    if place.database.kind == "postgresql" and (held := _tables_in(place.database)):
        raise BackupRefused(said(NOT_EMPTY, database=name, tables=", ".join(held[:3])))
    if (there := _what_is_there(place)) and not force:
        named = ", ".join(map(str, there[:4])) + (" …" if there[4:] else "")
        raise BackupRefused(
            said("something is there already: {names}. Add --force to put it aside, where it is kept", names=named)
        )


def restore(
    archive: Archive, place: RestoringPlace, put_settings: Callable[[], object], now: datetime, *, force: bool
) -> Restored:
    """Restore a backup; what is to be told of it.

    It is checked once more that it can be. `put_settings` is called before the database is there. Raises BackupRefused,
    StorageAway and CopyRefused; then there is no database at the place, or the one that was there.
    """
    private_folder(place.state)
    try:
        with locked(place.state / "restore.lock", seconds=0) as mine:
            if not mine:
                raise BackupRefused(said("another backup is being restored in {folder}", folder=place.state))
            check_place(archive, place, force=force)
            _clear(place)
            unsure = _put_ready(archive, place, now)
            replaced = _put_aside(archive, place, now)
            _place_files(archive, place)
            put_settings()
            _place_database(place)
            _tidy(place)
            return Restored(unsure, replaced)
    except OSError as error:
        raise unusable(place.state, error) from error


def _what_is_there(place: RestoringPlace) -> list[Path]:
    """The files of a database, and what is in the state folder but for what a restoring that was killed put there."""
    files = place.files_of_database
    if place.plan.exists() and not files:
        return []
    return sorted({*files, *things_in(place.state.absolute())})


def _tables_in(database: Database) -> tuple[str, ...]:
    with database.reading() as connection:
        return tables_with_rows(connection)


def _clear(place: RestoringPlace) -> None:
    """Take away what a restoring that was killed left; no database was there then, and all of it was a backup's."""
    if place.plan.exists() and not place.files_of_database:
        for name in json.loads(place.plan.read_bytes()):
            (place.state / name).unlink(missing_ok=True)
    _tidy(place)


def _tidy(place: RestoringPlace) -> None:
    for ending in (*ENDINGS, ".lock"):
        place.ready.with_name(place.ready.name + ending).unlink(missing_ok=True)
    if place.staging.exists():
        shutil.rmtree(place.staging)


def _put_ready(archive: Archive, place: RestoringPlace, now: datetime) -> int:
    """How much of the outbox is left for a person to decide."""
    private_folder(place.staging)
    for name in archive.manifest.state_files:
        archive.put(f"{STATE}{name}", place.staging / STATE / name)
    archive.put(DATABASE, place.ready)
    found = look_into(place.ready)
    if (found.revision, found.rows) != (archive.manifest.revision, dict(archive.manifest.rows)):
        raise BackupRefused(said("the database in the backup does not hold what its manifest says"))
    return bring_up_to_date(place.ready, now)


def _put_aside(archive: Archive, place: RestoringPlace, now: datetime) -> Replaced | None:
    """Move away what is there, the database first: half of it must not be taken for it."""
    there = [*place.files_of_database, *_what_is_there(place)]
    if not there:
        return None
    behind = _behind(archive, place) if place.files_of_database else (0, 0, None)
    place.database.close()
    name = f"{ASIDE}{now:%Y%m%d-%H%M%S}"
    for each in filter(Path.exists, dict.fromkeys(there)):
        private_folder(each.parent / name)
        each.replace(each.parent / name / each.name)
    return Replaced(tuple(dict.fromkeys(each.parent / name for each in there)), *behind)


def _behind(archive: Archive, place: RestoringPlace) -> tuple[int | None, int, datetime | None]:
    """How many entries, of how many calls, the journal that is replaced has behind the backup's last, until when."""
    last = archive.manifest.last_entry
    after = journal.c.id > (last.id if last else 0)
    counted = select(func.count(), func.count(journal.c.call_sid.distinct()), func.max(journal.c.at)).where(after)
    try:
        with place.database.reading() as connection:
            entries, calls, until = connection.execute(counted).one()
        return entries, calls, until
    except StorageAway:
        return None, 0, None


def _place_files(archive: Archive, place: RestoringPlace) -> None:
    names: Sequence[str] = archive.manifest.state_files
    write_whole(place.plan, json.dumps(names).encode(), private=True)
    for name in names:
        (place.state / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place.staging / STATE / name).replace(place.state / name)
    for folder in {(place.state / name).parent for name in names}:
        sync_folder(folder)


def _place_database(place: RestoringPlace) -> None:
    """From here on all is there."""
    if place.database.kind == "sqlite":
        make_file(place.ready, PATIENCE)
        place.ready.replace(place.database.path)
        sync_folder(place.database.path.parent)
        return
    upgrade(place.database)
    copy = open_database(f"sqlite:///{place.ready}", PATIENCE, lock_folder=place.staging)
    try:
        with copy.snapshot() as reading, place.database.writing() as writing:
            copy_rows(reading, writing)
    finally:
        copy.close()
