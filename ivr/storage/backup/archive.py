"""The file of a backup, a ZIP: written with a checksum for each file in it, and read only as that says."""

import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from ivr.errors import BackupRefused
from ivr.storage.backup.manifest import NAME, BackupManifest, SealedFile
from ivr.storage.disk.files import PRIVATE_FILE, PRIVATE_FOLDER, privately
from ivr.translation import said

CHUNK = 1 << 20
LARGEST_MANIFEST = 1 << 28  # bytes
UNREADABLE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)

CANNOT_BE_READ = said("{file} is damaged: {name} cannot be read ({why})")


def unusable(path: Path, error: OSError) -> BackupRefused:
    """What is raised for a file or folder that the disk does not give, or does not take."""
    why = error.strerror or error
    return BackupRefused(said("{file} cannot be used: {why}", file=error.filename or path, why=why))


class NewArchive:
    """What is being written: `files` says what is in it so far."""

    def __init__(self, written: ZipFile) -> None:
        self._zip = written
        self.files: dict[str, SealedFile] = {}

    def add(self, name: str, content: BinaryIO) -> None:
        """Put what can be read there under a name. Raises OSError."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_entry(name), "w", force_zip64=True) as target:
            while piece := content.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self.files[name] = SealedFile(size=size, sha256=digest.hexdigest())

    def close_with(self, manifest: BackupManifest) -> None:
        """Write the manifest, which is the last."""
        self._zip.writestr(_entry(NAME), manifest.model_dump_json(indent=1))


class Archive:
    """What was written, to be read. Everything raises BackupRefused where the file is not as it was."""

    def __init__(self, path: Path, read: ZipFile) -> None:
        self._path = path
        self._zip = read
        self.manifest = self._read_manifest()

    def check(self) -> None:
        """Read all of it once, and compare."""
        for name in self.manifest.files:
            for _ in self._pieces(name):
                pass
        if extra := set(self._zip.namelist()) - {*self.manifest.files, NAME}:
            raise BackupRefused(
                said("{file} holds what its manifest does not name: {name}", file=self._path, name=min(extra))
            )

    def put(self, name: str, path: Path) -> None:
        """Write one file to a path where there is none, on the disk before this returns. Raises OSError too."""
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with open(path, "xb", opener=privately) as target:
            for piece in self._pieces(name):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())

    def text(self, name: str) -> str:
        """One file as text."""
        return b"".join(self._pieces(name)).decode()

    def _pieces(self, name: str) -> Iterator[bytes]:
        wanted, digest, size = self.manifest.files[name], hashlib.sha256(), 0
        try:
            with self._zip.open(name) as content:
                while size <= wanted.size and (piece := content.read(CHUNK)):
                    digest.update(piece)
                    size += len(piece)
                    yield piece
        except (*UNREADABLE, KeyError) as error:
            raise BackupRefused(said(CANNOT_BE_READ, file=self._path, name=name, why=error)) from error
        if (size, digest.hexdigest()) != (wanted.size, wanted.sha256):
            raise BackupRefused(said("{file} is damaged: {name} is not what was written", file=self._path, name=name))

    def _read_manifest(self) -> BackupManifest:
        try:
            if self._zip.getinfo(NAME).file_size > LARGEST_MANIFEST:
                raise BackupRefused(
                    said("{file} is no backup of this program: its manifest is too large", file=self._path)
                )
            return BackupManifest.model_validate_json(self._zip.read(NAME))
        except KeyError:
            raise BackupRefused(
                said("{file} is no backup of this program: it has no {name}", file=self._path, name=NAME)
            ) from None
        except ValidationError as error:
            first = error.errors()[0]
            where = f"{NAME}, {'.'.join(map(str, first['loc']))}"
            raise BackupRefused(
                said(
                    "{file} cannot be read by this version: {place}: {why}",
                    file=self._path,
                    place=where,
                    why=first["msg"],
                )
            ) from None
        except UNREADABLE as error:
            raise BackupRefused(said(CANNOT_BE_READ, file=self._path, name=NAME, why=error)) from error


@contextmanager
def new_archive(file: IO[bytes]) -> Iterator[NewArchive]:
    """An archive to write into a file."""
    with ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True) as written:
        yield NewArchive(written)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive at a path. Raises BackupRefused."""
    try:
        with ZipFile(path) as read:
            yield Archive(path, read)
    except BadZipFile:
        raise BackupRefused(
            said("{file} is no backup of this program, or was cut: it is not a whole ZIP file", file=path)
        ) from None
    except OSError as error:
        raise unusable(path, error) from error


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = PRIVATE_FILE << 16
    return entry
