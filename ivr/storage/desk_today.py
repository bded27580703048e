"""The calls of a stretch of time in short, for counting on a page."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from ivr.storage.database import Database
from ivr.storage.desk_conditions import Scope, in_scope
from ivr.storage.models import calls


class CallInShort(NamedTuple):
    """When a call began, the most it did, and how it ended."""

    at: datetime
    outcome: str
    ending: str


def calls_between(database: Database, since: datetime, until: datetime, scope: Scope | None) -> tuple[CallInShort, ...]:
    """Every call that began from `since` until before `until`, in no order. Raises StorageAway."""
    query = select(calls.c.started_at, calls.c.outcome, calls.c.ending).where(
        calls.c.started_at >= since, calls.c.started_at < until, *in_scope(scope)
    )
    with database.reading() as connection:
        return tuple(CallInShort(*row) for row in connection.execute(query))
