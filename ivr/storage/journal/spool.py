"""The spool: entries kept as files on the local disk while the database is away, each exactly once.

Beside them lie notes: what callers leave is noted before the database is asked to keep it. Should the database keep it
and be gone before the answer arrives, the carrier's second try finds the note, and nothing is left twice.
"""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ivr.journal.entry import Entry
from ivr.journal.text import entry_from_text, entry_to_text
from ivr.storage.disk.files import private_folder, privately, sync_folder
from ivr.storage.disk.trial import Trial
from ivr.switchboard.ports import Kept, Repeated

KEPT, BROKEN, UNFINISHED, NOTED = ".json", ".broken", ".unfinished", ".noted"
LARGE_ENTRY = 65_536  # bytes


class Spool:
    """A folder with one file an entry, named from its call and its name; so a repeat finds the file of the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = f"{folder}{os.sep}"
        self._trial = Trial(self._try)

    @property
    def lock_path(self) -> Path:
        """The file that whoever loads the spool holds."""
        return self.folder / "loading.lock"

    def put(self, entry: Entry) -> Kept | Repeated:
        """Keep the entry, on the disk before this returns. Raises OSError."""
        unfinished = self._unfinished()
        try:
            _write(unfinished, entry_to_text(entry).encode())
            os.link(unfinished, self._path(entry.call_sid, entry.entry))  # refuses where a file is, unlike a rename
        except FileExistsError:
            return self._repeated(entry)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        sync_folder(self.folder)
        return Kept()

    def note(self, entry: Entry) -> None:
        """Note an entry that the database is about to be asked to keep. Raises OSError.

        A note is for the carrier's next tries, some seconds later; it need not outlive a power cut, and is not synced.
        """
        unfinished = self._unfinished()
        try:
            with open(unfinished, "wb", opener=privately) as file:
                file.write(entry_to_text(entry).encode())
            unfinished.replace(self._path(entry.call_sid, entry.entry).with_suffix(NOTED))
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def noted(self, call_sid: str, name: str) -> Entry | None:
        """The entry of that name that the database was asked to keep lately, if it is one that was noted."""
        return _read(self._path(call_sid, name).with_suffix(NOTED))

    def forget(self, entry: Entry) -> None:
        """Drop the note of an entry that the database did not take as new."""
        with suppress(OSError):
            self._path(entry.call_sid, entry.entry).with_suffix(NOTED).unlink(missing_ok=True)

    def notes(self) -> Iterator[Path]:
        """The files of all notes. Raises OSError."""
        return self.folder.glob(f"*{NOTED}")

    def refuses(self) -> str:
        """Why the disk takes no entry now, empty when it does: a write is tried, at most once a second."""
        return self._trial.why_not()

    def _try(self) -> None:
        unfinished = self._unfinished()
        try:
            _write(unfinished, bytes(LARGE_ENTRY))
            os.link(unfinished, linked := unfinished.with_suffix(".trial"))
            linked.unlink()
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        sync_folder(self.folder)

    def _unfinished(self) -> Path:
        """A file of this thread's own, in a folder that nobody else may read."""
        private_folder(self.folder)
        return self.folder / f"{os.getpid()}-{threading.get_ident()}{UNFINISHED}"

    def find(self, call_sid: str, name: str) -> Entry | None:
        """The entry of that name, while it is spooled and can be read."""
        return _read(self._path(call_sid, name))

    def of_call(self, call_sid: str) -> Iterator[Entry]:
        """The entries of a call that are spooled and can be read. Raises OSError."""
        for path in self.waiting():
            with suppress(OSError, ValueError):
                entry = entry_from_text(path.read_text("utf-8"))
                if entry.call_sid == call_sid:
                    yield entry

    def holds(self, call_sid: str, name: str) -> bool:
        """Whether an entry of that name is spooled; a disk that cannot be read holds nothing."""
        return os.path.exists(f"{self._names}{_file_name(call_sid, name)}")

    def waiting(self) -> list[Path]:
        """The files that wait to be loaded, in no order. Raises OSError."""
        return list(self.folder.glob(f"*{KEPT}"))

    def set_aside_files(self) -> list[Path]:
        """The files that could not be loaded and wait for a person, in no order. Raises OSError."""
        return list(self.folder.glob(f"*{BROKEN}"))

    def unfinished(self) -> Iterator[Path]:
        """What writers that were killed left behind, and what others are writing just now."""
        return self.folder.glob(f"*{UNFINISHED}")

    def done(self, path: Path) -> None:
        """Drop a file whose entry the database holds."""
        path.unlink(missing_ok=True)

    def set_aside(self, path: Path) -> Path:
        """Keep a file that cannot be loaded, under a name that nobody loads."""
        aside = path.with_suffix(BROKEN)
        path.replace(aside)
        return aside

    def _path(self, call_sid: str, name: str) -> Path:
        return self.folder / _file_name(call_sid, name)

    def _repeated(self, entry: Entry) -> Kept | Repeated:
        first = self.find(entry.call_sid, entry.entry)
        return Repeated(first) if first else Kept()  # loaded since, or broken: what was answered now is as good


def _file_name(call_sid: str, name: str) -> str:
    digest = hashlib.sha256(f"{call_sid}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:40]}{KEPT}"


def _read(path: Path) -> Entry | None:
    try:
        return entry_from_text(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write(path: Path, content: bytes) -> None:
    with open(path, "wb", opener=privately) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
