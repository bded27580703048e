"""Noting what the office may be told of, sharing it out to alerts, and what waits to be told.

Each occasion has a key, so that it is noted once however often and by however many it is found.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from ivr.engine.alerts import KIND_OF, About
from ivr.engine.events import CaseOpened, MessageLeft
from ivr.journal.entry import Entry
from ivr.storage.alerts.tables import alert_lines, occasions
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.outbox import Dispatch, key_of, put

AT_A_TIME = 500
KEPT = timedelta(days=60)  # far longer than anything that is still found is looked for


@dataclass(frozen=True)
class Occasion:
    """Something the office may be told of: `about` what, in which department (empty: in none), since when.

    `details` name what it is, for its words and its link.
    """

    key: str
    about: About
    department: str
    at: datetime
    call_sid: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiting:
    """An occasion that an alert is to tell of: the number of its line, and when it was shared out."""

    line: int
    shared_at: datetime
    occasion: Occasion


def note_found(database: Database, found: Sequence[Occasion]) -> int:
    """Note those that were not noted yet, in a transaction of their own; how many. Raises StorageAway."""
    if not found:
        return 0
    with database.writing() as connection:
        return note(connection, found)


def note(connection: Connection, found: Iterable[Occasion]) -> int:
    """Note those that were not noted yet; how many."""
    new = 0
    for each in found:
        row = vars(each) | {"details": json.dumps(each.details, ensure_ascii=False, sort_keys=True)}
        insert = INSERTS[connection.dialect.name](occasions).values(row)
        insert = insert.on_conflict_do_nothing(index_elements=["key"]).returning(occasions.c.id)
        new += connection.scalar(insert) is not None
    return new


def note_what_was_left(connection: Connection, entries: Sequence[Entry]) -> None:
    """Note the messages and cases that callers left in these entries of the journal."""
    for entry in entries:
        for event in entry.events if entry.turn is not None else ():
            if isinstance(event, CaseOpened | MessageLeft):
                note(connection, [_left(entry, event)])


def about_case(kind: str) -> About:
    """What tells of a case of that kind."""
    return KIND_OF.get(kind, "requests")


def occasion_of_what_was_left(about: About, department: str, at: datetime, call_sid: str, turn: int) -> Occasion:
    """That a caller left a message or a case in that turn of the call."""
    key = key_of("left", about, call_sid, turn)
    return Occasion(key, about, department, at, call_sid, {"call": call_sid, "turn": turn})


def _left(entry: Entry, event: CaseOpened | MessageLeft) -> Occasion:
    about: About = about_case(event.case) if isinstance(event, CaseOpened) else "messages"
    department = event.node.partition("/")[0] if "/" in event.node else ""
    return occasion_of_what_was_left(about, department, entry.at, entry.call_sid, entry.turn or 0)


def share_out(database: Database, alerts_of: Callable[[Occasion], Iterable[str]], now: datetime) -> int:
    """Give what is new to the alerts that are about it; how many occasions. Raises StorageAway.

    What nobody asked for is told to nobody, also not to an alert that is made later.
    """
    new = occasions.c.shared_at.is_(None)
    with database.reading() as connection:
        if connection.scalar(select(occasions.c.id).where(new).limit(1)) is None:
            return 0
    with database.writing() as connection:
        rows = connection.execute(select(occasions).where(new).order_by(occasions.c.id).limit(AT_A_TIME)).mappings()
        shared = [(row["id"], _occasion(row)) for row in rows.all()]
        insert = INSERTS[connection.dialect.name](alert_lines)
        for number, occasion in shared:
            for alert in alerts_of(occasion):
                row = {"alert": alert, "occasion": number, "shared_at": now}
                connection.execute(insert.values(row).on_conflict_do_nothing(index_elements=["alert", "occasion"]))
        mine = occasions.c.id.in_([number for number, _ in shared])
        connection.execute(update(occasions).where(mine).values(shared_at=now))
    return len(shared)


def waiting_lines(database: Database) -> dict[str, list[Waiting]]:
    """What waits to be told, by alert, in the order it was noted. Raises StorageAway."""
    own = (alert_lines.c.id.label("line"), alert_lines.c.alert, alert_lines.c.shared_at.label("line_at"))
    wanted = select(*own, occasions)
    joined = wanted.join_from(alert_lines, occasions, occasions.c.id == alert_lines.c.occasion)
    found: dict[str, list[Waiting]] = {}
    with database.reading() as connection:
        for row in connection.execute(joined.where(alert_lines.c.told_at.is_(None)).order_by(occasions.c.id)):
            found.setdefault(row.alert, []).append(Waiting(row.line, row.line_at, _occasion(row._mapping)))
    return found


def tell(database: Database, lines: Sequence[int], dispatches: Iterable[Dispatch], now: datetime) -> int:
    """Mark lines as told and put what tells them into the outbox, all or nothing; how much that is.

    0 where another process has told any of them. Raises StorageAway.
    """
    mine = alert_lines.c.id.in_(lines), alert_lines.c.told_at.is_(None)
    try:
        with database.writing() as connection:
            if connection.execute(update(alert_lines).where(*mine).values(told_at=now)).rowcount != len(lines):
                raise _ToldAlready
            return sum(put(connection, each) for each in dispatches)
    except _ToldAlready:
        return 0


class _ToldAlready(Exception):
    """Takes the transaction back."""


def forget_old(database: Database, now: datetime) -> int:
    """Delete occasions that are old, with their lines; how many of a bunch. Raises StorageAway."""
    old = select(occasions.c.id).where(occasions.c.shared_at < now - KEPT).limit(AT_A_TIME)
    with database.writing() as connection:
        return _forget(connection, connection.scalars(old).all())


def forget_of_calls(connection: Connection, sids: Sequence[str]) -> None:
    """Delete what was noted of calls that are forgotten."""
    _forget(connection, connection.scalars(select(occasions.c.id).where(occasions.c.call_sid.in_(sids))).all())


def _forget(connection: Connection, numbers: Sequence[int]) -> int:
    connection.execute(delete(alert_lines).where(alert_lines.c.occasion.in_(numbers)))
    connection.execute(delete(occasions).where(occasions.c.id.in_(numbers)))
    return len(numbers)


def _occasion(row: Mapping[Any, Any]) -> Occasion:
    own = {name: row[name] for name in ("key", "about", "department", "at", "call_sid")}
    return Occasion(**own, details=json.loads(row["details"]))
