"""How the carrier's requests fare: the last that was kept, what went wrong at the doors, and what was done too often.

A fault is only noted in memory while a request waits; each worker adds what it noted to the database a moment later,
so that whoever sends forged requests makes no more writes than one a second.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import case, desc, select

from ivr.engine.ports import CeilingName
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.journal.tables import journal
from ivr.storage.traffic.tables import webhook_faults

WebhookFault = Literal["unsigned", "nameless", "failed", "fallback"]
"""Refused without the carrier's signature; signed and of no call; met an error of ours; an answer nobody could use."""
Noted = WebhookFault | CeilingName | Literal["proxies", "unkept", "silent"]
"""The last three: somebody signed in who did not come by as many proxies as are set; a step of a call could be kept in
the log alone; a line did not answer when it was tried from outside."""
NOTED: tuple[Noted, ...] = (*get_args(WebhookFault), *get_args(CeilingName), "proxies", "unkept", "silent")


@dataclass(frozen=True)
class FaultsOfADay:
    """How often a fault occurred, first and last when."""

    fault: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Webhooks:
    """`last_at` is when the last request came that was kept, and `last_hotline` its hotline; None and empty for none.

    `faults` are those of the day, the latest first.
    """

    last_at: datetime | None
    last_hotline: str
    faults: tuple[FaultsOfADay, ...]


class WebhookFaults:
    """Counts what goes wrong at this worker's doors, until it is written to the database."""

    def __init__(self, database: Database, clock: Callable[[], datetime], zone: Callable[[], ZoneInfo]) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._guard = threading.Lock()
        self._noted: dict[tuple[date, str], FaultsOfADay] = {}

    def note(self, fault: Noted) -> None:
        """Count a fault, or a ceiling that a caller reached. Never raises, and never waits for the database."""
        now = self._clock()
        day = now.astimezone(self._zone()).date()
        with self._guard:
            before = self._noted.get((day, fault))
            count, first = (before.count, before.first_at) if before else (0, now)
            self._noted[day, fault] = FaultsOfADay(fault, count + 1, first, now)

    def write(self) -> int:
        """Add what was noted to the database; how many kinds of fault. Raises StorageAway, and keeps it for later."""
        with self._guard:
            taken, self._noted = self._noted, {}
        try:
            return self._add(taken)
        except Exception:
            self._take_back(taken)
            raise

    def _add(self, taken: dict[tuple[date, str], FaultsOfADay]) -> int:
        if not taken:
            return 0
        with self._database.writing() as connection:
            insert = INSERTS[connection.dialect.name](webhook_faults)
            old, new = webhook_faults.c, insert.excluded
            sums = {
                "count": old.count + new.count,
                "first_at": case((new.first_at < old.first_at, new.first_at), else_=old.first_at),
                "last_at": case((new.last_at > old.last_at, new.last_at), else_=old.last_at),
            }
            rows = [{"day": day, **vars(faults)} for (day, _), faults in taken.items()]
            connection.execute(insert.on_conflict_do_update(index_elements=["day", "fault"], set_=sums), rows)
        return len(taken)

    def _take_back(self, taken: dict[tuple[date, str], FaultsOfADay]) -> None:
        with self._guard:
            for key, old in taken.items():
                new = self._noted.get(key)
                count, last = (new.count, new.last_at) if new else (0, old.last_at)
                self._noted[key] = FaultsOfADay(old.fault, old.count + count, old.first_at, last)


def webhooks_of(database: Database, now: datetime) -> Webhooks:
    """How the carrier's requests fare, with the faults of the day of `now` in its zone. Raises StorageAway."""
    latest = select(journal.c.at, journal.c.hotline).order_by(desc(journal.c.id)).limit(1)
    c = webhook_faults.c
    today = select(c.fault, c.count, c.first_at, c.last_at).where(c.day == now.date())
    with database.reading() as connection:
        row = connection.execute(latest).first()
        faults = tuple(FaultsOfADay(*each) for each in connection.execute(today.order_by(desc(c.last_at))))
    return Webhooks(row.at if row else None, row.hotline if row else "", faults)
