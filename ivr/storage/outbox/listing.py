"""The outbox as people look at it: what waits, what was sent, what could not be, and every attempt; never a secret."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, RowMapping, and_, delete, desc, func, or_, select

from ivr.errors import RecordMissing
from ivr.logs import HIDDEN, mask_number
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.arrivals import Arrival
from ivr.storage.outbox.outbox import Result, State
from ivr.storage.outbox.tables import outbox, outbox_attempts

UNSETTLED: tuple[State, ...] = ("given up", "unsure")
"""What somebody must decide about."""
AT_A_TIME = 500
SHORTEST = 6  # signs of a key that may stand for it


@dataclass(frozen=True)
class ShownDispatch:
    """Something in the outbox, its `destination` masked; `why` it was not sent (yet), empty where it was.

    `arrived` is what the carrier told of a text message that was sent.
    """

    id: int
    key: str
    way: str
    destination: str
    about: str
    made_at: datetime
    until: datetime
    state: State
    why: str
    next_at: datetime
    attempts: int
    settled_at: datetime | None
    arrived: Arrival


@dataclass(frozen=True)
class PastAttempt:
    """Without `ended_at` nobody knows what came of it. `answer` is the other side's, or why there was none."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    result: Result
    answer: str


def list_outbox(
    database: Database, state: str = "", after: int | None = None, limit: int = 50
) -> tuple[ShownDispatch, ...]:
    """The latest first, in one state or in any, those before the one numbered `after`. Raises StorageAway."""
    query = select(outbox).order_by(desc(outbox.c.id)).limit(limit)
    if state:
        query = query.where(outbox.c.state == state)
    if after is not None:
        query = query.where(outbox.c.id < after)
    with database.reading() as connection:
        return tuple(_sending(row) for row in connection.execute(query).mappings())


def count_outbox(database: Database) -> dict[str, int]:
    """How many there are in each state. Raises StorageAway."""
    with database.reading() as connection:
        counted = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return {state: int(count) for state, count in counted}


def find_sending(database: Database, beginning: str) -> ShownDispatch:
    """The one whose key begins so. Raises RecordMissing and StorageAway."""
    if len(beginning) < SHORTEST:
        raise RecordMissing(f"write at least {SHORTEST} signs of a key; see: ivr outbox list")
    with database.reading() as connection:
        mine = select(outbox).where(outbox.c.key.startswith(beginning, autoescape=True)).limit(2)
        rows = connection.execute(mine).mappings().all()
    if len(rows) != 1:
        many = "several keys in the outbox begin" if rows else "nothing in the outbox has a key that begins"
        raise RecordMissing(f"{many} with {beginning}; see: ivr outbox list")
    return _sending(rows[0])


def attempts_of(database: Database, number: int) -> tuple[PastAttempt, ...]:
    """Every attempt to send one, in order. Raises StorageAway."""
    c = outbox_attempts.c
    mine = select(c.number, c.began_at, c.ended_at, c.result, c.answer).where(c.dispatch == number).order_by(c.number)
    with database.reading() as connection:
        return tuple(PastAttempt(*row) for row in connection.execute(mine))


def unsettled(database: Database, late: datetime) -> dict[str, tuple[int, datetime]]:
    """What was not sent and should have been, by state: how many, and since when. Raises StorageAway.

    What waits counts where it was made before `late`, and was tried.
    """
    waits = and_(outbox.c.state == "waiting", outbox.c.made_at < late, outbox.c.attempts > 0)
    wanted = select(outbox.c.state, func.count(), func.min(outbox.c.made_at).label("since"))
    found = wanted.where(or_(outbox.c.state.in_(UNSETTLED), waits)).group_by(outbox.c.state)
    with database.reading() as connection:
        return {state: (int(count), since) for state, count, since in connection.execute(found)}


def count_old_sendings(database: Database, before: datetime) -> int:
    """How many were settled before then. Raises StorageAway."""
    with database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(outbox).where(*_old(before))) or 0)


def forget_sendings(database: Database, before: datetime) -> int:
    """Delete a bunch of those settled before then, with their attempts; 0 when none is left. Raises StorageAway."""
    with database.writing() as connection:
        chosen = select(outbox.c.id).where(*_old(before)).order_by(outbox.c.id).limit(AT_A_TIME)
        numbers = connection.scalars(chosen).all()
        connection.execute(delete(outbox_attempts).where(outbox_attempts.c.dispatch.in_(numbers)))
        connection.execute(delete(outbox).where(outbox.c.id.in_(numbers)))
    return len(numbers)


def masked_destination(way: str, destination: str) -> str:
    """Where something goes, as people may see it who need not write there: `d••••@example.gov.hk`, a host alone."""
    if way == "webhook":
        return urlsplit(destination).hostname or HIDDEN  # the path may be what lets in
    name, at, host = destination.rpartition("@")
    return f"{name[:1]}{HIDDEN}@{host}" if at else mask_number(destination)


def _old(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.settled_at < before,)


def _sending(row: RowMapping) -> ShownDispatch:
    shown = {name: row[name] for name in ShownDispatch.__dataclass_fields__}
    return ShownDispatch(**shown | {"destination": masked_destination(row["way"], row["destination"])})
