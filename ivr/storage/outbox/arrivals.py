"""What the carrier tells of a text message that it took: whether it came to the telephone."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import select, update

from ivr.storage.database.transactions import Database
from ivr.storage.outbox.tables import outbox, outbox_attempts

Arrival = Literal["", "delivered", "undelivered"]
"""Empty while nobody has told."""
ARRIVALS: Mapping[str, Arrival] = {"delivered": "delivered", "undelivered": "undelivered", "failed": "undelivered"}
"""By the carrier's word; its other words are of messages on their way."""


def note_arrival(database: Database, message: str, status: str) -> bool:
    """Note what became of the message that the carrier calls so; whether it is ours. Raises StorageAway.

    What was delivered stays so, in whatever order the carrier tells.
    """
    if status not in ARRIVALS:
        return False
    ours = select(outbox_attempts.c.dispatch).where(outbox_attempts.c.answer == message)
    which = outbox.c.id.in_(ours), outbox.c.way == "sms", outbox.c.arrived != "delivered"
    with database.writing() as connection:
        return bool(connection.execute(update(outbox).where(*which).values(arrived=ARRIVALS[status])).rowcount)
