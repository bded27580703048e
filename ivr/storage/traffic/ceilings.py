"""Ceilings: what may be done only so often, counted for all calls, workers and machines, and over restarts.

A deed is counted before it is done, and committed, and only then is it looked whether there was room: of deeds at the
same moment each sees all that were counted before it, so that never more than so many are let through. One that finds
no room is taken out again. What was keyed, who rang and which call it was is kept as keyed hashes (HMAC-SHA-256): few
enough telephone or account numbers exist to try them all against a hash without a key. A row is deleted once it no
longer counts, after thirty days at most.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete

from ivr.engine.ports import CeilingName, Tally, Unavailable
from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.storage.database.transactions import Database
from ivr.storage.traffic.counting import count_under, forget_under, numbered, others_under
from ivr.storage.traffic.tables import tallies as table

log = logger(__name__)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LASTS: Mapping[CeilingName, timedelta] = {
    "guesses in a call": DAY,
    "guesses by a caller": HOUR,
    "guesses at a key": timedelta(days=30),
    "guesses at a lock": DAY,
    "guesses in all": HOUR,
    "messages by a caller": DAY,
    "messages to a number": DAY,
    "messages on a line": HOUR,
    "messages of withheld numbers": HOUR,
    "texts for a caller": DAY,
    "texts to a number": DAY,
    "texts on a line": DAY,
    "texts for withheld numbers": DAY,
}
"""For how long a deed counts, unless its tally says until when."""
ORDINARY: frozenset[CeilingName] = frozenset({"guesses in a call", "texts for a caller", "texts to a number"})
"""What honest callers reach every day: it is in the log and in the story of the call, and nobody need look."""
PAUSES: CeilingName = "guesses at a key"
"""Here the next deed has to wait an hour after the last, twice as long after each more, a day at most."""
AT_A_KEY: frozenset[CeilingName] = frozenset({PAUSES, "guesses at a lock"})
"""Here a right deed makes all that were counted before it forgotten."""


class CountedCeilings:
    """Ceilings with their counts in the database: `most` says how many deeds each has room for.

    `note` is told of the ceilings that were reached, for the desk; not of ORDINARY ones.
    """

    def __init__(
        self,
        database: Database,
        secret: str,
        clock: Callable[[], datetime],
        most: Mapping[CeilingName, int],
        note: Callable[[CeilingName], None],
    ) -> None:
        self._database = database
        self._key = hmac.digest(secret.encode(), b"ivr ceilings", hashlib.sha256)
        self._clock = clock
        self._most = most
        self._note = note

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""] | Unavailable:
        """Count a deed, or tell the first ceiling that leaves no room for it. Never raises."""
        try:
            reached = self._reached(deed, tallies)
        except StorageAway as away:
            log.warning("nothing can be counted", why=str(away))
            return Unavailable(str(away))
        except Exception as error:  # whatever it is, a caller is on the line
            log.exception("a deed could not be counted")
            return Unavailable(type(error).__name__)
        if reached:
            log.warning("a ceiling was reached", ceiling=reached, call_sid=deed.partition(" ")[0])
            if reached not in ORDINARY:
                self._note(reached)
        return reached

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """Whether there is no room for a further deed. Never raises; False while nobody can count."""
        try:
            return bool(self._full(tallies, mine="", now=self._clock()))
        except Exception as error:  # the next deed is told, which asks again
            log.warning("nothing can be counted", error=type(error).__name__)
            return False

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """Let a deed no longer count; where it was `right`, nor those before it at its key. Never raises."""
        keys = [self._name(tally) for tally in tallies if right and tally.ceiling in AT_A_KEY]
        try:
            self._delete([self._name(tally) for tally in tallies], self._print("deed", deed), keys)
        except Exception as error:  # it counts as a wrong one then, which harms little
            log.warning("a deed could not be taken back", error=type(error).__name__)

    def _reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""]:
        names, mine, now = [self._name(tally) for tally in tallies], self._print("deed", deed), self._clock()
        if not self._count(names, mine, tallies, now):
            return ""  # the turn is taken again, and is answered as it was answered first
        full = self._full(tallies, mine=mine, now=now)
        if full:
            self._delete(names, mine, [])
        return full

    def _full(self, tallies: Sequence[Tally], *, mine: str, now: datetime) -> CeilingName | Literal[""]:
        """The first ceiling with no room beside the deeds other than `mine`."""
        names = [self._name(tally) for tally in tallies]
        others = others_under(self._database.kind, len(names))
        found = self._database.rows(others, numbered("name", names) | {"mine": mine, "now": now})
        counted = {name: (count, until) for name, count, until in found}
        full = (
            tally.ceiling
            for name, tally in zip(names, tallies, strict=True)
            if name in counted and self._is_full(tally, *counted[name], now)
        )
        return next(full, "")

    def _count(self, names: list[str], mine: str, tallies: Sequence[Tally], now: datetime) -> int:
        """Count it, and commit; for how many tallies it was not counted before."""
        until = numbered("until", [tally.until or now + LASTS[tally.ceiling] for tally in tallies])
        count = count_under(self._database.kind, len(names))
        return self._database.run(count, numbered("name", names) | until | {"mine": mine})

    def _is_full(self, tally: Tally, count: int, until: datetime, now: datetime) -> bool:
        too_many = count - (self._most[tally.ceiling] if tally.most is None else tally.most)
        if too_many < 0:
            return False
        return tally.ceiling != PAUSES or now < until - LASTS[PAUSES] + min(HOUR * 2 ** min(too_many, 10), DAY)

    def _delete(self, names: list[str], mine: str, whole: list[str]) -> None:
        """Delete a deed under its names, and all deeds under those that are `whole`."""
        forget = forget_under(self._database.kind, len(names), len(whole))
        self._database.run(forget, numbered("name", names) | numbered("whole", whole) | {"mine": mine})

    def _name(self, tally: Tally) -> str:
        return self._print(tally.ceiling, tally.name)

    def _print(self, kind: str, text: str) -> str:
        words = json.dumps([kind, text]).encode()
        return hmac.digest(self._key, words, hashlib.sha256).hex()[:32]


def forget_tallies(database: Database, now: datetime) -> int:
    """Delete what no longer counts; how many rows. Raises StorageAway."""
    with database.writing() as connection:
        return connection.execute(delete(table).where(table.c.until <= now)).rowcount
