"""Calls of which no end is known."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func, select

from ivr.storage.database import Database
from ivr.storage.models import NOT_ENDED, calls, journal

AT_A_TIME = 500


@dataclass(frozen=True)
class Unended:
    """A call without an end; `last_heard_at` is when its last entry came in."""

    sid: str
    hotline: str
    caller: str
    called: str
    edition: str
    last_node: str
    last_heard_at: datetime


def unended_calls(database: Database, before: datetime, after: str = "") -> tuple[Unended, ...]:
    """Calls that began before then and have not ended, by name, those after `after`. Raises StorageAway."""
    last = select(func.max(journal.c.at)).where(journal.c.call_sid == calls.c.sid).scalar_subquery()
    columns = [calls.c[each.name] for each in fields(Unended)[:-1]]
    query = select(*columns, last.label("last_heard_at")).where(NOT_ENDED, calls.c.started_at < before)
    with database.reading() as connection:
        found = connection.execute(query.where(calls.c.sid > after).order_by(calls.c.sid).limit(AT_A_TIME))
        return tuple(Unended(**row) for row in found.mappings())
