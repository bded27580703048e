"""What stands in for the world in rehearsals and pretended calls: a clock, a database that is away, a reference."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.engine.case_table import CaseWords, KnownCase, rows_of_cases
from ivr.engine.edition import Edition
from ivr.engine.filing import ENTRY, FilingOutcome, RowToFile
from ivr.engine.ports import CeilingName, Clock, ClosureInForce, Rows, Sought, Tally, Unavailable
from ivr.engine.sought import sought_among
from ivr.words import canonical


@dataclass
class PracticeClock:
    """Shows the time that a rehearsal says; the true time until one does."""

    at: datetime | None = None

    def now(self) -> datetime:
        """The pretended time."""
        return self.at or datetime.now(UTC)


@dataclass
class PracticeRows:
    """The rows that callers entered in a rehearsal, told apart and counted as their tables say; none lasts longer.

    `cases` are those left before the call, with whatever department looks for them. What a statement would do in a
    department's own database is pretended to be done.
    """

    away: bool = False
    rows: dict[str, list[Mapping[str, str]]] = field(default_factory=dict)
    cases: tuple[KnownCase, ...] = ()

    def in_edition(self, edition: Edition, clock: Clock) -> "RowsOfTables":
        """The rows of an edition's tables."""
        return RowsOfTables(self, edition, clock)


@dataclass(frozen=True)
class RowsOfTables:
    """Files rows in a rehearsal, and finds them."""

    practice: PracticeRows
    edition: Edition
    clock: Clock

    def now(self) -> str:
        """The pretended moment, at which every table was imported just now."""
        return self.clock.now().astimezone(ZoneInfo(self.edition.zone)).isoformat("T", "minutes")[:16]

    def has(self, table: str) -> bool:
        """Whether its rows are pretended."""
        shape = self.edition.tables[table]
        return bool(shape.filed or shape.cases)

    def decide(self, row: RowToFile) -> FilingOutcome:
        """What comes of the row."""
        return self.file(row)

    def file(self, row: RowToFile) -> FilingOutcome:
        """File a row, unless the table has one like it or is full."""
        shape, rows = self.edition.tables[row.table], self.practice.rows.setdefault(row.table, [])
        if self.practice.away or not shape.filed:
            return "unavailable" if self.practice.away else "done"
        values = {column: canonical(text, shape.columns[column], shape.home) for column, text in row.values.items()}
        alike = [each for each in rows if all(each[column] == values[column] for column in shape.filed.per)]
        if shape.filed.most and len(alike) >= shape.filed.most:
            return "full"
        if shape.filed.unique and any(all(each[name] == values[name] for name in shape.filed.unique) for each in rows):
            return "taken"
        rows.append({**values, ENTRY: row.entry, "filed": self.now()})
        return "done"

    def find(self, table: str, sought: Sought, most: int) -> Rows:
        """The rows of a table that are sought."""
        shape = self.edition.tables[table]
        if shape.cases:
            newest_first = sorted(self.practice.cases, key=lambda case: case.received, reverse=True)
            words = CaseWords(self.edition.phrases, self.edition.title_of)
            return Rows(rows_of_cases(newest_first, sought, shape.columns, words)[:most])
        return Rows(sought_among(self.practice.rows.get(table, []), sought, shape.columns)[:most])


class AwayEnquiries:
    """A database that does not answer."""

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        """Nothing can be looked up."""
        return Unavailable("a rehearsal pretends that the database is away")

    def imported_at(self, table: str) -> str:
        """Nobody knows."""
        return ""


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


@dataclass
class PracticeLimits:
    """Officers take no calls from whoever rings, for a week, where that is `limited`."""

    limited: bool = False

    def until(self, number: str, department: str, at: datetime) -> datetime | None:
        """The pretended end."""
        return at + timedelta(days=7) if self.limited else None


class PracticeReferences:
    """The same reference for every case, so that a recorded call can be run again."""

    def reference_for(self, call_sid: str, turn: int) -> str:
        """Ten digits, the last one the check digit of the others."""
        return "1234567894"


@dataclass
class PracticeCeilings:
    """Counts the wrong tries at what a menu locks, for one call; all else may be done as often as one likes.

    `locked` is what was tried too often in earlier calls, by the field of its lock.
    """

    wrong: dict[str, set[str]] = field(default_factory=dict)
    locked: Mapping[str, str] = field(default_factory=dict)

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""]:
        """The lock that was tried too often in this call."""
        for name, most, ceiling in _locks(tallies):
            counted = self.wrong.setdefault(name, set())
            if self._was_locked(name) or len(counted - {deed}) >= most:
                return ceiling
            counted.add(deed)
        return ""

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """Whether a lock was tried too often in this call."""
        locks = tuple(_locks(tallies))
        return any(self._was_locked(name) or len(self.wrong.get(name, ())) >= most for name, most, _ in locks)

    def _was_locked(self, name: str) -> bool:
        """Whether the lock of that name stood before the call; see `LockSettings.tallies`."""
        _, key, tried = json.loads(name)
        return bool(self.locked.get(key) == tried)

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """It was right, or could not be looked up."""
        for name, _, _ in _locks(tallies):
            counted = self.wrong.get(name, set())
            self.wrong[name] = set() if right else counted - {deed}


def _locks(tallies: Sequence[Tally]) -> Iterator[tuple[str, int, CeilingName]]:
    return ((tally.name, tally.most, tally.ceiling) for tally in tallies if tally.most is not None)
