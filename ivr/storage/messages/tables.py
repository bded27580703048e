"""The tables of messages, a projection of the journal and of what supervisors did, and of what machines wrote down."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, UniqueConstraint, false

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("department", LineText(100), nullable=False),
    Column("node", LineText(255), nullable=False),
    Column("hotline", LineText(100), nullable=False),
    Column("call_sid", LineText(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("left_at", UtcMoment, nullable=False),
    Column("recording", LineText(255), nullable=False),
    Column("url", LineText(2000), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("call_back", LineText(255), nullable=False),
    Column("recording_status", LineText(20), nullable=False),
    Column("given", LongText, nullable=False, server_default=""),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("done_at", UtcMoment),
    Column("done_by", LineText(255), nullable=False, server_default=""),
    Column("became", LineText(40), nullable=False, server_default=""),
    Column("becomes", LineText(20), nullable=False, server_default=""),
    Column("becomes_at", UtcMoment),
    Column("continues", Integer),
    UniqueConstraint("call_sid", "turn"),
    Index(None, "left_at"),
    Index(None, "becomes_at"),
)
"""A message a caller recorded for an officer; `done_at` and `done_by` are projected of `history`.

Where nobody has seen to it by `becomes_at`, it becomes a case of the kind `becomes`. A row that `continues` what was
left in another turn of the call, a message or a case, is no message of its own, but a recording added to it.
"""

transcripts = Table(
    "transcripts",
    metadata,
    Column("recording", LineText(255), primary_key=True),
    Column("call_sid", LineText(255), nullable=False),
    Column("state", LineText(20), nullable=False),
    Column("language", LineText(20), nullable=False),
    Column("text", LongText, nullable=False),
    Column("why", LineText(300), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("next_at", UtcMoment),
    Index(None, "call_sid"),
)
"""What a machine understood of a recording: `state` is written, failed (tried again at `next_at`) or given up."""
