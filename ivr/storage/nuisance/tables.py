"""The table of numbers for which officers are not rung."""

from sqlalchemy import Column, Index, Integer, Table

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

nuisance = Table(
    "nuisance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", LineText(64), nullable=False),
    Column("shown", LineText(64), nullable=False),
    Column("department", LineText(100), nullable=False),
    Column("reason", LongText, nullable=False),
    Column("call_sid", LineText(255), nullable=False),
    Column("author", LineText(255), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("ends", UtcMoment, nullable=False),
    Column("lifted_at", UtcMoment),
    Column("lifted_by", LineText(255), nullable=False, server_default=""),
    Index(None, "ends"),
)
"""That officers of a department take no calls from a number. `name` is a keyed hash of it, `shown` it masked."""
