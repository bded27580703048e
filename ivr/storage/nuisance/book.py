"""Who decided that officers take no calls from a number, why and until when; and that it was lifted."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, desc, select, update

from ivr.errors import NuisanceRefused
from ivr.logs import mask_number
from ivr.storage.database.transactions import Database
from ivr.storage.editions.bundles import true_time
from ivr.storage.nuisance.tables import nuisance
from ivr.translation import said

MOST_DAYS = 90
LONGEST_REASON = 500


@dataclass(frozen=True)
class LimitedNumber:
    """Officers of a department take no calls from a number, masked in `shown`; `name` is a keyed hash of it.

    `call_sid` is the call for which it was decided, empty for none; `lifted_at` when somebody ended it early.
    """

    id: int
    name: str
    shown: str
    department: str
    reason: str
    call_sid: str
    author: str
    at: datetime
    ends: datetime
    lifted_at: datetime | None
    lifted_by: str

    def stands(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.lifted_at is None and at < self.ends


class NuisanceBook:
    """Such decisions in the database; a number is kept as its keyed hash, and masked. Everything raises StorageAway."""

    def __init__(self, database: Database, secret: str, clock: Callable[[], datetime] = true_time) -> None:
        self._database = database
        self._key = hmac.digest(secret.encode(), b"ivr nuisance", hashlib.sha256)
        self.clock = clock

    def name_of(self, number: str) -> str:
        """The keyed hash of a number (E.164): few enough numbers exist to try them all against one without a key."""
        return hmac.digest(self._key, number.encode(), hashlib.sha256).hex()

    def limit(
        self, number: str, department: str, reason: str, days: int, author: str, call_sid: str = ""
    ) -> LimitedNumber:
        """Have officers of a department not rung for a number (E.164), for so many days from now on.

        Raises NuisanceRefused without a number or a reason, for too many days, and where it is so already.
        """
        now, reason, name = self.clock(), " ".join(reason.split()), self.name_of(number)
        _refuse(number, reason, days)
        row = {
            "name": name,
            "shown": mask_number(number),
            "department": department,
            "reason": reason,
            "call_sid": call_sid,
            "author": author,
            "at": now,
            "ends": now + timedelta(days=days),
        }
        with self._database.writing() as connection:
            if before := _standing(connection, now, name, department):
                until = f"{before[0].ends:%Y-%m-%d}"
                raise NuisanceRefused(said("Officers take no calls from this number already, until {day}.", day=until))
            made = connection.execute(nuisance.insert().returning(nuisance), row).one()
        return LimitedNumber(**made._mapping)

    def lift(self, number: int, author: str) -> LimitedNumber:
        """End one now. Raises NuisanceRefused where there is none of that id, or it is over."""
        now = self.clock()
        mine = and_(nuisance.c.id == number, nuisance.c.lifted_at.is_(None), nuisance.c.ends > now)
        with self._database.writing() as connection:
            lifted = update(nuisance).where(mine).values(lifted_at=now, lifted_by=author).returning(nuisance)
            row = connection.execute(lifted).first()
        if row is None:
            raise NuisanceRefused(said("There is none of the number {number}, or it is over.", number=number))
        return LimitedNumber(**row._mapping)

    def one(self, number: int) -> LimitedNumber | None:
        """The one of that id; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(nuisance).where(nuisance.c.id == number)).first()
        return LimitedNumber(**row._mapping) if row else None

    def standing(self) -> tuple[LimitedNumber, ...]:
        """All that hold now, what ends first on top."""
        with self._database.reading() as connection:
            return _standing(connection, self.clock())

    def history(self, limit: int = 200) -> tuple[LimitedNumber, ...]:
        """What was decided, the latest first."""
        with self._database.reading() as connection:
            return _read(connection.execute(select(nuisance).order_by(desc(nuisance.c.id)).limit(limit)))

    def of_number(self, number: str) -> tuple[LimitedNumber, ...]:
        """What was decided about a number (E.164), the latest first."""
        mine = select(nuisance).where(nuisance.c.name == self.name_of(number)).order_by(desc(nuisance.c.id))
        with self._database.reading() as connection:
            return _read(connection.execute(mine))


def forget_nuisance(database: Database, before: datetime) -> int:
    """Delete what ended before then; how many. Raises StorageAway."""
    over = (nuisance.c.ends < before) | (nuisance.c.lifted_at < before)
    with database.writing() as connection:
        return connection.execute(delete(nuisance).where(over)).rowcount


def _refuse(number: str, reason: str, days: int) -> None:
    """Raises NuisanceRefused for what makes no sense."""
    if not number:
        raise NuisanceRefused(said("A number that is withheld cannot be limited: nobody knows it."))
    if not reason or len(reason) > LONGEST_REASON:
        raise NuisanceRefused(said("Write why, in at most {most} characters.", most=LONGEST_REASON))
    if not 1 <= days <= MOST_DAYS:
        raise NuisanceRefused(said("It holds for 1 to {most} days.", most=MOST_DAYS))


def _standing(connection: Connection, now: datetime, name: str = "", department: str = "") -> tuple[LimitedNumber, ...]:
    query = select(nuisance).where(nuisance.c.lifted_at.is_(None), nuisance.c.ends > now)
    if name:
        query = query.where(nuisance.c.name == name, nuisance.c.department == department)
    return _read(connection.execute(query.order_by(nuisance.c.ends, nuisance.c.id)))


def _read(rows: Iterable[Row[Any]]) -> tuple[LimitedNumber, ...]:
    return tuple(LimitedNumber(**row._mapping) for row in rows)
