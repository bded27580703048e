"""The tables of closures and notices. Rows are only ever added."""

from sqlalchemy import Column, Index, Integer, Table

from ivr.storage.database.column_types import Line, Moment, Passage
from ivr.storage.database.metadata import metadata

closures = Table(
    "closures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hotlines", Passage, nullable=False),
    Column("reason", Line(40), nullable=False),
    Column("words", Passage, nullable=False),
    Column("begins", Moment),
    Column("ends", Moment, nullable=False),
    Column("author", Line(255), nullable=False),
    Column("at", Moment, nullable=False),
)
"""A closure (or a notice, whose `reason` is empty) as it was announced. JSON is kept as compact text."""

closure_changes = Table(
    "closure_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("closure", Integer, nullable=False),
    Column("ends", Moment),
    Column("author", Line(255), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "closure"),
)
"""That a closure got another end, or was stopped (`ends` is empty). The last one counts."""
