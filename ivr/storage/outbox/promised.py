"""Text messages that callers were promised: put into the outbox as the entry that promises them is projected.

The key is made of the call and the turn, so that no retry of a carrier, and no projector that reads an entry again,
sends one twice.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Connection

from ivr.engine.events import TextPromised
from ivr.journal.entry import Entry
from ivr.storage.outbox.outbox import Dispatch, key_of, put

WORTH_SENDING = timedelta(days=1)
LONGEST_ABOUT = 100


def put_promised_texts(connection: Connection, entries: Iterable[Entry]) -> None:
    """Put in what these entries of the journal promise."""
    for entry in entries:
        for event in entry.events if entry.turn is not None else ():
            if isinstance(event, TextPromised):
                put(connection, _dispatch(entry, event))


def _dispatch(entry: Entry, event: TextPromised) -> Dispatch:
    key, until = key_of("text", entry.call_sid, entry.turn), entry.at + WORTH_SENDING
    about = f"answer by text: {event.node}"[:LONGEST_ABOUT]
    return Dispatch(key, "sms", event.number, about, {"text": event.text}, entry.at, until, entry.call_sid)
