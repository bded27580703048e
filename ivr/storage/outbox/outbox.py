"""Putting into the outbox, taking out to send, and keeping what became of it; any number of senders may at once.

Whoever sends first commits that he does, and only then sends. When he dies on the way the row comes due again by
itself; what the other side cannot tell from a second one is then not sent again, but left for a person to decide.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, text, update

from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.tables import outbox, outbox_attempts

State = Literal["waiting", "sent", "given up", "unsure"]
Result = Literal["", "sent", "refused", "failed", "unclear"]
"""Of an attempt; empty while it goes on, and for ever where its process died."""
LEASE = timedelta(minutes=5)  # longer than any attempt may take, with room for clocks that differ
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
TOO_LATE = "its deadline has passed"
OF_A_BACKUP = "it waited when the backup was taken that was restored, and may have been sent since"
NOBODY_KNOWS = "an attempt broke off, and the other side may have taken it"
OWN = ("key", "way", "destination", "about", "made_at", "until", "call_sid")
CLAIMING = 7_315_011  # any number no other program uses as a PostgreSQL advisory lock


@dataclass(frozen=True)
class Dispatch:
    """One thing to send. The same `key` is never put in twice, and goes with every attempt.

    `call_sid` names the call to whose caller it goes, if it does.
    """

    key: str
    way: str
    destination: str
    about: str
    content: Mapping[str, Any]
    made_at: datetime
    until: datetime
    call_sid: str = ""


@dataclass(frozen=True)
class Attempt:
    """A dispatch that this process may send now, and the number of the attempt, from 1."""

    dispatch: Dispatch
    id: int
    number: int


@dataclass(frozen=True)
class Claiming:
    """How a way is sent: whether the other side can `tell_repeats`, and at most how much `since` the day began."""

    way: str
    tell_repeats: bool
    most: int
    since: datetime


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: its end, and what the other side answered or why there was no answer."""

    result: Result
    answer: str = field(default="")


def key_of(*parts: object) -> str:
    """The key of what is sent because of these: the same for the same, and nothing can be read in it."""
    return hashlib.sha256(json.dumps([str(each) for each in parts]).encode()).hexdigest()[:40]


def put(connection: Connection, dispatch: Dispatch, next_at: datetime | None = None) -> bool:
    """Put something in, within the transaction of what causes it; False where it is in already."""
    row = vars(dispatch) | {
        "content": json.dumps(dispatch.content, ensure_ascii=False, sort_keys=True),
        "state": "waiting",
        "next_at": next_at or dispatch.made_at,
    }
    insert = INSERTS[connection.dialect.name](outbox).values(row).on_conflict_do_nothing(index_elements=["key"])
    return connection.scalar(insert.returning(outbox.c.id)) is not None


def put_in(database: Database, dispatch: Dispatch) -> bool:
    """Put something in that nothing else is done with; False where it is in already. Raises StorageAway."""
    with database.writing() as connection:
        return put(connection, dispatch)


def is_due(database: Database, way: str, now: datetime) -> bool:
    """Whether anything of a way could be sent now: asked before a claim, which writes. Raises StorageAway."""
    with database.reading() as connection:
        return connection.scalar(select(outbox.c.id).where(*_due(way, now)).limit(1)) is not None


def claim(database: Database, how: Claiming, now: datetime) -> Attempt | Literal["ceiling"] | None:
    """What is to be sent next, none where nothing is; "ceiling" where no more may be sent today. Raises StorageAway.

    What is too late, or may have been sent already, is settled on the way.
    """
    with database.writing() as connection:
        _alone(connection)
        while row := _next(connection, how.way, now):
            late = row["until"] <= now
            if (late or not how.tell_repeats) and row["attempts"] and _broke_off(connection, row):
                _close(connection, row["id"], "unsure", NOBODY_KNOWS, now)
            elif late:
                _close(connection, row["id"], "given up", TOO_LATE, now)
            elif _sent_since(connection, how, row["id"]) >= how.most:
                return "ceiling"
            else:
                return _begin(connection, row, now)
    return None


def settle(database: Database, attempt: Attempt, outcome: Outcome, now: datetime) -> State | None:
    """Keep what came of an attempt; how the dispatch stands now, None where another process took it over meanwhile.

    What was sent is sent, whoever tries now. Raises StorageAway; then it is to be kept again.
    """
    with database.writing() as connection:
        mine = outbox_attempts.c.dispatch == attempt.id, outbox_attempts.c.number == attempt.number
        ended = {"ended_at": now, "result": outcome.result, "answer": outcome.answer}
        connection.execute(update(outbox_attempts).where(*mine).values(ended))
        state, why, next_at = _after(attempt, outcome, now)
        still = () if state == "sent" else (outbox.c.attempts == attempt.number,)
        values = {"state": state, "why": why, "next_at": next_at, "settled_at": None if state == "waiting" else now}
        changed = update(outbox).where(outbox.c.id == attempt.id, outbox.c.state != "sent", *still).values(values)
        return state if connection.execute(changed).rowcount else None


