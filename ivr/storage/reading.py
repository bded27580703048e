"""Reading back what is on record: calls with their steps, cases, messages."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, Table, and_, desc, or_, select

from ivr.storage.database import Database
from ivr.storage.journal import entry_of
from ivr.storage.journal_statements import ENTRY_COLUMNS
from ivr.storage.models import NO_TURN_YET, calls, cases, journal, messages
from ivr.switchboard.ports import Entry


@dataclass(frozen=True)
class CallRecord:
    """A call in short. `outcome` is the most it did for the caller: nothing, answered, message, officer or case.

    `ended_at` and `seconds` are the carrier's, None until it reported the end; `ending` is a CallEnding or empty.
    """

    sid: str
    hotline: str
    caller: str
    called: str
    edition: str
    started_at: datetime
    ended_at: datetime | None
    seconds: int | None
    turns: int
    last_node: str
    language: str
    outcome: str
    ending: str


@dataclass(frozen=True)
class CaseRecord:
    """A case. `recording_status` is the carrier's word: completed, absent, failed, or nothing yet."""

    reference: str
    kind: str
    department: str
    hotline: str
    call_sid: str
    turn: int
    opened_at: datetime
    recording: str
    url: str
    seconds: int
    call_back: str
    recording_status: str
    state: str


@dataclass(frozen=True)
class MessageRecord:
    """A message recorded for an officer."""

    department: str
    node: str
    hotline: str
    call_sid: str
    turn: int
    left_at: datetime
    recording: str
    url: str
    seconds: int
    call_back: str
    recording_status: str


@dataclass(frozen=True)
class Filters:
    """What to list: from `since` until before `until`, at most `limit`, after the one that `after` stands for.

    `after` is the moment and the name (sid, reference) of the last one of the page before. Empty means any.
    """

    hotline: str = ""
    department: str = ""
    caller: str = ""
    outcome: str = ""
    state: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


Record = TypeVar("Record", CallRecord, CaseRecord, MessageRecord)
NOTHING_IN_PARTICULAR = Filters()


def list_calls(database: Database, filters: Filters = NOTHING_IN_PARTICULAR) -> tuple[CallRecord, ...]:
    """Calls, the latest first. Raises StorageAway."""
    return _list(database, CallRecord, calls, (calls.c.started_at, calls.c.sid), filters)


def list_cases(database: Database, filters: Filters = NOTHING_IN_PARTICULAR) -> tuple[CaseRecord, ...]:
    """Cases, the latest first. Raises StorageAway."""
    return _list(database, CaseRecord, cases, (cases.c.opened_at, cases.c.reference), filters)


def list_messages(database: Database, filters: Filters = NOTHING_IN_PARTICULAR) -> tuple[MessageRecord, ...]:
    """Recorded messages, the latest first. Raises StorageAway."""
    return _list(database, MessageRecord, messages, (messages.c.left_at, messages.c.call_sid), filters)


def find_call(database: Database, beginning: str) -> CallRecord | None:
    """The one call whose name begins so; None when there is none or more than one. Raises StorageAway."""
    query = select(calls).where(calls.c.sid.startswith(beginning, autoescape=True)).limit(2)
    with database.reading() as connection:
        whole = connection.execute(select(calls).where(calls.c.sid == beginning)).mappings().all()
        found = whole or connection.execute(query).mappings().all()
        return _record(CallRecord, found[0]) if len(found) == 1 else None


def show_case(database: Database, reference: str) -> tuple[CaseRecord, ...]:
    """The cases of that reference: one; in the rare event that two calls were given the same, both."""
    with database.reading() as connection:
        found = connection.execute(select(cases).where(cases.c.reference == reference).order_by(cases.c.id))
        return tuple(_record(CaseRecord, row) for row in found.mappings())


def call_entries(database: Database, sid: str) -> tuple[Entry, ...]:
    """Everything the journal has of a call, in the order it happened. Raises StorageAway."""
    mine = select(*ENTRY_COLUMNS).where(journal.c.call_sid == sid)
    with database.reading() as connection:
        found = [entry_of(row) for row in connection.execute(mine).mappings()]
    return tuple(sorted(found, key=lambda each: (each.at, NO_TURN_YET if each.turn is None else each.turn, each.entry)))


def _list(
    database: Database, kind: type[Record], table: Table, order: tuple[Any, Any], filters: Filters
) -> tuple[Record, ...]:
    query: Select[Any] = select(table).where(*_conditions(table, order, filters))
    ordered = query.order_by(desc(order[0]), desc(order[1])).limit(filters.limit)
    with database.reading() as connection:
        return tuple(_record(kind, row) for row in connection.execute(ordered).mappings())


def _conditions(table: Table, order: tuple[Any, Any], filters: Filters) -> Iterator[ColumnElement[bool]]:
    for name in ("hotline", "department", "caller", "outcome", "state"):
        wanted = getattr(filters, name)
        if wanted and name in table.c:
            yield table.c[name] == wanted
    moment, name = order
    if filters.since:
        yield moment >= filters.since
    if filters.until:
        yield moment < filters.until
    if filters.after:
        at, last = filters.after
        yield or_(moment < at, and_(moment == at, name < last))


def _record(kind: type[Record], row: RowMapping) -> Record:
    return kind(**{field.name: row[field.name] for field in fields(kind)})
