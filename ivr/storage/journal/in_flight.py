"""Entries on their way: PostgreSQL gives out a number before the row that has it can be seen.

A number that is missing is an entry that somebody is about to commit, or one that never comes (a repetition takes a
number too). Whoever takes a number has locked the journal for writing before, and lets go when all is done: once
nobody is left who held it when the gap was seen, what is still missing never comes.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

WRITERS = text(
    "SELECT virtualtransaction FROM pg_locks WHERE relation = 'journal'::regclass AND mode = 'RowExclusiveLock'"
    " AND pid <> pg_backend_pid()"
)


class InFlight:
    """Remembers which gaps were seen, and who was writing then. SQLite has none: one writes at a time."""

    def __init__(self) -> None:
        self._writers: set[str] = set()
        self._gaps: set[int] = set()
        self._empty: set[int] = set()

    def look_again(self, connection: Connection) -> None:
        """See who is still writing of those who were, before the journal is read again."""
        if self._gaps:
            self._writers &= {*connection.scalars(WRITERS)}
            if not self._writers:
                self._empty, self._gaps = self._gaps, set()

    def settled(self, connection: Connection, mark: int, numbers: Sequence[int]) -> int:
        """How many of these rows, in order and the first ones after `mark`, no row can come before any more."""
        if connection.dialect.name != "postgresql":
            return len(numbers)
        gaps = {before for before, number in zip((mark, *numbers), numbers, strict=False) if number != before + 1}
        unknown = gaps - self._empty
        if unknown and not self._gaps:
            self._writers, self._gaps = {*connection.scalars(WRITERS)}, gaps
        return next((at for at, before in enumerate((mark, *numbers[:-1])) if before in unknown), len(numbers))
