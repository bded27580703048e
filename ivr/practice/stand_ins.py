"""What stands in for the world in rehearsals and pretended calls: a clock, a database that is away, a reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ivr.engine.ports import ClosureInForce, Rows, Unavailable


@dataclass
class PracticeClock:
    """Shows the time that a rehearsal says; the true time until one does."""

    at: datetime | None = None

    def now(self) -> datetime:
        """The pretended time."""
        return self.at or datetime.now(UTC)


class AwayEnquiries:
    """A database that does not answer."""

    def look_up(self, table: str, match: Mapping[str, str], most: int) -> Rows | Unavailable:
        """Nothing can be looked up."""
        return Unavailable("a rehearsal pretends that the database is away")


@dataclass
class PracticeClosures:
    """A closure for `reason` on every hotline, from an hour before until eight hours later; none when it is empty."""

    reason: str = ""

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """The pretended closure."""
        if not self.reason:
            return ()
        begins = at.replace(second=0, microsecond=0) - timedelta(hours=1)
        return (ClosureInForce("pretended", self.reason, {}, begins, begins + timedelta(hours=9)),)


class PracticeReferences:
    """The same reference for every case, so that a recorded call can be run again."""

    def reference_for(self, call_sid: str, turn: int) -> str:
        """Ten digits, the last one the check digit of the others."""
        return "1234567894"
