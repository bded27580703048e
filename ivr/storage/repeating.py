"""Calls of those who had rung the same hotline within days before."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, case, desc, extract, func, select
from sqlalchemy import Subquery as Found

from ivr.logs import NO_NUMBER
from ivr.storage.database import Database
from ivr.storage.figures import Choice
from ivr.storage.models import calls

A_DAY = 86_400  # seconds


@dataclass(frozen=True)
class RepeatCounts:
    """Calls with a number `shown`, those of them that `repeated`, those `withheld`; `often` is number and calls."""

    shown: int
    repeated: int
    withheld: int
    often: tuple[tuple[str, int], ...]


def read_repeats(database: Database, choice: Choice, days: int, most: int) -> RepeatCounts:
    """Count them; those just before the first day are looked at too. Raises StorageAway."""
    found = _with_the_call_before(choice, timedelta(days=days)).subquery()
    with database.snapshot() as connection:
        shown, repeated, withheld = connection.execute(_counted(choice, found, days, database.kind)).one()
        often = connection.execute(_often(choice, most)).all()
    numbers = tuple((caller, count) for caller, count in often)
    return RepeatCounts(int(shown or 0), int(repeated or 0), int(withheld or 0), numbers)


def _with_the_call_before(choice: Choice, span: timedelta) -> Select[Any]:
    since, until = choice.moments()
    before = func.lag(calls.c.started_at).over(
        partition_by=(calls.c.hotline, calls.c.caller), order_by=calls.c.started_at
    )
    query = select(calls.c.started_at, calls.c.caller, before.label("before"))
    return query.where(calls.c.started_at >= since - span, calls.c.started_at < until, *_rang(choice))


def _counted(choice: Choice, found: Found, days: int, kind: str) -> Select[Any]:
    since, _ = choice.moments()
    hidden = func.lower(found.c.caller).in_(NO_NUMBER)
    again = and_(~hidden, found.c.before.is_not(None), _days_between(found, kind) <= days)
    sums = [func.sum(case((each, 1), else_=0)) for each in (~hidden, again, hidden)]
    return select(*sums).where(found.c.started_at >= since)


def _days_between(found: Found, kind: str) -> Any:
    """Days between a call and the one before, to the millisecond."""
    if kind == "sqlite":
        return func.round(func.julianday(found.c.started_at) - func.julianday(found.c.before), 8)
    return extract("epoch", found.c.started_at - found.c.before) / A_DAY


def _often(choice: Choice, most: int) -> Select[Any]:
    since, until = choice.moments()
    chosen = (calls.c.started_at >= since, calls.c.started_at < until, *_rang(choice))
    numbers = select(calls.c.caller, func.count().label("calls")).where(
        *chosen, func.lower(calls.c.caller).not_in(NO_NUMBER)
    )
    grouped = numbers.group_by(calls.c.caller).having(func.count() > 1)
    return grouped.order_by(desc("calls"), calls.c.caller).limit(most)


def _rang(choice: Choice) -> list[Any]:
    return [] if choice.hotlines is None else [calls.c.hotline.in_(sorted(choice.hotlines))]
