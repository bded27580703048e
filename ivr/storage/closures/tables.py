"""The tables of closures and notices. Rows are only ever added."""

from sqlalchemy import Column, Index, Integer, Table

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

closures = Table(
    "closures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hotlines", LongText, nullable=False),
    Column("reason", LineText(40), nullable=False),
    Column("words", LongText, nullable=False),
    Column("begins", UtcMoment),
    Column("ends", UtcMoment, nullable=False),
    Column("author", LineText(255), nullable=False),
    Column("at", UtcMoment, nullable=False),
)
"""A closure (or a notice, whose `reason` is empty) as it was announced. JSON is kept as compact text."""

closure_changes = Table(
    "closure_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("closure", Integer, nullable=False),
    Column("ends", UtcMoment),
    Column("author", LineText(255), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Index(None, "closure"),
)
"""That a closure got another end, or was stopped (`ends` is empty). The last one counts."""
