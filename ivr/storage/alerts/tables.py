"""The tables of what the office may be told of, and of who is to be told of it."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

ID = BigInteger().with_variant(Integer(), "sqlite")

occasions = Table(
    "occasions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", LineText(64), nullable=False),
    Column("about", LineText(20), nullable=False),
    Column("department", LineText(100), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("call_sid", LineText(255), nullable=False),
    Column("details", LongText, nullable=False),
    Column("shared_at", UtcMoment),
    UniqueConstraint("key"),
    Index(None, "shared_at"),
    Index(None, "call_sid"),
)
"""Something the office may be told of, once. `details` is JSON with nothing in it that a caller said or keyed.

`shared_at` is when it was given to the alerts that were about it then.
"""

alert_lines = Table(
    "alert_lines",
    metadata,
    Column("id", ID, primary_key=True),
    Column("alert", LineText(40), nullable=False),
    Column("occasion", ID, nullable=False),
    Column("shared_at", UtcMoment, nullable=False),
    Column("told_at", UtcMoment),
    UniqueConstraint("alert", "occasion"),
    Index(None, "told_at", "alert"),
)
"""That an alert tells of an occasion, and when it was put into the outbox; without that it waits for its time."""
