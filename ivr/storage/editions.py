"""Editions as they are served: from memory, else the local disk, else the database."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, StorageAway
from ivr.storage.bundles import Bundles, Publication
from ivr.storage.database import Database
from ivr.storage.files import is_hash, write_whole

log = structlog.get_logger(__name__)
FRESH_FOR = 1.0  # seconds for which a worker trusts what it knows of the current edition
REMEMBERED = 8  # editions kept ready in memory; calls end on the edition they began with


class EditionShelf:
    """Keeps editions in the database and on the local disk, so that calls go on when either is away.

    An edition's bundle is bytes that `build` turns into an Edition; its hash is their SHA-256. Recordings are kept
    beside it under theirs. `folder` holds `editions/` and `recordings/`.
    """

    def __init__(self, database: Database, folder: Path, build: Callable[[bytes], Edition]) -> None:
        self._bundles = Bundles(database)
        self._folder = folder
        self._build = build
        self._ready: OrderedDict[str, Edition] = OrderedDict()
        self._guard = threading.Lock()
        self._current = ""
        self._asked = -FRESH_FOR

    def current(self) -> Edition:
        """The edition new calls begin with. Raises EditionMissing when none was ever published."""
        if time.monotonic() - self._asked >= FRESH_FOR:
            self._asked = time.monotonic()
            self._follow()
        if not self._current:
            raise EditionMissing("no edition was ever published; run `ivr publish`")
        return self.by_hash(self._current)

    def by_hash(self, edition_hash: str) -> Edition:
        """The edition under that hash. Raises EditionMissing when it is not kept anywhere."""
        with self._guard:
            if edition_hash in self._ready:
                self._ready.move_to_end(edition_hash)
                return self._ready[edition_hash]
        edition = self._made(edition_hash)
        with self._guard:
            self._ready[edition_hash] = edition
            if len(self._ready) > REMEMBERED:
                self._ready.popitem(last=False)
        return edition

    def publish(
        self, bundle: bytes, edition_hash: str, author: str, note: str, recordings: Mapping[str, bytes]
    ) -> None:
        """Keep an edition with its recordings and make it the current one.

        Raises StorageAway, and ValueError for a hash that is not the SHA-256 of its bytes.
        """
        for name, content in {edition_hash: bundle, **recordings}.items():
            if hashlib.sha256(content).hexdigest() != name:
                raise ValueError(f"{name} is not the hash of what was to be published under it")
        self._bundles.publish(bundle, edition_hash, author, note, recordings)
        for name, sound in recordings.items():
            self._to_disk(self._recording_path(name), sound)
        self._to_disk(self._edition_path(edition_hash), bundle)
        self._point_to(edition_hash)

    def roll_back_to(self, edition_hash: str, author: str, note: str) -> None:
        """Make an edition that is kept the current one again. Raises EditionMissing, StorageAway."""
        self.by_hash(edition_hash)
        self._bundles.point_to(edition_hash, author, note)
        self._point_to(edition_hash)

    def history(self, limit: int = 50) -> tuple[Publication, ...]:
        """What was published, the latest first. Raises StorageAway."""
        return self._bundles.history(limit)

    def recording(self, recording_hash: str) -> bytes | None:
        """The recorded prompt under that hash, None when it is not kept anywhere."""
        if not is_hash(recording_hash):
            return None
        path = self._recording_path(recording_hash)
        return _from_disk(path, recording_hash) or self._from_database(self._bundles.recording, path, recording_hash)

    def _made(self, edition_hash: str) -> Edition:
        path = self._edition_path(edition_hash)
        bundle = _from_disk(path, edition_hash) if is_hash(edition_hash) else None
        bundle = bundle or self._from_database(self._bundles.bundle, path, edition_hash)
        if bundle is None:
            raise EditionMissing(f"edition {edition_hash[:12]} is kept neither on disk nor in the database")
        try:
            return self._build(bundle)
        except Exception as error:
            raise EditionMissing(f"edition {edition_hash[:12]} cannot be read: {error}") from error

    def _from_database(self, fetch: Callable[[str], bytes | None], path: Path, name: str) -> bytes | None:
        try:
            content = fetch(name) if is_hash(name) else None
        except StorageAway as away:
            log.warning("edition not fetched", hash=name, why=str(away))
            return None
        if content is not None:
            self._to_disk(path, content)
        return content

    def _follow(self) -> None:
        """Find out which edition is current; where that one cannot be had, stay with what is served."""
        named = self._named()
        if not named or named == self._current:
            return
        try:
            self.by_hash(named)
        except EditionMissing as missing:
            log.error("published edition not served", why=str(missing))
            if self._current or named == self._pointer():
                return
            named = self._pointer()
        self._point_to(named)

    def _named(self) -> str:
        try:
            return self._bundles.current() or self._pointer()
        except StorageAway:
            return self._current or self._pointer()

    def _pointer(self) -> str:
        try:
            return (self._folder / "editions" / "current").read_text("ascii").strip()
        except (OSError, ValueError):
            return ""

    def _point_to(self, edition_hash: str) -> None:
        self._current = edition_hash
        if edition_hash != self._pointer():
            self._to_disk(self._folder / "editions" / "current", edition_hash.encode())

    def _to_disk(self, path: Path, content: bytes) -> None:
        try:
            if path.name == "current" or not path.exists():
                write_whole(path, content)
        except OSError as error:
            log.error("edition not on disk", file=str(path), why=str(error))

    def _edition_path(self, edition_hash: str) -> Path:
        return self._folder / "editions" / f"{edition_hash}.json"

    def _recording_path(self, recording_hash: str) -> Path:
        return self._folder / "recordings" / f"{recording_hash}.wav"


def _from_disk(path: Path, content_hash: str) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() == content_hash:
        return content
    log.error("file damaged", file=str(path))
    return None
