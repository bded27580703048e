"""The list of calls that a supervisor sees: filtered, page by page, quickly also among a million."""

from dataclasses import fields

from sqlalchemy import select

from ivr.storage.database import Database
from ivr.storage.desk_conditions import CallFilters, Scope, in_scope, page_of, sources
from ivr.storage.models import calls
from ivr.storage.reading import CallRecord

__all__ = ["CallFilters", "Scope", "call_in_scope", "list_desk_calls"]


def list_desk_calls(database: Database, filters: CallFilters) -> tuple[CallRecord, ...]:
    """A page of calls, the latest first. Raises StorageAway."""
    with database.reading() as connection:
        found = connection.execute(page_of(filters, sources(connection, filters))).mappings()
        return tuple(CallRecord(**{each.name: row[each.name] for each in fields(CallRecord)}) for row in found)


def call_in_scope(database: Database, sid: str, scope: Scope | None) -> bool:
    """Whether somebody with that scope may see the call. Raises StorageAway."""
    with database.reading() as connection:
        query = select(calls.c.sid).where(calls.c.sid == sid, *in_scope(scope))
        return connection.execute(query).first() is not None
