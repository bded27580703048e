"""Work on cases: owner, notes, acknowledgement, reply, what came of it, closing and opening again."""

from collections.abc import Callable
from datetime import datetime

from ivr.storage.bundles import true_time
from ivr.storage.database import Database
from ivr.storage.work import Deed, Doing, Key, deeds, do


class CaseWork:
    """Each method does one thing to the case `key` as somebody (`who`) saw it in its `version`.

    All raise WorkConflict when it was changed since, RecordMissing when there is no such case, and StorageAway.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = true_time) -> None:
        self._database = database
        self._clock = clock

    def assign(self, key: Key, version: int, who: str, owner: str) -> None:
        """Give the case to somebody; an empty `owner` gives it back."""
        self._do(key, version, who, "assigned", owner=owner)

    def note(self, key: Key, version: int, who: str, text: str) -> None:
        """Add a note that callers never hear."""
        self._do(key, version, who, "noted", text=text)

    def acknowledge(self, key: Key, version: int, who: str, text: str) -> None:
        """Keep that the caller was told that the case came in."""
        self._do(key, version, who, "acknowledged", text=text)

    def reply(self, key: Key, version: int, who: str, text: str, by: str) -> None:
        """Keep what the caller was told, and `by` what means (telephone, letter, …)."""
        self._do(key, version, who, "replied", text=text, by=by)

    def settle(self, key: Key, version: int, who: str, outcome: str, cause: str, remedy: str) -> None:
        """Keep what came of the case, what caused it, and what was done so that it does not happen again."""
        self._do(key, version, who, "settled", outcome=outcome, cause=cause, remedy=remedy)

    def close(self, key: Key, version: int, who: str, why: str) -> None:
        """Close the case."""
        self._do(key, version, who, "closed", why=why)

    def reopen(self, key: Key, version: int, who: str, why: str) -> None:
        """Open a closed case again; its due dates stay."""
        self._do(key, version, who, "reopened", why=why)

    def history(self, key: Key) -> tuple[Deed, ...]:
        """All that was done to the case, in order."""
        return deeds(self._database, "case", key)

    def _do(self, key: Key, version: int, who: str, what: str, **details: str) -> None:
        with self._database.writing() as connection:
            do(connection, "case", Doing(key, version, who, self._clock(), what, details))
