"""The tables of cases, of what supervisors did to cases and messages, and of the replies that are sent."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, UniqueConstraint, false

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", LineText(40), nullable=False),
    Column("kind", LineText(40), nullable=False),
    Column("department", LineText(100), nullable=False),
    Column("hotline", LineText(100), nullable=False),
    Column("call_sid", LineText(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("opened_at", UtcMoment, nullable=False),
    Column("recording", LineText(255), nullable=False),
    Column("url", LineText(2000), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("call_back", LineText(255), nullable=False),
    Column("recording_status", LineText(20), nullable=False),
    Column("given", LongText, nullable=False, server_default=""),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
    Column("state", LineText(20), nullable=False),
    Column("came_from", LineText(20), nullable=False, server_default="call"),
    Column("acknowledge_due", UtcMoment),
    Column("reply_due", UtcMoment),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("owner", LineText(255), nullable=False, server_default=""),
    Column("acknowledged_at", UtcMoment),
    Column("replied_at", UtcMoment),
    Column("closed_at", UtcMoment),
    Column("outcome", LongText, nullable=False, server_default=""),
    Column("cause", LongText, nullable=False, server_default=""),
    Column("remedy", LongText, nullable=False, server_default=""),
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
    Column("subject", LineText(20), nullable=False),
    Column("call_sid", LineText(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("who", LineText(255), nullable=False),
    Column("what", LineText(40), nullable=False),
    Column("details", LongText, nullable=False),
    UniqueConstraint("subject", "call_sid", "turn", "version"),
    Index(None, "at"),
)
"""One thing that somebody did to a case or a message. `details` is JSON; `version` counts from 1 for each."""

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", LineText(20), nullable=False),
    Column("call_sid", LineText(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("field", LineText(100), nullable=False),
    Column("before", LongText, nullable=False),
    Column("after", LongText, nullable=False),
    UniqueConstraint("subject", "call_sid", "turn", "version"),
    Index(None, "call_sid"),
)
"""What was corrected of a case or message in that `version` of its history, which says by whom, when and why.

It stands apart from history, which nothing can change, because numbers in it are masked when numbers are forgotten.
"""

case_replies = Table(
    "case_replies",
    metadata,
    Column("key", LineText(64), primary_key=True),
    Column("call_sid", LineText(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("way", LineText(20), nullable=False),
    Column("state", LineText(20), nullable=False, server_default="waiting"),
    Column("outcome", LineText(20), nullable=False, server_default=""),
    Column("seconds", Integer),
    Index(None, "call_sid"),
    Index(None, "state"),
)
"""A reply that is sent from here: `key` names it in the outbox, `version` the deed of its case that says who and what.

`state` is how it stood in the outbox when that was looked at last. `outcome` and `seconds` of talk are a call's.
"""
