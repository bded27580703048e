"""The list of calls that a supervisor sees: filtered, page by page, quickly also among a million."""

from dataclasses import fields

from sqlalchemy import RowMapping, select

from ivr.storage.database import Database
from ivr.storage.desk_conditions import CallFilters, Scope, in_scope
from ivr.storage.desk_sources import page_of, sources
from ivr.storage.models import calls, cases
from ivr.storage.reading import CallRecord

__all__ = ["CallFilters", "Scope", "call_in_scope", "desk_call", "list_desk_calls"]


def list_desk_calls(database: Database, filters: CallFilters) -> tuple[CallRecord, ...]:
    """A page of calls, the latest first. Raises StorageAway."""
    with database.reading() as connection:
        found = connection.execute(page_of(filters, sources(connection, filters))).mappings()
        return tuple(_record(row) for row in found)


def desk_call(database: Database, sid: str, scope: Scope | None) -> CallRecord | None:
    """The call of exactly that name; None when there is none, or not in that scope. Raises StorageAway."""
    with database.reading() as connection:
        row = connection.execute(select(calls).where(calls.c.sid == sid, *in_scope(scope))).mappings().first()
        return _record(row) if row else None


def call_in_scope(database: Database, sid: str, scope: Scope | None) -> bool:
    """Whether somebody with that scope may see the call: it is in scope, or a case of it is their department's now.

    Raises StorageAway.
    """
    if desk_call(database, sid, scope):
        return True
    if scope is None:
        return False
    theirs = select(cases.c.id).where(cases.c.call_sid == sid, cases.c.department.in_(sorted(scope.departments)))
    with database.reading() as connection:
        return connection.execute(theirs.limit(1)).first() is not None


def _record(row: RowMapping) -> CallRecord:
    return CallRecord(**{each.name: row[each.name] for each in fields(CallRecord)})
