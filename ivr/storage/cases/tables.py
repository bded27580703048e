"""The tables of cases, and of what supervisors did to cases and messages."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import Line, Moment, Passage
from ivr.storage.database.metadata import metadata

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", Line(40), nullable=False),
    Column("kind", Line(40), nullable=False),
    Column("department", Line(100), nullable=False),
    Column("hotline", Line(100), nullable=False),
    Column("call_sid", Line(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("recording", Line(255), nullable=False),
    Column("url", Line(2000), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("call_back", Line(255), nullable=False),
    Column("recording_status", Line(20), nullable=False),
    Column("state", Line(20), nullable=False),
    Column("came_from", Line(20), nullable=False, server_default="call"),
    Column("acknowledge_due", Moment),
    Column("reply_due", Moment),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("owner", Line(255), nullable=False, server_default=""),
    Column("acknowledged_at", Moment),
    Column("replied_at", Moment),
    Column("closed_at", Moment),
    Column("outcome", Passage, nullable=False, server_default=""),
    Column("cause", Passage, nullable=False, server_default=""),
    Column("remedy", Passage, nullable=False, server_default=""),
    UniqueConstraint("call_sid", "turn"),
    Index(None, "reference"),
    Index(None, "opened_at"),
    Index(None, "state", "opened_at"),
    Index(None, "department", "state", "reply_due"),
)
"""A caller's feedback. The reference may, once in many millions, be another case's too; the turn never.

From `came_from` (call, message) on, what supervisors did: a projection of `history`, `version` rows of it.
"""

history = Table(
    "history",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("subject", Line(20), nullable=False),
    Column("call_sid", Line(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Line(255), nullable=False),
    Column("what", Line(40), nullable=False),
    Column("details", Passage, nullable=False),
    UniqueConstraint("subject", "call_sid", "turn", "version"),
    Index(None, "at"),
)
"""One thing that somebody did to a case or a message. `details` is JSON; `version` counts from 1 for each."""
