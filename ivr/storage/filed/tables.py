"""The tables of rows that callers entered. They follow from nothing else: whoever backs up keeps them."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

Id = BigInteger().with_variant(Integer(), "sqlite")

filed_rows = Table(
    "filed_rows",
    metadata,
    Column("id", Id, primary_key=True),
    Column("table_name", LineText(255), nullable=False),
    Column("entry", LineText(20), nullable=False),
    Column("call_sid", LineText(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("filed_at", UtcMoment, nullable=False),
    Column("cells", LongText, nullable=False),
    Column("unique_key", LineText(64)),
    Column("per_key", LineText(64)),
    Column("withdrawn_at", UtcMoment),
    UniqueConstraint("entry"),
    UniqueConstraint("table_name", "unique_key"),
    Index("ix_filed_rows_per_key", "table_name", "per_key"),
    Index("ix_filed_rows_filed_at", "filed_at"),
)
"""One row: its `cells` as JSON by column, those that are private sealed. The keys are hashes that only this site makes.

A row that was withdrawn has no keys, so that what it took is free again.
"""

filed_cells = Table(
    "filed_cells",
    metadata,
    Column("row_id", Id, primary_key=True, autoincrement=False),
    Column("column_name", LineText(100), primary_key=True),
    Column("table_name", LineText(255), nullable=False),
    Column("value", LineText(255), nullable=False),
    Index("ix_filed_cells_value", "table_name", "column_name", "value"),
)
"""The cells of rows, by which they are found; of those that are private a hash, of long ones the beginning."""

filed_changes = Table(
    "filed_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("row_id", Id, nullable=False, index=True),
    Column("at", UtcMoment, nullable=False),
    Column("who", LineText(255), nullable=False),
    Column("what", LineText(20), nullable=False),
    Column("column_name", LineText(100), nullable=False),
    Column("before", LongText, nullable=False),
    Column("after", LongText, nullable=False),
)
"""What was corrected in a row, or that it was withdrawn; by whom."""
