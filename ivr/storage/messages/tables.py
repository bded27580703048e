"""The table of messages, a projection of the journal and of what supervisors did."""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import Line, Moment
from ivr.storage.database.metadata import metadata

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("department", Line(100), nullable=False),
    Column("node", Line(255), nullable=False),
    Column("hotline", Line(100), nullable=False),
    Column("call_sid", Line(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("left_at", Moment, nullable=False),
    Column("recording", Line(255), nullable=False),
    Column("url", Line(2000), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("call_back", Line(255), nullable=False),
    Column("recording_status", Line(20), nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("done_at", Moment),
    Column("done_by", Line(255), nullable=False, server_default=""),
    Column("became", Line(40), nullable=False, server_default=""),
    UniqueConstraint("call_sid", "turn"),
    Index(None, "left_at"),
)
"""A message a caller recorded for an officer; `done_at` and `done_by` are projected of `history`."""
