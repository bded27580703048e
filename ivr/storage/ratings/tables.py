"""The table of ratings, a projection of the journal."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

ratings = Table(
    "ratings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_sid", LineText(255), nullable=False),
    Column("node", LineText(255), nullable=False),
    Column("department", LineText(100), nullable=False),
    Column("hotline", LineText(100), nullable=False),
    Column("language", LineText(40), nullable=False),
    Column("offered_at", UtcMoment, nullable=False),
    Column("answers", LongText, nullable=False),
    Column("complete", Boolean, nullable=False),
    UniqueConstraint("call_sid", "node"),
    Index(None, "offered_at"),
)
"""That a caller was asked at a node, and what was answered there: `answers` is JSON, the answer by question."""
