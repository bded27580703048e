"""Calls that something is still to be done about: no end is known of them, or a recording of theirs is in no row."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import exists, func, not_, select

from ivr.journal.late_recordings import READY
from ivr.storage.calls.tables import NOT_ENDED, calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages

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
    with database.caught_up() as connection:
        found = connection.execute(query.where(calls.c.sid > after).order_by(calls.c.sid).limit(AT_A_TIME))
        return tuple(Unended(**row) for row in found.mappings())


def calls_with_recordings_unkept(database: Database, since: datetime) -> tuple[str, ...]:
    """Calls that began since then and are over, with a recording that is ready and in no row. Raises StorageAway."""
    kept = [
        exists().where(
            table.c.call_sid == journal.c.call_sid, journal.c.entry == "recording " + table.c.recording + f" {READY}"
        )
        for table in (cases, messages)
    ]
    told = journal.c.entry.like(f"recording % {READY}"), func.coalesce(journal.c.seconds, 1) > 0
    query = select(journal.c.call_sid).distinct().join(calls, calls.c.sid == journal.c.call_sid)
    over = calls.c.started_at >= since, calls.c.ended_at.is_not(None)
    with database.caught_up() as connection:
        return tuple(connection.scalars(query.where(*over, *told, *(not_(each) for each in kept))))
