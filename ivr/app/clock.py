"""The hotline's clock: the true one, or in a demo one that was started at another time; the same for every process."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ivr.logs import logger
from ivr.storage.disk.files import write_whole
from ivr.storage.disk.locks import locked

log = logger(__name__)
PATIENCE = 5.0  # seconds to wait for another process that starts the clock


@dataclass(frozen=True)
class SystemClock:
    """The system's time, `ahead` of it when a demo pretends another one."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True)
class StartedClock:
    """A clock that showed `start` at a moment noted in `state`, where every worker and command of the machine reads it.

    So it shows all of them one time, goes on when a worker is replaced, and never runs back within a call.
    """

    start: datetime
    state: Path

    def started_now(self) -> SystemClock:
        """Start it anew, as the server does when it starts."""
        begun = datetime.now(UTC)
        try:
            write_whole(self._note, f"{self.start.isoformat()} {begun.isoformat()}".encode("ascii"))
        except OSError as error:
            log.error("the clock's start could not be noted; every process has its own", why=str(error))
        return SystemClock(self.start - begun)

    def going_on(self) -> SystemClock:
        """As it was started; whoever comes first starts it."""
        try:
            with locked(self.state / "clock.lock", PATIENCE):
                return self._as_noted() or self.started_now()
        except OSError:
            return self.started_now()

    def _as_noted(self) -> SystemClock | None:
        """As the note says, None when there is none or it is of a clock with another start."""
        try:
            start, begun = map(datetime.fromisoformat, self._note.read_text("ascii").split(" "))
        except (OSError, ValueError):
            return None
        return SystemClock(start - begun) if start == self.start else None

    @property
    def _note(self) -> Path:
        return self.state / "clock"
