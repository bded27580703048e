"""When callers of cases heard that they came in, and what came of them: what promises are held against."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Exists, ScalarSelect, exists, func, select

from ivr.journal.text import compact
from ivr.storage.cases.tables import cases, history
from ivr.storage.cases.work import NONE_WANTED
from ivr.storage.database.transactions import Database


class CaseMoments(NamedTuple):
    """When a case came in, when its caller was told so, when somebody was given it, when the caller had the reply.

    And whether he wanted none.
    """

    opened_at: datetime
    acknowledged_at: datetime | None
    assigned_at: datetime | None
    replied_at: datetime | None
    none_wanted: bool


def case_moments(
    database: Database, department: str, kinds: Iterable[str], since: datetime, until: datetime
) -> tuple[CaseMoments, ...]:
    """The cases that a department has, of these kinds (none: of all), that came in from `since` to before `until`.

    Raises StorageAway.
    """
    wanted = [*kinds]
    chosen = [cases.c.department == department, cases.c.opened_at >= since, cases.c.opened_at < until]
    chosen += [cases.c.kind.in_(wanted)] if wanted else []
    columns = cases.c.opened_at, cases.c.acknowledged_at, _assigned_at(), cases.c.replied_at, _none_wanted()
    with database.caught_up() as connection:
        rows = connection.execute(select(*columns).where(*chosen)).all()
    return tuple(CaseMoments(came, told, given, replied, bool(none)) for came, told, given, replied, none in rows)


def _same() -> tuple[ColumnElement[bool], ...]:
    return history.c.subject == "case", history.c.call_sid == cases.c.call_sid, history.c.turn == cases.c.turn


def _assigned_at() -> ScalarSelect[Any]:
    given = history.c.what == "assigned", history.c.details != compact({"owner": ""})
    return select(func.min(history.c.at)).where(*_same(), *given).correlate(cases).scalar_subquery()


def _none_wanted() -> Exists:
    words = compact({"by": NONE_WANTED})[1:-1]
    said_so = history.c.what == "replied", history.c.details.contains(words, autoescape=True)
    return exists().where(*_same(), *said_so)
