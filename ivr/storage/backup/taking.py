"""Taking a backup while the line is served: written aside, read once more, and only then there."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from ivr.errors import BackupRefused
from ivr.storage.backup.archive import NewArchive, new_archive, open_archive, unusable
from ivr.storage.backup.copies import copy_into
from ivr.storage.backup.manifest import DATABASE, SETTINGS, STATE, BackupManifest
from ivr.storage.backup.state_files import STAGING, state_files
from ivr.storage.database.transactions import Database
from ivr.storage.disk.files import private_folder, privately, sync_folder
from ivr.storage.disk.locks import locked
from ivr.translation import said


@dataclass(frozen=True)
class BackupSource:
    """What is backed up. `settings` is the text of a file `.env`; `keys` says whether secrets are in it and come along.

    Without them `secret_files` of the state folder stay out. `marks` tell which keys were in force, by name.
    """

    database: Database
    state: Path
    settings: str
    keys: bool
    secret_files: tuple[str, ...]
    marks: Mapping[str, str]
    version: str


@contextmanager
def taken(source: BackupSource, beside: Path, now: datetime) -> Iterator[tuple[Path, BackupManifest]]:
    """A backup at a path in a folder of its own `beside` which it will be kept; the folder is gone afterwards.

    Callers wait for nothing. Raises BackupRefused, StorageAway, CopyRefused.
    """
    staging = beside / STAGING[0]
    try:
        private_folder(staging)
        with locked(staging / "lock", seconds=0) as mine:
            if not mine:
                raise BackupRefused(
                    said("another backup is being written in {folder}; wait for its end", folder=beside)
                )
            try:
                yield _written(source, staging, now)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise unusable(beside, error) from error


def keep_at(path: Path, to: Path) -> None:
    """Put a backup that was taken in the same folder where it belongs, whole. Raises BackupRefused."""
    refuse_what_is_there(to)
    path.replace(to)
    sync_folder(to.parent)


def refuse_what_is_there(to: Path) -> None:
    """Raise BackupRefused when there is a file: a backup replaces none."""
    if to.exists():
        raise BackupRefused(said("{file} is there already; name a file that is not", file=to))


def _written(source: BackupSource, staging: Path, now: datetime) -> tuple[Path, BackupManifest]:
    for left in staging.iterdir():  # of one that was killed
        if left.name != "lock":
            left.unlink()
    path = staging / "backup.zip"
    with open(path, "xb", opener=privately) as file:
        with new_archive(file) as archive:
            archive.close_with(manifest := _fill(archive, source, staging, now))
        file.flush()
        os.fsync(file.fileno())
    with open_archive(path) as written:
        written.check()
    return path, manifest


def _fill(archive: NewArchive, source: BackupSource, staging: Path, now: datetime) -> BackupManifest:
    for name in state_files(source.state):  # before the database, for the sake of the spool
        if source.keys or name not in source.secret_files:
            with suppress(FileNotFoundError), open(source.state / name, "rb") as content:
                archive.add(f"{STATE}{name}", content)
    copy = staging / "copy.db"
    os.close(privately(str(copy), os.O_CREAT | os.O_EXCL))
    contents = copy_into(source.database, copy)
    with open(copy, "rb") as content:
        archive.add(DATABASE, content)
    copy.unlink()
    archive.add(SETTINGS, BytesIO(source.settings.encode()))
    return BackupManifest(
        version=source.version,
        revision=contents.revision,
        taken_at=now,
        kind="sqlite" if source.database.kind == "sqlite" else "postgresql",
        rows=contents.rows,
        last_entry=contents.last_entry,
        keys=source.keys,
        marks=source.marks,
        files=archive.files,
    )
