"""What callers recorded: whose each recording is, and copies of those that were listened to, on this machine's disk."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from ivr.errors import RecordingGone
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.disk.files import private_folder, write_whole
from ivr.storage.messages.tables import messages

NAME = re.compile(r"[A-Za-z0-9]{1,64}", re.ASCII)
MEANT = ("department", "hotline", "recording", "url", "seconds", "recording_status")


@dataclass(frozen=True)
class LeftRecording:
    """A recording that a caller left with a department. `recording` is the carrier's name for it, empty for none."""

    department: str
    hotline: str
    recording: str
    url: str
    seconds: int
    recording_status: str


def recordings_at(database: Database, call_sid: str, turn: int) -> tuple[LeftRecording, ...]:
    """What was recorded at a turn, once for each department that has it as a case or message. Raises StorageAway."""
    found: dict[LeftRecording, None] = {}
    with database.caught_up() as connection:
        for table in (cases, messages):
            here = (table.c.call_sid == call_sid) & (table.c.turn == turn)
            for row in connection.execute(select(*(table.c[name] for name in MEANT)).where(here)):
                found[LeftRecording(*row)] = None
    return tuple(found)


class CallerRecordings:
    """The carrier's recordings, each fetched once and then kept in `folder`."""

    pretended = False

    def __init__(self, folder: Path, fetch: Callable[[str], bytes], delete: Callable[[str], None]) -> None:
        self._folder = folder
        self._fetch = fetch
        self._delete = delete

    def sound(self, recording: str, url: str) -> Path:
        """The file of a recording, fetched when it is not here yet. Raises RecordingAway, RecordingGone, OSError."""
        path = self._path(recording)
        if not path.exists():
            private_folder(self._folder)
            write_whole(path, self._fetch(url), private=True)
        return path

    def erase(self, recording: str, url: str) -> None:
        """Delete a recording at the carrier, then its copy. Raises RecordingAway and OSError."""
        self._delete(url)
        self.forget(recording)

    def names(self) -> tuple[str, ...]:
        """The recordings of which there are copies here. Raises OSError."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.wav")))

    def forget(self, recording: str) -> None:
        """Delete the copy of a recording; nothing where there is none. Raises OSError."""
        self._path(recording).unlink(missing_ok=True)

    def _path(self, recording: str) -> Path:
        if not NAME.fullmatch(recording):
            raise RecordingGone("the recording has no name that could be one")
        return self._folder / f"{recording}.wav"
