"""The table of the journal, of which all else is a projection."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, UniqueConstraint, text

from ivr.storage.database.column_types import Line, Moment, Passage
from ivr.storage.database.metadata import metadata

ENDS = text("ends")

journal = Table(
    "journal",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("call_sid", Line(255), nullable=False),
    Column("entry", Line(255), nullable=False),
    Column("turn", Integer),
    Column("at", Moment, nullable=False),
    Column("hotline", Line(100), nullable=False),
    Column("caller", Line(255), nullable=False),
    Column("called", Line(255), nullable=False),
    Column("edition", Line(100), nullable=False),
    Column("node", Line(255), nullable=False),
    Column("language", Line(20), nullable=False),
    Column("heard", Passage, nullable=False),
    Column("events", Passage, nullable=False),
    Column("instructions", Passage, nullable=False),
    Column("token", Passage, nullable=False),
    Column("ends", Boolean, nullable=False),
    Column("seconds", Integer),
    UniqueConstraint("call_sid", "entry"),
    Index("ix_journal_ends", "call_sid", sqlite_where=ENDS, postgresql_where=ENDS),
)
"""One entry: what came in, what happened, the exact answer. JSON is kept as compact text."""
