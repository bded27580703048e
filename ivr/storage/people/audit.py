"""The audit: who saw, heard, changed or exported what. Rows are added and never changed; the database sees to it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, desc, func, or_, select

from ivr.storage.database.transactions import Database
from ivr.storage.people.tables import audit

ANYTHING: Mapping[str, object] = {}


@dataclass(frozen=True)
class AuditRecord:
    """One line: `who` (an e-mail) did `action` to `subject` of `department` (empty: of none), from `address`."""

    at: datetime
    who: str
    address: str
    action: str
    subject: str
    department: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class AuditFilters:
    """What to list: at most `limit` lines after `after` (moment and id of the last one seen). Empty means any.

    `who` is an e-mail, or a part of one, which means everybody whose e-mail it is a part of.
    """

    who: str = ""
    action: str = ""
    subject: str = ""
    departments: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, int] | None = None
    limit: int = 50


EVERYTHING = AuditFilters()


def keep_audit(database: Database, record: AuditRecord) -> None:
    """Add a line. Raises StorageAway; then what was to be done must not be done."""
    with database.writing() as connection:
        add_line(connection, record)


def add_line(connection: Connection, record: AuditRecord) -> None:
    """Add a line within a transaction."""
    row = {name: value for name, value in vars(record).items() if name != "id"}
    row["details"] = json.dumps(dict(record.details), ensure_ascii=False, separators=(",", ":"), default=str)
    connection.execute(audit.insert(), row)


def addresses_of(database: Database, actions: Iterable[str], since: datetime) -> tuple[str, ...]:
    """From which addresses actions were done since a moment, each as often as it was. Raises StorageAway."""
    query = select(audit.c.address).where(audit.c.action.in_(sorted(actions)), audit.c.at > since)
    with database.reading() as connection:
        return tuple(connection.execute(query).scalars())


def how_often(database: Database, action: str, who: str, since: datetime) -> int:
    """How often somebody did an action since a moment. Raises StorageAway."""
    query = select(func.count()).where(audit.c.action == action, audit.c.who == who, audit.c.at > since)
    with database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def list_audit(database: Database, filters: AuditFilters = EVERYTHING) -> tuple[AuditRecord, ...]:
    """Lines, the latest first. Raises StorageAway."""
    query = select(audit).where(*_conditions(filters)).order_by(desc(audit.c.at), desc(audit.c.id))
    with database.reading() as connection:
        return tuple(_record(dict(row)) for row in connection.execute(query.limit(filters.limit)).mappings())


def latest_of(database: Database, action: str, people: Iterable[str]) -> Mapping[str, datetime]:
    """When each of some people last did an action, by their e-mail; nobody who never did. Raises StorageAway."""
    theirs = and_(audit.c.action == action, audit.c.who.in_(sorted(people)))
    with database.reading() as connection:
        latest = select(audit.c.who, func.max(audit.c.at).label("latest")).where(theirs).group_by(audit.c.who)
        found = connection.execute(latest).all()
        return {row.who: row.latest for row in found}


def _conditions(filters: AuditFilters) -> Iterator[ColumnElement[bool]]:
    if filters.who:
        whole = re.fullmatch(r"[^@]+@[^@]+\.[^@]+", filters.who)
        yield audit.c.who == filters.who if whole else audit.c.who.contains(filters.who, autoescape=True)
    for name in ("action", "subject"):
        if wanted := getattr(filters, name):
            yield audit.c[name] == wanted
    if filters.departments is not None:
        yield audit.c.department.in_(sorted(filters.departments))
    if filters.since:
        yield audit.c.at >= filters.since
    if filters.until:
        yield audit.c.at < filters.until
    if filters.after:
        at, last = filters.after
        yield or_(audit.c.at < at, and_(audit.c.at == at, audit.c.id < last))


def _record(row: dict[str, Any]) -> AuditRecord:
    return AuditRecord(**row | {"details": json.loads(row["details"])})
