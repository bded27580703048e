"""Editions and recordings on the local disk, so that calls go on while the database is away."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.storage.disk.files import is_hash, write_whole
from ivr.storage.disk.late_files import LateFiles
from ivr.storage.editions.publications import Publication

log = logger(__name__)
Fetch = Callable[[str], bytes | None]


class ShelfDisk:
    """The folders `editions/` and `recordings/`; what cannot be written is logged and never raised, and written later.

    `editions/current` names the edition served last, `editions/plan.json` what was to be served when.
    """

    def __init__(self, folder: Path, files: LateFiles | None = None) -> None:
        self._folder = folder
        self._files = files or LateFiles()

    def edition_path(self, edition_hash: str) -> Path:
        """Where an edition's bundle is."""
        return self._folder / "editions" / f"{edition_hash}.json"

    def recording_path(self, recording_hash: str) -> Path:
        """Where a recording is."""
        return self._folder / "recordings" / f"{recording_hash}.wav"

    def pointer(self) -> str:
        """The edition that was served last, empty when none was."""
        try:
            return (self._folder / "editions" / "current").read_text("ascii").strip()
        except (OSError, ValueError):
            return ""

    def point_to(self, edition_hash: str) -> None:
        """Note the edition that is served."""
        if edition_hash != self.pointer():
            _note(self._folder / "editions" / "current", edition_hash)

    def plan(self) -> tuple[Publication, ...]:
        """What was to be served when, as it was last known."""
        try:
            rows = json.loads((self._folder / "editions" / "plan.json").read_bytes())
            return tuple(_publication(row) for row in rows)
        except (OSError, ValueError, TypeError, KeyError):
            return ()

    def note_plan(self, plan: Iterable[Publication]) -> bool:
        """Note what is to be served when; whether the disk took it."""
        rows = [{name: _text(value) for name, value in vars(each).items()} for each in plan]
        return _note(self._folder / "editions" / "plan.json", json.dumps(rows, ensure_ascii=False))

    def content(self, path: Path, fetch: Fetch) -> bytes | None:
        """What is under the hash that names the file at `path`; what is not here is fetched and put here."""
        if not is_hash(path.stem):
            return None
        content = self._read(path)
        if content is None:
            try:
                content = fetch(path.stem)
            except StorageAway as away:
                log.warning("edition not fetched", hash=path.stem, why=str(away))
            if content is not None:
                self._files.write(path, content, "edition")
        return content

    def put(self, path: Path, content: bytes) -> None:
        """Put content at its place unless it is there."""
        if not path.exists():
            self._files.write(path, content, "edition")

    def names(self) -> tuple[frozenset[str], frozenset[str]]:
        """The editions and the recordings that are here."""
        folders = (self._folder / "editions").glob("*.json"), (self._folder / "recordings").glob("*.wav")
        editions, recordings = (frozenset(path.stem for path in found if is_hash(path.stem)) for found in folders)
        return editions, recordings

    def remove_edition(self, edition_hash: str) -> None:
        """Take an edition away, and its transcripts."""
        path = self.edition_path(edition_hash)
        for each in (path, *path.parent.glob(f"{edition_hash}-*.zip")):
            self.remove(each)

    def remove(self, path: Path) -> None:
        """Take a file away."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.error("edition not removed from disk", file=str(path), why=str(error))

    def _read(self, path: Path) -> bytes | None:
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() == path.stem:
            return content
        log.error("file damaged", file=str(path))
        return None


def _note(path: Path, text: str) -> bool:
    """Write what is noted of editions, which changes; whether the disk took it."""
    try:
        write_whole(path, text.encode())
    except OSError as error:
        log.error("edition not on disk", file=str(path), why=str(error))
        return False
    return True


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _publication(row: dict[str, str]) -> Publication:
    moments = {name: row[name] and datetime.fromisoformat(row[name]) for name in MOMENTS}
    return Publication(**row | moments)  # type: ignore[arg-type]  # as note_plan wrote it


MOMENTS = ("at", "begins", "ends", "cancelled_at")
