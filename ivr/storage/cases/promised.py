"""When callers of cases heard that they came in, and what came of them: what promises are held against."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Exists, exists, select

from ivr.journal.text import compact
from ivr.storage.cases.tables import cases, history
from ivr.storage.cases.work import NONE_WANTED
from ivr.storage.database.transactions import Database


class CaseMoments(NamedTuple):
    """When a case came in, when its caller was told so, and when he had the reply; whether he wanted none."""

    opened_at: datetime
    acknowledged_at: datetime | None
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
    columns = cases.c.opened_at, cases.c.acknowledged_at, cases.c.replied_at
    with database.caught_up() as connection:
        rows = connection.execute(select(*columns, _none_wanted()).where(*chosen)).all()
    return tuple(CaseMoments(opened, told, replied, bool(none)) for opened, told, replied, none in rows)


def _none_wanted() -> Exists:
    same = history.c.subject == "case", history.c.call_sid == cases.c.call_sid, history.c.turn == cases.c.turn
    words = compact({"by": NONE_WANTED})[1:-1]
    said_so = history.c.what == "replied", history.c.details.contains(words, autoescape=True)
    return exists().where(*same, *said_so)
