"""What the pages of the desk stand on: handed in once by `ivr.app.desk`, and found as `desk` by every page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from flask import current_app
from werkzeug.local import LocalProxy

from ivr.doctor.premises import Premises
from ivr.engine.edition import Edition, Hotline
from ivr.settings import Settings
from ivr.storage.cases.due import Promises
from ivr.storage.closures.known import KnownClosures
from ivr.storage.database.transactions import Database
from ivr.storage.editions.shelf import EditionShelf
from ivr.storage.filed.filing import FiledTables
from ivr.storage.journal.spool import Spool
from ivr.storage.nuisance.known import KnownNuisance
from ivr.web.desk.frame.identity_provider import IdentityProvider
from ivr.web.desk.frame.pace import Pace
from ivr.web.desk.frame.sealing import Seal

EXTENSION = "ivr desk"  # of Flask


class CallerSounds(Protocol):
    """The recordings that callers left."""

    @property
    def pretended(self) -> bool:
        """Whether the same tone stands for all of them."""
        ...

    def awaited(self, recording: str, url: str, seconds: float) -> Path:
        """The file of a recording, a WAV; waited for so long where it is not here. Raises RecordingAway and OSError."""
        ...


@dataclass(frozen=True)
class Desk:
    """The installation as the desk sees it. Pages that need more add a field, filled in `ivr.app.desk`.

    The desk reads and writes over connections of its own (`database`); `refuses_calls` tells for how many seconds the
    database has taken no turns of calls, and why; `as_of` when the last entry came in that is in the lists, None where
    all are. `is_used` is set once somebody who is signed in was here.
    """

    settings: Settings
    database: Database
    filed: FiledTables
    shelf: EditionShelf
    spool: Spool
    now: Callable[[], datetime]
    seal: Seal
    recordings: CallerSounds
    reference_for: Callable[[str, int], str]
    publishing_lock: Path
    closures: KnownClosures
    nuisance: KnownNuisance
    promises: Promises
    refuses_calls: Callable[[], tuple[float, str]]
    as_of: Callable[[], datetime | None]
    problems: Callable[[], tuple[datetime | None, tuple[str, ...]]]
    premises: Premises
    provider: IdentityProvider | None = None
    checks: Pace = field(default_factory=Pace)
    is_used: Event = field(default_factory=Event)

    @property
    def edition(self) -> Edition:
        """The edition served now. Raises EditionMissing."""
        return self.shelf.current()

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone: of every day and hour on a page."""
        return self.shelf.zone()

    def local_now(self) -> datetime:
        """Now, by the site's clock."""
        return self.now().astimezone(self.zone)

    def department_of(self, hotline: str) -> str:
        """The department that owns a hotline, empty for one that is no more."""
        lines = (line for line in self.edition.hotlines.values() if line.name == hotline)
        return next((line.start.partition("/")[0] for line in lines), "")

    def hotlines_of(self, departments: Iterable[str] | None) -> tuple[Hotline, ...]:
        """The hotlines of departments, all for None; calls belong to the department of their hotline."""
        wanted = None if departments is None else set(departments)
        return tuple(
            line for line in self.edition.hotlines.values() if wanted is None or line.start.partition("/")[0] in wanted
        )


desk = cast("Desk", LocalProxy(lambda: current_app.extensions[EXTENSION]))
"""The desk of the application that answers; for what is sent after a page is made, take along what it needs of it."""
