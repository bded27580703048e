"""What callers recorded: whose each recording is, and copies on this machine's disk.

The scheduler fetches them; who wants to listen to one that is not here leaves a wish, which it fulfils.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select, union

from ivr.errors import RecordingAway, RecordingComing, RecordingGone, RecordingTooLarge
from ivr.journal.late_recordings import READY
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.disk.files import private_folder, write_whole
from ivr.storage.messages.tables import messages

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)
WISHES = "wanted"  # the folder of wishes: a file a recording, in it the carrier's address, and why it cannot be had
REFUSALS: dict[str, type[RecordingAway]] = {
    kind.__name__: kind for kind in (RecordingAway, RecordingGone, RecordingTooLarge)
}
AGAIN, LOOK = 30.0, 0.1  # seconds: until a wish that was refused is tried anew; from one look for the copy to the next
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
            for row in connection.execute(select(*_meant(table)).where(here)):
                found[LeftRecording(*row)] = None
    return tuple(found)


def _meant(table: Table) -> list[ColumnElement[Any]]:
    """The columns of a recording; of one that was added to a case, whoever has the case now has it."""
    columns: list[ColumnElement[Any]] = [table.c[name] for name in MEANT]
    if table is messages:
        of_case = select(cases.c.department).where(
            cases.c.call_sid == messages.c.call_sid, cases.c.turn == messages.c.continues
        )
        columns[0] = func.coalesce(of_case.scalar_subquery(), messages.c.department)
    return columns


def ready_recordings(database: Database, since: datetime) -> tuple[tuple[str, str], ...]:
    """Name and address of those left since then that can be had. Raises StorageAway."""
    left = ((cases, cases.c.opened_at), (messages, messages.c.left_at))
    ready = (
        select(table.c.recording, table.c.url).where(
            at >= since, table.c.recording_status == READY, table.c.recording != "", table.c.url != ""
        )
        for table, at in left
    )
    with database.caught_up() as connection:
        return tuple((row.recording, row.url) for row in connection.execute(union(*ready)))


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

    def awaited(self, recording: str, url: str, seconds: float) -> Path:
        """The file of a recording; one that is not here is wished for, and waited for so long.

        Raises RecordingComing when it did not come meanwhile, RecordingAway, RecordingGone and RecordingTooLarge as the
        scheduler met them, and OSError.
        """
        path, wish = self._path(recording), self._wish(recording)
        if not path.exists():
            self._wish_for(wish, url)
            until = time.monotonic() + seconds
            while not path.exists():
                if refusal := _refusal(wish):
                    raise REFUSALS[refusal]("it could not be fetched; the scheduler's log says why")
                if time.monotonic() > until:
                    raise RecordingComing("it is not here yet")
                time.sleep(LOOK)
        return path

    def has(self, recording: str) -> bool:
        """Whether there is a copy here. Raises RecordingGone for a name that is none."""
        return self._path(recording).exists()

    def fulfil_wishes(self) -> None:
        """Fetch what is wished for; what cannot be had is noted with the wish. Raises OSError."""
        for wish in sorted((self._folder / WISHES).glob("*")):
            url, _, refused = wish.read_text("utf-8").partition("\n")
            if not refused and NAME.fullmatch(wish.name):
                try:
                    self.sound(wish.name, url)
                    wish.unlink(missing_ok=True)
                except RecordingAway as why:
                    kind = type(why).__name__ if type(why).__name__ in REFUSALS else RecordingAway.__name__
                    write_whole(wish, f"{url}\n{kind}".encode(), private=True)

    def erase(self, recording: str, url: str) -> None:
        """Delete a recording at the carrier, then its copy. Raises RecordingAway and OSError."""
        self._delete(url)
        self.forget(recording)

    def names(self) -> tuple[str, ...]:
        """The recordings of which there are copies or wishes here, unfinished ones too. Raises OSError."""
        kept = (*self._folder.glob("*.wav*"), *(self._folder / WISHES).glob("*"))
        return tuple(sorted({path.name.partition(".")[0] for path in kept}))

    def forget(self, recording: str) -> None:
        """Delete the copy of a recording; nothing where there is none. Raises OSError."""
        copy, wish = self._path(recording), self._wish(recording)
        for path in (copy, *copy.parent.glob(f"{copy.name}.*"), wish, *wish.parent.glob(f"{wish.name}.*")):
            path.unlink(missing_ok=True)  # what has a further ending was being written by who was killed

    def _path(self, recording: str) -> Path:
        if not NAME.fullmatch(recording):
            raise RecordingGone("the recording has no name that could be one")
        return self._folder / f"{recording}.wav"

    def _wish(self, recording: str) -> Path:
        return self._folder / WISHES / recording

    def _wish_for(self, wish: Path, url: str) -> None:
        """Wish for it, unless that was done, and refused but a moment ago."""
        if not wish.exists() or (_refusal(wish) and time.time() - wish.stat().st_mtime > AGAIN):
            private_folder(self._folder)
            private_folder(wish.parent)
            write_whole(wish, url.encode(), private=True)


def _refusal(wish: Path) -> str:
    """Why a wish could not be fulfilled, the name of an error; empty where it was not tried yet, or is fulfilled."""
    try:
        return wish.read_text("utf-8").partition("\n")[2]
    except FileNotFoundError:
        return ""
