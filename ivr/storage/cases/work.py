"""Work on cases: owner, kind, department, notes, acknowledgement, reply, what came of it, closing and opening again."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from ivr.errors import RecordMissing
from ivr.storage.cases.correcting import CORRECTED, correct
from ivr.storage.cases.due import USUAL, Promises
from ivr.storage.cases.history import DUE, Deed, Doing, Key, deeds, do
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.editions.bundles import true_time

NONE_WANTED = "none wanted"
"""By what means a caller had a reply who wants none."""


class CaseWork:
    """Each method does one thing to the case `key` as somebody (`who`) saw it in its `version`.

    All raise WorkConflict when it was changed since, RecordMissing when there is no such case, and StorageAway.
    """

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = true_time, promises: Promises = USUAL
    ) -> None:
        self._database = database
        self._clock = clock
        self._promises = promises

    def assign(self, key: Key, version: int, who: str, owner: str) -> None:
        """Give the case to somebody; an empty `owner` gives it back."""
        self._do(key, version, who, "assigned", owner=owner)

    def note(self, key: Key, version: int, who: str, text: str) -> None:
        """Add a note that callers never hear."""
        self._do(key, version, who, "noted", text=text)

    def classify(self, key: Key, version: int, who: str, kind: str, why: str) -> None:
        """Change the kind of the case; it is due then as if it had come in as one."""
        mine = select(cases.c.opened_at, cases.c.department).where(
            cases.c.call_sid == key.call_sid, cases.c.turn == key.turn
        )
        self._database.catch_up()
        with self._database.writing() as connection:
            found = connection.execute(mine).first()
            if found is None:
                raise RecordMissing("no such case is on record")
            moments = self._promises.due_dates(kind, found.opened_at, found.department)
            due = {name: moment.isoformat() for name, moment in zip(DUE, moments, strict=True)}
            details = {"kind": kind, "why": why, **due}
            do(connection, "case", Doing(key, version, who, self._clock(), "classified", details))

    def hand_over(self, key: Key, version: int, who: str, giver: str, department: str, why: str) -> None:
        """Give the case from the department `giver` to another one. Nobody there owns it yet; its due dates stay."""
        self._do(key, version, who, "handed over", giver=giver, department=department, why=why)

    def acknowledge(self, key: Key, version: int, who: str, text: str, when: str = "") -> None:
        """Keep that the caller was told that the case came in, and `when` (ISO 8601; now without)."""
        self._do(key, version, who, "acknowledged", text=text, **({"when": when} if when else {}))

    def reply(self, key: Key, version: int, who: str, text: str, by: str, when: str = "", heard: str = "") -> None:
        """Keep what the caller was told, `by` what means (letter, NONE_WANTED …), `when` (ISO 8601; now without).

        Where it may be `heard` by ringing, that is the language it is written in.
        """
        more = {name: value for name, value in (("when", when), ("heard", heard)) if value}
        self._do(key, version, who, "replied", text=text, by=by, **more)

    def settle(self, key: Key, version: int, who: str, outcome: str, cause: str, remedy: str) -> None:
        """Keep what came of the case, what caused it, and what was done so that it does not happen again."""
        self._do(key, version, who, "settled", outcome=outcome, cause=cause, remedy=remedy)

    def close(self, key: Key, version: int, who: str, why: str) -> None:
        """Close the case."""
        self._do(key, version, who, "closed", why=why)

    def reopen(self, key: Key, version: int, who: str, why: str) -> None:
        """Open a closed case again; its due dates stay."""
        self._do(key, version, who, "reopened", why=why)

    def correct(self, key: Key, version: int, who: str, field: str, value: str, why: str) -> None:
        """Put another value into `call_back`, or a field that was given with it. Raises CorrectionRefused, too."""
        doing = Doing(key, version, who, self._clock(), CORRECTED, {"why": why})
        self._database.catch_up()
        with self._database.writing() as connection:
            correct(connection, "case", doing, field, value)

    def history(self, key: Key) -> tuple[Deed, ...]:
        """All that was done to the case, in order."""
        return deeds(self._database, "case", key)

    def _do(self, key: Key, version: int, who: str, what: str, **details: str) -> None:
        self._database.catch_up()
        with self._database.writing() as connection:
            do(connection, "case", Doing(key, version, who, self._clock(), what, details))
