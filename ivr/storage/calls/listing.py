"""The list of calls that a supervisor sees: filtered, page by page, quickly also among a million."""

from dataclasses import fields

from sqlalchemy import ColumnElement, RowMapping, exists, or_, select

from ivr.storage.calls.conditions import CallFilters, Scope, in_scope
from ivr.storage.calls.reading import CallRecord
from ivr.storage.calls.sources import page_of, sources
from ivr.storage.calls.tables import calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database

__all__ = ["CallFilters", "Scope", "call_in_scope", "desk_call", "list_desk_calls"]


def list_desk_calls(database: Database, filters: CallFilters) -> tuple[CallRecord, ...]:
    """A page of calls, the latest first. Raises StorageAway."""
    with database.caught_up() as connection:
        found = connection.execute(page_of(filters, sources(connection, filters))).mappings()
        return tuple(_record(row) for row in found)


def desk_call(database: Database, sid: str, scope: Scope | None) -> CallRecord | None:
    """The call of exactly that name; None when there is none, or it is not for somebody with that scope.

    It is for them when it is in scope, and when a case that came of it is their department's now. Raises StorageAway.
    """
    mine = [or_(*in_scope(scope), _became_a_case_of(scope.departments))] if scope else []
    with database.caught_up() as connection:
        row = connection.execute(select(calls).where(calls.c.sid == sid, *mine)).mappings().first()
        return _record(row) if row else None


def call_in_scope(database: Database, sid: str, scope: Scope | None) -> bool:
    """Whether somebody with that scope may see the call. Raises StorageAway."""
    return desk_call(database, sid, scope) is not None


def _became_a_case_of(departments: frozenset[str]) -> ColumnElement[bool]:
    return exists().where(cases.c.call_sid == calls.c.sid, cases.c.department.in_(sorted(departments)))


def _record(row: RowMapping) -> CallRecord:
    return CallRecord(**{each.name: row[each.name] for each in fields(CallRecord)})
