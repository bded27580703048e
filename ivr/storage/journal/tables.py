"""The table of the journal, of which all else is a projection."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, UniqueConstraint, text

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

ENDS = text("ends")

journal = Table(
    "journal",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("call_sid", LineText(255), nullable=False),
    Column("entry", LineText(255), nullable=False),
    Column("turn", Integer),
    Column("at", UtcMoment, nullable=False),
    Column("hotline", LineText(100), nullable=False),
    Column("caller", LineText(255), nullable=False),
    Column("called", LineText(255), nullable=False),
    Column("edition", LineText(100), nullable=False),
    Column("node", LineText(255), nullable=False),
    Column("language", LineText(20), nullable=False),
    Column("heard", LongText, nullable=False),
    Column("events", LongText, nullable=False),
    Column("instructions", LongText, nullable=False),
    Column("token", LongText, nullable=False),
    Column("ends", Boolean, nullable=False),
    Column("seconds", Integer),
    UniqueConstraint("call_sid", "entry"),
    Index("ix_journal_ends", "call_sid", sqlite_where=ENDS, postgresql_where=ENDS),
)
"""One entry: what came in, what happened, the exact answer. JSON is kept as compact text."""
