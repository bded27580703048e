"""What stands in for the world in rehearsals and pretended calls: a clock, a database that is away, a reference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from ivr.engine.ports import CeilingName, ClosureInForce, Rows, Sought, Tally, Unavailable


@dataclass
class PracticeClock:
    """Shows the time that a rehearsal says; the true time until one does."""

    at: datetime | None = None

    def now(self) -> datetime:
        """The pretended time."""
        return self.at or datetime.now(UTC)


class AwayEnquiries:
    """A database that does not answer."""

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
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


@dataclass
class PracticeCeilings:
    """Counts the wrong tries at what a menu locks, for one call; all else may be done as often as one likes."""

    wrong: dict[str, set[str]] = field(default_factory=dict)

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""]:
        """The lock that was tried too often in this call."""
        for name, most, ceiling in _locks(tallies):
            counted = self.wrong.setdefault(name, set())
            if len(counted - {deed}) >= most:
                return ceiling
            counted.add(deed)
        return ""

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """Whether a lock was tried too often in this call."""
        return any(len(self.wrong.get(name, ())) >= most for name, most, _ in _locks(tallies))

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """It was right, or could not be looked up."""
        for name, _, _ in _locks(tallies):
            counted = self.wrong.get(name, set())
            self.wrong[name] = set() if right else counted - {deed}


def _locks(tallies: Sequence[Tally]) -> Iterator[tuple[str, int, CeilingName]]:
    return ((tally.name, tally.most, tally.ceiling) for tally in tallies if tally.most is not None)
