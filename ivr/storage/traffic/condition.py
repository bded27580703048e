"""How traffic stands just now, read as it is: for who asks every few seconds, and must make nobody else wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from ivr.storage.calls.tables import NOT_ENDED, calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.journal.marks import PROJECTIONS, mark_of
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages
from ivr.storage.traffic.tables import webhook_faults


@dataclass(frozen=True)
class TrafficCondition:
    """`lag` is how many seconds ago the oldest entry came in that is in no list yet, 0 where all are.

    `in_hand` are calls without an end, by hotline; `messages` those that nobody has worked on, `cases` those that are
    not closed; `faults` all there ever were, by what they are called.
    """

    lag: float
    in_hand: Mapping[str, int]
    messages: int
    cases: int
    faults: Mapping[str, int]


def traffic_condition(database: Database, now: datetime, begun_since: datetime) -> TrafficCondition:
    """How it stands at `now`; calls that began earlier than `begun_since` are over. Raises StorageAway."""
    on_the_line = select(calls.c.hotline, func.count()).where(NOT_ENDED, calls.c.started_at >= begun_since)
    on_the_line = on_the_line.group_by(calls.c.hotline)
    faults = select(webhook_faults.c.fault, func.sum(webhook_faults.c.count)).group_by(webhook_faults.c.fault)
    with database.reading() as connection:
        return TrafficCondition(
            lag=_lag(connection, now),
            in_hand={hotline: int(count) for hotline, count in connection.execute(on_the_line)},
            messages=_count(connection, messages.c.done_at.is_(None) & messages.c.continues.is_(None)),
            cases=_count(connection, cases.c.state != "closed"),
            faults={fault: int(count) for fault, count in connection.execute(faults)},
        )


def _lag(connection: Connection, now: datetime) -> float:
    mark = mark_of(connection, PROJECTIONS).journal_id
    first = select(journal.c.at).where(journal.c.id > mark).order_by(journal.c.id).limit(1)
    oldest = connection.scalar(first)
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    return int(connection.scalar(select(func.count()).where(which)) or 0)
