"""Replies that are sent to callers: put into the outbox with the deed that says so, and noted once they went.

Only what went is a reply that the caller has: until then the case still owes one. Whoever notes it may be anybody, at
any time; it is noted once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, Select, and_, exists, select, update

from ivr.errors import RecordMissing, WorkConflict
from ivr.journal.entry import Entry
from ivr.storage.cases.history import Doing, Key, do
from ivr.storage.cases.tables import case_replies, cases, history
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.outbox import Dispatch, put
from ivr.storage.outbox.tables import outbox

ReplyWay = Literal["sms", "email", "call"]
CARRIES_WORDS: Mapping[ReplyWay, str] = {"sms": "text message", "email": "e-mail"}
"""The ways on which the caller has the reply once it went, and what the history calls them."""
UNSENT = ("given up", "unsure")
CALL_OUTCOMES = (
    "",
    "picked-up",
    "officer-left",
    "officer-busy",
    "officer-silent",
    "officer-failed",
    "accepted",
    "failed",
    "gave-up",
    "unanswered",
    "busy",
    "answered",
    "machine",
)
"""What came of a call, each told later than those before it or more surely: the order they come in is no matter."""
AT_A_TIME = 100
ENTRY = "reply"  # the first word of what such entries of the journal are called
SENT_OFF, RANG, REPLIED, MACHINE = "sent a reply", "rang the caller", "replied", "met a machine"


@dataclass(frozen=True)
class SentReply:
    """How a reply stands that was sent from here; `why` it did not go (yet). Of a call also its outcome and talk.

    `version` is the deed that says who sent what. Without `settled_at` it waits, or the outbox has forgotten it.
    """

    key: str
    version: int
    way: str
    state: str
    why: str
    attempts: int
    settled_at: datetime | None
    outcome: str
    seconds: int | None

    @property
    def unsent(self) -> bool:
        """Whether words did not go, or nobody knows; of a call the officer who waits for it knows."""
        return self.state in UNSENT and self.way in CARRIES_WORDS


class UnsentReply(NamedTuple):
    """A reply that did not go, in an open case whose caller has had none since."""

    reference: str
    key: Key
    since: datetime | None


def send_off(database: Database, doing: Doing, dispatch: Dispatch) -> None:
    """Put a reply into the outbox, and into the history that it was. Raises as `do`, and StorageAway."""
    database.catch_up()
    row = {
        "key": dispatch.key,
        "call_sid": doing.key.call_sid,
        "turn": doing.key.turn,
        "version": doing.version + 1,
        "way": dispatch.way,
    }
    with database.writing() as connection:
        do(connection, "case", doing)
        put(connection, dispatch)
        connection.execute(case_replies.insert(), row)


def replies_of(database: Database, key: Key) -> Mapping[int, SentReply]:
    """The replies to a case that were sent from here, by the version of their deed. Raises StorageAway."""
    joined = case_replies.join(outbox, outbox.c.key == case_replies.c.key, isouter=True)
    stands = outbox.c.state.label("stands"), outbox.c.why, outbox.c.attempts, outbox.c.settled_at
    mine = select(case_replies, *stands).select_from(joined).where(*_of(key)).order_by(case_replies.c.version)
    with database.caught_up() as connection:
        return {row["version"]: _sent_reply(row) for row in connection.execute(mine).mappings()}


def call_entry_name(key: str, sid: str, outcome: str) -> str:
    """What an entry of the journal is called that tells of the carrier's call `sid`, by which a case is answered."""
    return f"{ENTRY} {key} {sid} {outcome}"


def project_call(connection: Connection, entry: Entry) -> None:
    """Bring a reply up to date with an entry about its call; others are none of ours."""
    word, *told = entry.entry.split(" ")
    if word == ENTRY and len(told) == 3 and told[2] in CALL_OUTCOMES:
        _keep_outcome(connection, told[0], told[2], entry.seconds)


def note_machine(database: Database, doing: Doing, reply: SentReply) -> None:
    """Keep that a machine answered and not the caller, as the officer heard. Raises as `do`, and StorageAway."""
    database.catch_up()
    with database.writing() as connection:
        do(connection, "case", doing)
        _keep_outcome(connection, reply.key, "machine", reply.seconds)


