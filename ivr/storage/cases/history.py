"""What supervisors do to cases and messages: one row of history each, and the current columns brought up to date.

History is the record: nobody can change it, and the columns can be made anew from it at any time.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, RowMapping, Table, and_, desc, func, literal, select, update

from ivr.errors import RecordMissing, WorkConflict
from ivr.journal.text import compact
from ivr.storage.cases.tables import cases, history
from ivr.storage.database.transactions import Database
from ivr.storage.messages.tables import messages

Subject = Literal["case", "message"]
TABLES: Mapping[Subject, Table] = {"case": cases, "message": messages}
DUE = ("acknowledge_due", "reply_due")


class Key(NamedTuple):
    """Which case or message: the call it came in, and the turn."""

    call_sid: str
    turn: int


@dataclass(frozen=True)
class Deed:
    """One thing that somebody did. `what` is a past participle (assigned, noted, …), `details` what was written."""

    version: int
    at: datetime
    who: str
    what: str
    details: Mapping[str, str]


@dataclass(frozen=True)
class Doing:
    """A thing about to be done: by whom, when, to which version that they saw."""

    key: Key
    version: int
    who: str
    at: datetime
    what: str
    details: Mapping[str, str]


def do(connection: Connection, subject: Subject, doing: Doing) -> None:
    """Do it. Raises WorkConflict when somebody else did something since, RecordMissing when there is no such thing."""
    table = TABLES[subject]
    current = _is(table, doing.key) & (table.c.version == doing.version)
    changed = update(table).where(current).values(version=doing.version + 1, **columns_after(table, doing))
    if not connection.execute(changed).rowcount:
        raise _refusal(connection, subject, doing)
    row = {
        "subject": subject,
        "call_sid": doing.key.call_sid,
        "turn": doing.key.turn,
        "version": doing.version + 1,
        "at": doing.at,
        "who": doing.who,
        "what": doing.what,
        "details": compact(dict(doing.details)),
    }
    connection.execute(history.insert(), row)


def columns_after(table: Table, doing: Doing) -> dict[str, Any]:
    """The columns that a deed changes, and what to."""
    if table is messages:
        return _message_after(doing)
    return _CASE_AFTER[doing.what](doing) if doing.what in _CASE_AFTER else {}


_CASE_AFTER: Mapping[str, Callable[[Doing], dict[str, Any]]] = {
    "assigned": lambda doing: {"owner": doing.details["owner"]},
    "classified": lambda doing: {"kind": doing.details["kind"], **_due(doing.details)},
    "handed over": lambda doing: {"department": doing.details["department"], "owner": ""},
    "acknowledged": lambda doing: _first_told(doing, "acknowledged_at"),
    "replied": lambda doing: _first_told(doing, "acknowledged_at", "replied_at"),
    "settled": lambda doing: {name: doing.details[name] for name in ("outcome", "cause", "remedy")},
    "closed": lambda doing: {"state": "closed", "closed_at": doing.at},
    "reopened": lambda _: {"state": "open", "closed_at": None},
}


def _due(details: Mapping[str, str]) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(details[name]) for name in DUE}


def _first_told(doing: Doing, *columns: str) -> dict[str, Any]:
    """When the caller was told first, which may be before it was written down."""
    at = datetime.fromisoformat(doing.details["when"]) if doing.details.get("when") else doing.at
    return {name: func.coalesce(cases.c[name], literal(at, cases.c[name].type)) for name in columns}


def _message_after(doing: Doing) -> dict[str, Any]:
    match doing.what:
        case "done":
            return {"done_at": doing.at, "done_by": doing.who}
        case "undone":
            return {"done_at": None, "done_by": ""}
        case "made a case":
            return {"done_at": doing.at, "done_by": doing.who, "became": doing.details["reference"]}
    return {}


def deeds(database: Database, subject: Subject, key: Key) -> tuple[Deed, ...]:
    """All that was done, in order. Raises StorageAway."""
    mine = select(history).where(history.c.subject == subject, _is(history, key)).order_by(history.c.version)
    with database.reading() as connection:
        return tuple(_deed(row) for row in connection.execute(mine).mappings())


def _deed(row: RowMapping) -> Deed:
    return Deed(row["version"], row["at"], row["who"], row["what"], json.loads(row["details"]))


def _is(table: Table, key: Key) -> Any:
    return and_(table.c.call_sid == key.call_sid, table.c.turn == key.turn)


def _refusal(connection: Connection, subject: Subject, doing: Doing) -> RecordMissing | WorkConflict:
    table = TABLES[subject]
    version = connection.execute(select(table.c.version).where(_is(table, doing.key))).scalar_one_or_none()
    if version is None:
        return RecordMissing(f"no such {subject} is on record")
    mine = select(history).where(history.c.subject == subject, _is(history, doing.key))
    row = connection.execute(mine.order_by(desc(history.c.version)).limit(1)).mappings().first()
    if row is None:
        return WorkConflict(f"nobody has seen this {subject} so; look at it again, then do yours", version)
    last = _deed(row)
    return WorkConflict(
        f"{last.who} has changed this {subject} meanwhile ({last.what}); look at it again, then do yours", last.version
    )
