"""The hotline's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class SystemClock:
    """The system's time, `ahead` of it when a demo pretends another one."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC) + self.ahead

    @classmethod
    def starting_at(cls, start: datetime | None) -> "SystemClock":
        """A clock that shows `start` now and goes on from there; the true time for None."""
        return cls(start - datetime.now(UTC) if start else timedelta())