def _keep_outcome(connection: Connection, key: str, outcome: str, seconds: int | None) -> None:
    before = CALL_OUTCOMES[: CALL_OUTCOMES.index(outcome)]
    mine = case_replies.c.key == key, case_replies.c.outcome.in_(before)
    connection.execute(update(case_replies).where(*mine).values(outcome=outcome, seconds=seconds))


def note_replies(database: Database, now: datetime) -> int:
    """Note what the outbox has made of replies since it was looked at last; of how many. Raises StorageAway."""
    changed = (
        select(case_replies, outbox.c.state.label("stands"), outbox.c.settled_at)
        .join(outbox, outbox.c.key == case_replies.c.key)
        .where(case_replies.c.state != "sent", case_replies.c.state != outbox.c.state)
        .limit(AT_A_TIME)
    )
    with database.reading() as connection:
        found = connection.execute(changed).all()
    return sum(_note(database, row, now) for row in found)


def unsent_replies(database: Database, departments: frozenset[str] | None, most: int = 10) -> tuple[UnsentReply, ...]:
    """Replies that did not go, of departments (None for all), the latest first. Raises StorageAway."""
    query = _unsent(departments).order_by(outbox.c.settled_at.desc()).limit(most)
    with database.caught_up() as connection:
        rows = connection.execute(query)
        return tuple(UnsentReply(row.reference, Key(row.call_sid, row.turn), row.settled_at) for row in rows)


def _of(key: Key) -> tuple[ColumnElement[bool], ...]:
    return case_replies.c.call_sid == key.call_sid, case_replies.c.turn == key.turn


def _sent_reply(row: RowMapping) -> SentReply:
    return SentReply(
        row["key"],
        row["version"],
        row["way"],
        row["stands"] or row["state"],
        row["why"] or "",
        row["attempts"] or 0,
        row["settled_at"],
        row["outcome"],
        row["seconds"],
    )


def _note(database: Database, reply: Row[Any], now: datetime) -> bool:
    """Note it in one transaction; False where somebody else was quicker, or works on the case: then another time."""
    mine = case_replies.c.key == reply.key, case_replies.c.state == reply.state
    try:
        with database.writing() as connection:
            changed = connection.execute(update(case_replies).where(*mine).values(state=reply.stands)).rowcount
            if changed and reply.stands == "sent" and reply.way in CARRIES_WORDS:
                do(connection, "case", _replied(connection, reply, now))
    except (WorkConflict, RecordMissing):
        return False
    return bool(changed)


def _replied(connection: Connection, reply: Row[Any], now: datetime) -> Doing:
    """That the caller has the reply, by whoever sent it, as of when it went. Raises RecordMissing."""
    key = Key(reply.call_sid, reply.turn)
    its = cases.c.call_sid == key.call_sid, cases.c.turn == key.turn
    version = connection.scalar(select(cases.c.version).where(*its))
    deed = connection.execute(select(history.c.who, history.c.details).where(*_deed(key, reply.version))).first()
    if version is None or deed is None:
        raise RecordMissing("no such case is on record")
    its, when = json.loads(deed.details), (reply.settled_at or now).isoformat()
    details = {"text": its["text"], "by": CARRIES_WORDS[reply.way], "when": when, "sent": str(reply.version)}
    details |= {"heard": its["heard"]} if its.get("heard") else {}
    return Doing(key, version, deed.who, now, REPLIED, details)


def _deed(key: Key, version: int) -> tuple[ColumnElement[bool], ...]:
    h = history.c
    return h.subject == "case", h.call_sid == key.call_sid, h.turn == key.turn, h.version == version


def _unsent(departments: frozenset[str] | None) -> Select[Any]:
    replied_since = exists().where(
        history.c.subject == "case",
        history.c.call_sid == cases.c.call_sid,
        history.c.turn == cases.c.turn,
        history.c.what == REPLIED,
        history.c.version > case_replies.c.version,
    )
    its = and_(cases.c.call_sid == case_replies.c.call_sid, cases.c.turn == case_replies.c.turn)
    went_not = case_replies.c.state.in_(UNSENT), case_replies.c.way.in_(CARRIES_WORDS)
    wanted = [*went_not, cases.c.state == "open", ~replied_since]
    if departments is not None:
        wanted.append(cases.c.department.in_(sorted(departments)))
    joined = case_replies.join(cases, its).join(outbox, outbox.c.key == case_replies.c.key, isouter=True)
    columns = cases.c.reference, cases.c.call_sid, cases.c.turn, outbox.c.settled_at
    return select(*columns).select_from(joined).where(*wanted)
