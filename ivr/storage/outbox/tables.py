"""The tables of what must leave the house, and of each attempt to send it."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

ID = BigInteger().with_variant(Integer(), "sqlite")

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", LineText(64), nullable=False),
    Column("way", LineText(20), nullable=False),
    Column("destination", LineText(2000), nullable=False),
    Column("about", LineText(100), nullable=False),
    Column("content", LongText, nullable=False),
    Column("made_at", UtcMoment, nullable=False),
    Column("until", UtcMoment, nullable=False),
    Column("state", LineText(20), nullable=False),
    Column("why", LineText(500), nullable=False, server_default=""),
    Column("next_at", UtcMoment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("settled_at", UtcMoment),
    Column("call_sid", LineText(255), nullable=False, server_default=""),
    Column("arrived", LineText(20), nullable=False, server_default=""),
    UniqueConstraint("key"),
    Index(None, "state", "way", "next_at"),
    Index(None, "made_at"),
    Index(None, "call_sid"),
)
"""One thing to send. `key` is what the other side tells it from others by; `about` says what for, in no caller's words.

`content` is JSON that its way knows how to send. While it is being sent, `next_at` is when somebody else may try.
`call_sid` names the call that it goes to the caller of, and with which it is shown, masked and deleted; else empty.
`arrived` is what the carrier told of a text message.
"""

outbox_attempts = Table(
    "outbox_attempts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("dispatch", ID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("began_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),
    Column("result", LineText(20), nullable=False),
    Column("answer", LineText(500), nullable=False),
    UniqueConstraint("dispatch", "number"),
    Index(None, "began_at"),
    Index(None, "answer"),
)
"""One attempt, on record before it begins. Without an end nobody knows whether the other side took it."""
