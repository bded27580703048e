"""The table of the tables that enquiries look in."""

from sqlalchemy import Column, Integer, Table

from ivr.storage.database.column_types import Line, Moment, Passage
from ivr.storage.database.metadata import metadata

data_tables = Table(
    "data_tables",
    metadata,
    Column("name", Line(201), primary_key=True),
    Column("physical", Line(63), nullable=False),
    Column("previous", Line(63), nullable=False),
    Column("columns", Passage, nullable=False),
    Column("matched", Passage, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("imported_at", Moment, nullable=False),
    Column("source", Passage, nullable=False),
)
"""Which physical table holds the rows of an imported table now, and which held them before."""
