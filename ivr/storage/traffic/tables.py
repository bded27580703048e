"""The tables of what went wrong at the carrier's doors, and of what may be done only so often."""

from sqlalchemy import Column, Date, Index, Integer, Table

from ivr.storage.database.column_types import LineText, UtcMoment
from ivr.storage.database.metadata import metadata

webhook_faults = Table(
    "webhook_faults",
    metadata,
    Column("day", Date, primary_key=True),
    Column("fault", LineText(40), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("first_at", UtcMoment, nullable=False),
    Column("last_at", UtcMoment, nullable=False),
)
"""How often the carrier's requests met a fault, or a ceiling, on a day of the site; first and last when."""

tallies = Table(
    "tallies",
    metadata,
    Column("name", LineText(32), primary_key=True),
    Column("deed", LineText(32), primary_key=True),
    Column("until", UtcMoment, nullable=False),
    Index("ix_tallies_until", "until"),
)
"""That a deed counts under a name until a moment. Both are keyed hashes, of which nothing can be read."""
