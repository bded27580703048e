"""The calls that were made from here to answer cases, as a list: who rang about which case, and what came of it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, and_, select

from ivr.storage.cases.history import Key
from ivr.storage.cases.tables import case_replies, cases, history
from ivr.storage.database.transactions import Database


@dataclass(frozen=True)
class CallMade:
    """One of them; `number` is its place in the list, the caller's number (`to`) is masked.

    `state` is how it stood in the outbox, `outcome` what the carrier told of it, `seconds` how long they talked.
    """

    number: int
    at: datetime
    who: str
    reference: str
    key: Key
    department: str
    to: str
    way: str
    state: str
    outcome: str
    seconds: int | None


def calls_made(
    database: Database, departments: frozenset[str] | None, before: int | None = None, limit: int = 50
) -> tuple[CallMade, ...]:
    """Those about cases of departments (None for all), the latest first, from the one before `before` on.

    Raises StorageAway.
    """
    r, h = case_replies.c, history.c
    deed = and_(h.subject == "case", h.call_sid == r.call_sid, h.turn == r.turn, h.version == r.version)
    its = and_(cases.c.call_sid == r.call_sid, cases.c.turn == r.turn)
    columns = (h.id, h.at, h.who, h.details, cases.c.reference, cases.c.department)
    query = select(*columns, r.call_sid, r.turn, r.way, r.state, r.outcome, r.seconds)
    query = query.select_from(case_replies.join(history, deed).join(cases, its)).where(r.way == "call")
    if departments is not None:
        query = query.where(cases.c.department.in_(sorted(departments)))
    if before is not None:
        query = query.where(h.id < before)
    with database.caught_up() as connection:
        rows = connection.execute(query.order_by(h.id.desc()).limit(limit)).mappings()
        return tuple(_call_made(row) for row in rows)


def _call_made(row: RowMapping) -> CallMade:
    return CallMade(
        row["id"],
        row["at"],
        row["who"],
        row["reference"],
        Key(row["call_sid"], row["turn"]),
        row["department"],
        json.loads(row["details"])["to"],
        row["way"],
        row["state"],
        row["outcome"],
        row["seconds"],
    )
