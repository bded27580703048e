"""The table of the tables that enquiries look in."""

from sqlalchemy import Column, Integer, Table

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

data_tables = Table(
    "data_tables",
    metadata,
    Column("name", LineText(201), primary_key=True),
    Column("physical", LineText(63), nullable=False),
    Column("previous", LineText(63), nullable=False),
    Column("columns", LongText, nullable=False),
    Column("matched", LongText, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("imported_at", UtcMoment, nullable=False),
    Column("source", LongText, nullable=False),
)
"""Which physical table holds the rows of an imported table now, and which held them before."""