def send_again(database: Database, key: str, now: datetime, until: datetime) -> bool:
    """Let what was not sent be tried from now on; False where there is no such thing, or it was. Raises StorageAway."""
    with database.writing() as connection:
        found = outbox.c.key == key, outbox.c.state != "sent"
        values = {"state": "waiting", "why": "", "next_at": now, "until": until, "settled_at": None}
        # who asks knows of the attempt that broke off, so it no longer keeps the dispatch from being sent
        which = select(outbox.c.id).where(*found)
        broken = outbox_attempts.c.dispatch.in_(which), outbox_attempts.c.ended_at.is_(None)
        connection.execute(update(outbox_attempts).where(*broken).values(ended_at=now))
        return bool(connection.execute(update(outbox).where(*found).values(values)).rowcount)


def leave_what_waits(database: Database, now: datetime) -> int:
    """Leave all that waits for a person to decide, for a backup does not know what was sent since; how much.

    Raises StorageAway.
    """
    values = {"state": "unsure", "why": OF_A_BACKUP, "settled_at": now}
    with database.writing() as connection:
        return int(connection.execute(update(outbox).where(outbox.c.state == "waiting").values(values)).rowcount)


def _due(way: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.state == "waiting", outbox.c.way == way, outbox.c.next_at <= now


def _next(connection: Connection, way: str, now: datetime) -> RowMapping | None:
    first = select(outbox).where(*_due(way, now)).order_by(outbox.c.next_at, outbox.c.id).limit(1)
    return connection.execute(first).mappings().first()


def _begin(connection: Connection, row: RowMapping, now: datetime) -> Attempt:
    number = row["attempts"] + 1
    # the end of the lease, unless the attempt is settled before
    connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(attempts=number, next_at=now + LEASE))
    began = {"dispatch": row["id"], "number": number, "began_at": now, "result": "", "answer": ""}
    connection.execute(outbox_attempts.insert(), began)
    return Attempt(dispatch_of(row), row["id"], number)


def dispatch_of(row: RowMapping) -> Dispatch:
    """The dispatch of a row."""
    own = {name: row[name] for name in OWN}
    return Dispatch(**own, content=json.loads(row["content"]))


def _broke_off(connection: Connection, row: RowMapping) -> bool:
    last = outbox_attempts.c.dispatch == row["id"], outbox_attempts.c.number == row["attempts"]
    broken = select(outbox_attempts.c.id).where(*last, outbox_attempts.c.ended_at.is_(None))
    return connection.scalar(broken) is not None


def _sent_since(connection: Connection, how: Claiming, but_for: int) -> int:
    """How much was sent of a way, with what is being sent or may have been; `but_for` the dispatch that asks."""
    taken = select(func.count(func.distinct(outbox.c.id))).join_from(
        outbox, outbox_attempts, outbox_attempts.c.dispatch == outbox.c.id
    )
    today = outbox_attempts.c.began_at >= how.since, outbox_attempts.c.result.in_(("", "sent", "unclear"))
    others = outbox.c.way == how.way, outbox.c.id != but_for
    return int(connection.scalar(taken.where(*others, *today)) or 0)


def _after(attempt: Attempt, outcome: Outcome, now: datetime) -> tuple[State, str, datetime]:
    if outcome.result == "sent":
        return "sent", "", now
    if outcome.result == "unclear":
        return "unsure", outcome.answer, now
    if outcome.result == "refused":
        return "given up", outcome.answer, now
    pause = min(FIRST_PAUSE * 2 ** min(attempt.number - 1, 20), LONGEST_PAUSE)
    if now + pause >= attempt.dispatch.until:
        return "given up", outcome.answer, now
    return "waiting", outcome.answer, now + pause


def _close(connection: Connection, number: int, state: State, why: str, now: datetime) -> None:
    connection.execute(update(outbox).where(outbox.c.id == number).values(state=state, why=why, settled_at=now))


def _alone(connection: Connection) -> None:
    """Until the transaction ends nobody else claims, so that no ceiling is passed; SQLite writes one by one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CLAIMING})
