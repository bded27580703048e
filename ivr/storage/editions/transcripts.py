"""Transcripts of editions on the local disk, so that a large edition is read through once and not at every start.

One is beside its edition, under the hash of that and the program's version: what another version has read says nothing
of what this one can read. It begins with its own hash, and is made anew where it is not there or damaged.
"""

from pathlib import Path

from ivr import __version__
from ivr.authoring.site.files import hash_of
from ivr.authoring.site.transcripts import Transcript, edition_of_transcript
from ivr.engine.edition import Edition
from ivr.logs import logger
from ivr.storage.disk.late_files import LateFiles
from ivr.storage.disk.locks import locked

log = logger(__name__)
HASH_LENGTH = 64
PATIENCE = 120.0  # seconds to wait for another process that makes the same one


class Transcripts:
    """Makes editions of bundles by way of their transcripts, which are kept in a folder of files."""

    def __init__(self, folder: Path, files: LateFiles | None = None) -> None:
        self._folder = folder
        self._files = files or LateFiles()

    def edition(self, bundle: bytes) -> Edition:
        """The edition in a bundle. Raises SiteRefused when it is damaged or cannot be read any more."""
        edition_hash = hash_of(bundle)
        path = self._folder / f"{edition_hash}-{__version__}.zip"
        return edition_of_transcript(self._kept(path) or self._made(path, bundle), edition_hash)

    def _made(self, path: Path, bundle: bytes) -> Transcript:
        """A new one, kept where the disk takes it; or the one that another process has made meanwhile."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with locked(path.with_name("transcripts.lock"), PATIENCE):
                if kept := self._kept(path):
                    return kept
                content = _read_through(bundle)
                self._files.write(path, hash_of(content).encode() + content, "transcript")
        except OSError as error:
            log.error("transcripts cannot be locked", file=str(path), why=str(error))
            content = _read_through(bundle)
        return Transcript(content)

    def _kept(self, path: Path) -> Transcript | None:
        try:
            kept = path.read_bytes()
        except OSError:
            return None
        named, content = kept[:HASH_LENGTH], kept[HASH_LENGTH:]
        if hash_of(content).encode() == named:
            return Transcript(content)
        log.error("file damaged", file=str(path))
        return None


def _read_through(bundle: bytes) -> bytes:
    from ivr.authoring.checking.loading import transcript_of_bundle  # with all that checks, for once an edition

    return transcript_of_bundle(bundle)
