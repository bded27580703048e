"""What is sent to callers: shown whole to who may see it, and masked and deleted with their calls."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, select, update

from ivr.storage.database.transactions import Database
from ivr.storage.outbox.arrivals import Arrival
from ivr.storage.outbox.listing import masked_destination
from ivr.storage.outbox.outbox import State
from ivr.storage.outbox.tables import outbox, outbox_attempts


@dataclass(frozen=True)
class SentToCaller:
    """Something that was sent to a caller, or is to be, with nothing masked; `why` it was not (yet).

    `arrived` is what the carrier told of a text message.
    """

    key: str
    way: str
    destination: str
    about: str
    content: Mapping[str, Any]
    made_at: datetime
    state: State
    why: str
    settled_at: datetime | None
    arrived: Arrival


def sent_to_caller(database: Database, sid: str) -> tuple[SentToCaller, ...]:
    """All that goes to the caller of a call, in the order it was put in. Raises StorageAway."""
    mine = select(outbox).where(outbox.c.call_sid == sid).order_by(outbox.c.id)
    with database.caught_up() as connection:
        rows = connection.execute(mine).mappings().all()
    shown = [{name: row[name] for name in SentToCaller.__dataclass_fields__} for row in rows]
    return tuple(SentToCaller(**row | {"content": json.loads(row["content"])}) for row in shown)


def still_to_send(sid: ColumnElement[str]) -> ColumnElement[bool]:
    """That something waits to be sent to the caller of a call."""
    return exists().where(outbox.c.call_sid == sid, outbox.c.state == "waiting")


def forget_sent_in_calls(connection: Connection, sids: Sequence[str]) -> None:
    """Delete what was sent to the callers of these calls, or was to be."""
    mine = connection.scalars(select(outbox.c.id).where(outbox.c.call_sid.in_(sids))).all()
    connection.execute(delete(outbox_attempts).where(outbox_attempts.c.dispatch.in_(mine)))
    connection.execute(delete(outbox).where(outbox.c.id.in_(mine)))


def mask_sent_in_calls(connection: Connection, sids: Sequence[str], shown: Callable[[str], str]) -> None:
    """Keep of the numbers that these calls were answered at what `shown` leaves; of those that wait, the whole.

    Of a mail address that is as much as lists show of it, or nothing.
    """
    settled = select(outbox.c.id, outbox.c.way, outbox.c.destination).where(
        outbox.c.call_sid.in_(sids), outbox.c.state != "waiting", outbox.c.destination != ""
    )
    for number, way, destination in connection.execute(settled).all():
        left = shown(destination)
        left = masked_destination(way, destination) if left and way == "email" else left
        connection.execute(update(outbox).where(outbox.c.id == number).values(destination=left))
