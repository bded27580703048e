"""The table of what was forgotten by rule. Without a row here the database refuses to touch journal and history."""

from sqlalchemy import BigInteger, Column, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import LineText, UtcMoment
from ivr.storage.database.metadata import metadata

purged = Table(
    "purged",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("call_sid", LineText(255), nullable=False),
    Column("what", LineText(20), nullable=False),
    Column("at", UtcMoment, nullable=False),
    UniqueConstraint("call_sid", "what"),
)
"""That a call was forgotten (`call`), or the numbers in it (`numbers`), every digit of them where `caller` stands too.

Rows are never changed or taken away.
"""
