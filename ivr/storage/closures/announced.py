"""Closures and notices on record: who announced what, on which hotlines, until when, and who changed that."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Row, Select, and_, desc, func, or_, select

from ivr.closures.wishes import ClosureWish, Wrong, wrong_end, wrongs_of
from ivr.engine.edition import Edition
from ivr.engine.ports import ClosureInForce
from ivr.errors import ClosureRefused
from ivr.storage.closures.tables import closure_changes, closures
from ivr.storage.database.transactions import Database
from ivr.storage.editions.bundles import true_time

ClosureState = Literal["in force", "to come", "over", "stopped"]


@dataclass(frozen=True)
class ClosureChange:
    """Someone gave a closure another end, or stopped it (`ends` is None)."""

    ends: datetime | None
    author: str
    at: datetime


@dataclass(frozen=True)
class KeptClosure:
    """A closure for `reason`, or a notice (`reason` is empty), on `hotlines` (none: on all).

    Without `begins` it is in force as soon as it is written, whatever the clock of a machine says, and no longer as
    soon as it is written that someone stopped it. `ends` is as it was announced, `over` as it is now.
    """

    id: int
    hotlines: tuple[str, ...]
    reason: str
    words: Mapping[str, str]
    begins: datetime | None
    ends: datetime
    author: str
    at: datetime
    changes: tuple[ClosureChange, ...] = field(default=())

    @property
    def start(self) -> datetime:
        """When it began, or will."""
        return self.begins or self.at

    @property
    def stopped(self) -> bool:
        """Whether someone stopped it."""
        return bool(self.changes) and self.changes[-1].ends is None

    @property
    def over(self) -> datetime:
        """When it is over, or was."""
        last = self.changes[-1] if self.changes else None
        return (last.ends or last.at) if last else self.ends

    def state(self, at: datetime) -> ClosureState:
        """How it stands at a moment."""
        if self.stopped:
            return "stopped"
        if self.begins and at < self.begins:
            return "to come"
        return "in force" if at < self.over else "over"

    def concerns(self, hotline: str) -> bool:
        """Whether it was announced on a hotline."""
        return not self.hotlines or hotline in self.hotlines

    def wish(self) -> ClosureWish:
        """It, as it would be announced now."""
        return ClosureWish(self.hotlines, self.reason, self.over, self.words, self.begins)

    def in_force(self) -> ClosureInForce:
        """It, as a turn of a call knows it."""
        return ClosureInForce(str(self.id), self.reason, self.words, self.start, self.over)


class ClosureBook:
    """Closures in the database; rows are only ever added. Everything raises StorageAway."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = true_time) -> None:
        self._database = database
        self.clock = clock

    def announce(self, edition: Edition, wish: ClosureWish, author: str) -> KeptClosure:
        """Put a wish on record; it is in force from then on, or from its beginning.

        Raises ClosureRefused, with all that is wrong with it.
        """
        now = self.clock()
        _refuse(wrongs_of(edition, wish, now))
        row = {
            "hotlines": _compact(list(wish.hotlines)),
            "reason": wish.reason,
            "words": _compact(dict(wish.words)),
            "begins": wish.begins,
            "ends": wish.ends,
            "author": author,
            "at": now,
        }
        with self._database.writing() as connection:
            made = connection.execute(closures.insert().returning(closures), row).one()
        return _kept(made, ())

    def extend(self, number: int, ends: datetime, author: str) -> KeptClosure:
        """Give a closure another end. Raises ClosureRefused when it is over, or the end makes no sense."""
        return self._change(number, ends, author)

    def stop(self, number: int, author: str) -> KeptClosure:
        """End a closure now, or before it begins. Raises ClosureRefused for one that is over."""
        return self._change(number, None, author)

    def standing(self) -> tuple[KeptClosure, ...]:
        """All that are in force or to come, in the order they begin."""
        with self._database.reading() as connection:
            found = _read(connection, _standing(self.clock()))
        return tuple(sorted(found, key=lambda each: (each.start, each.id)))

    def history(self, limit: int = 100) -> tuple[KeptClosure, ...]:
        """What was announced, the latest first."""
        with self._database.reading() as connection:
            return _read(connection, select(closures).order_by(desc(closures.c.id)).limit(limit))

    def one(self, number: int) -> KeptClosure:
        """The closure of that number. Raises ClosureRefused when there is none."""
        with self._database.reading() as connection:
            return _one(connection, number)

    def _change(self, number: int, ends: datetime | None, author: str) -> KeptClosure:
        now = self.clock()
        with self._database.writing() as connection:
            kept = _one(connection, number)
            if kept.state(now) in ("over", "stopped"):
                raise ClosureRefused(f"Number {number} is over; announce it anew.")
            if ends:
                _refuse(wrong_end(kept.start, ends, now))
            change = {"closure": number, "ends": ends, "author": author, "at": now}
            connection.execute(closure_changes.insert(), change)
        return replace(kept, changes=(*kept.changes, ClosureChange(ends, author, now)))


def _refuse(wrong: Iterable[Wrong]) -> None:
    if refusal := " ".join(each.what for each in wrong):
        raise ClosureRefused(refusal)


def _standing(now: datetime) -> Select[tuple[object, ...]]:
    last = select(closure_changes.c.closure, func.max(closure_changes.c.id).label("id"))
    latest = last.group_by(closure_changes.c.closure).subquery()
    joined = closures.outerjoin(latest, latest.c.closure == closures.c.id)
    joined = joined.outerjoin(closure_changes, closure_changes.c.id == latest.c.id)
    unchanged = and_(closure_changes.c.id.is_(None), closures.c.ends > now)
    return select(closures).select_from(joined).where(or_(unchanged, closure_changes.c.ends > now))


def _one(connection: Connection, number: int) -> KeptClosure:
    found = _read(connection, select(closures).where(closures.c.id == number))
    if not found:
        raise ClosureRefused(f"No closure or notice has the number {number}; see: ivr closure list")
    return found[0]


def _read(connection: Connection, wanted: Select[tuple[object, ...]]) -> tuple[KeptClosure, ...]:
    rows = connection.execute(wanted).all()
    if not rows:
        return ()
    mine = closure_changes.c.closure.in_([row.id for row in rows])
    changes = connection.execute(select(closure_changes).where(mine).order_by(closure_changes.c.id)).all()
    return tuple(_kept(row, [each for each in changes if each.closure == row.id]) for row in rows)


def _kept(row: Row[tuple[object, ...]], changes: Sequence[Row[tuple[object, ...]]]) -> KeptClosure:
    kept = dict(row._mapping)
    kept |= {"hotlines": tuple(json.loads(row.hotlines)), "words": json.loads(row.words)}
    return KeptClosure(**kept, changes=tuple(ClosureChange(each.ends, each.author, each.at) for each in changes))


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
