"""Reading back what is on record of calls: each in short, and with its steps."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from heapq import merge

from sqlalchemy import ColumnElement, RowMapping, and_, desc, func, or_, select

from ivr.journal.entry import Entry
from ivr.storage.calls.tables import calls
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal


@dataclass(frozen=True)
class CallRecord:
    """A call in short. `outcome` is the most it did for the caller: one of OUTCOMES.

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
class Filters:
    """What to list: from `since` until before `until`, at most `limit`, after the one that `after` stands for.

    `after` is the moment and the name of the last one of the page before. Empty means any.
    """

    hotline: str = ""
    caller: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


NOTHING_IN_PARTICULAR = Filters()


def latest_call(database: Database, before: datetime, hotlines: Collection[str] | None = None) -> datetime | None:
    """When the last call before a moment began, on any of `hotlines` (None: on all); None without one.

    Raises StorageAway.
    """
    query = select(func.max(calls.c.started_at)).where(calls.c.started_at < before)
    if hotlines is not None:
        query = query.where(calls.c.hotline.in_(sorted(hotlines)))
    with database.caught_up() as connection:
        found: datetime | None = connection.scalar(query)
    return found


def list_calls(database: Database, filters: Filters = NOTHING_IN_PARTICULAR) -> tuple[CallRecord, ...]:
    """Calls, the latest first. Raises StorageAway."""
    query = select(calls).where(*_conditions(filters)).order_by(desc(calls.c.started_at), desc(calls.c.sid))
    with database.caught_up() as connection:
        return tuple(_record(row) for row in connection.execute(query.limit(filters.limit)).mappings())


def find_call(database: Database, beginning: str) -> CallRecord | None:
    """The one call whose name begins so; None when there is none or more than one. Raises StorageAway."""
    query = select(calls).where(calls.c.sid.startswith(beginning, autoescape=True)).limit(2)
    with database.caught_up() as connection:
        whole = connection.execute(select(calls).where(calls.c.sid == beginning)).mappings().all()
        found = whole or connection.execute(query).mappings().all()
        return _record(found[0]) if len(found) == 1 else None


def call_entries(database: Database, sid: str) -> tuple[Entry, ...]:
    """Everything the journal has of a call, in the order it happened (see `in_order`). Raises StorageAway."""
    return in_order(DatabaseJournal(database).of_call(sid))


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of one call as they happened: turns by number, then its end; other notices among them by time.

    Turns of one call are answered by several processes or machines, whose clocks differ: no time decides between them.
    """
    found = sorted(entries, key=lambda each: (each.at, each.entry))
    turns = sorted((each for each in found if each.turn is not None), key=lambda each: each.turn or 0)
    ends = (each for each in found if each.turn is None and each.ends)
    notices = (each for each in found if each.turn is None and not each.ends)
    return tuple(merge((*turns, *ends), notices, key=lambda each: each.at))


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    for name in ("hotline", "caller", "outcome"):
        if wanted := getattr(filters, name):
            yield calls.c[name] == wanted
    if filters.since:
        yield calls.c.started_at >= filters.since
    if filters.until:
        yield calls.c.started_at < filters.until
    if filters.after:
        at, name = filters.after
        yield or_(calls.c.started_at < at, and_(calls.c.started_at == at, calls.c.sid < name))


def _record(row: RowMapping) -> CallRecord:
    return CallRecord(**{field.name: row[field.name] for field in fields(CallRecord)})
