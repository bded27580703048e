"""How many cases there are: of a choice, those that wait, and the causes that came back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, desc, func, select

from ivr.storage.cases.order import next_due
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database

MOST_CAUSES = 50


class OpenCases(NamedTuple):
    """Open cases of some departments: all, the overdue, those of one person, those that nobody has taken."""

    all: int
    overdue: int
    mine: int
    nobodys: int


class Cause(NamedTuple):
    """What officers named as a cause, in how many cases, how many of these are still open, and the latest one."""

    cause: str
    cases: int
    open: int
    latest: datetime


class Causes(NamedTuple):
    """The causes found, the most frequent first; `known` of `complaints` have one."""

    found: tuple[Cause, ...]
    known: int
    complaints: int


def count_open_cases(database: Database, departments: frozenset[str] | None, who: str, now: datetime) -> OpenCases:
    """The open cases of departments (None for all), seen by `who` at `now`. Raises StorageAway."""
    sums = [_how_many(each) for each in (next_due() < now, cases.c.owner == who, cases.c.owner == "")]
    query = select(func.count(), *sums).select_from(cases).where(cases.c.state == "open", *_of(departments))
    with database.caught_up() as connection:
        return OpenCases(*map(int, connection.execute(query).one()))


def count_causes(database: Database, departments: frozenset[str] | None, since: datetime) -> Causes:
    """The causes of cases that came in from `since` on. Raises StorageAway."""
    chosen = [cases.c.opened_at >= since, *_of(departments)]
    number, is_open, latest = func.count(), _how_many(cases.c.state == "open"), func.max(cases.c.opened_at)
    query = select(cases.c.cause, number, is_open, latest).where(*chosen, cases.c.cause != "").group_by(cases.c.cause)
    ordered = query.order_by(desc(number), desc(latest), cases.c.cause).limit(MOST_CAUSES)
    complaint = [*chosen, cases.c.kind == "complaint"]
    known = select(func.count(), _how_many(cases.c.cause != "")).select_from(cases).where(*complaint)
    with database.caught_up() as connection:
        found = tuple(Cause(*row) for row in connection.execute(ordered))
        complaints, with_cause = connection.execute(known).one()
    return Causes(found, int(with_cause), int(complaints))


def count_closed_cases(database: Database, departments: frozenset[str] | None, since: datetime, until: datetime) -> int:
    """The cases of departments (None for all) that were closed from `since` to before `until`. Raises StorageAway."""
    closed = cases.c.closed_at >= since, cases.c.closed_at < until
    query = select(func.count()).select_from(cases).where(*closed, *_of(departments))
    with database.caught_up() as connection:
        return int(connection.execute(query).scalar_one())


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _of(departments: frozenset[str] | None) -> Sequence[ColumnElement[bool]]:
    return () if departments is None else (cases.c.department.in_(sorted(departments)),)
