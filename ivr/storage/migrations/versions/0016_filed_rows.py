"""Rows that callers enter."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0016"
down_revision = "0015"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing was entered before."""
    op.create_table(
        "filed_rows",
        sa.Column("id", ID, nullable=False),
        sa.Column("table_name", LineText(255), nullable=False),
        sa.Column("entry", LineText(20), nullable=False),
        sa.Column("call_sid", LineText(255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("filed_at", UtcMoment, nullable=False),
        sa.Column("cells", LongText, nullable=False),
        sa.Column("unique_key", LineText(64)),
        sa.Column("per_key", LineText(64)),
        sa.Column("withdrawn_at", UtcMoment),
        sa.PrimaryKeyConstraint("id", name="pk_filed_rows"),
        sa.UniqueConstraint("entry", name="uq_filed_rows_entry"),
        sa.UniqueConstraint("table_name", "unique_key", name="uq_filed_rows_table_name_unique_key"),
    )
    op.create_index("ix_filed_rows_per_key", "filed_rows", ["table_name", "per_key"])
    op.create_index("ix_filed_rows_filed_at", "filed_rows", ["filed_at"])
    op.create_table(
        "filed_cells",
        sa.Column("row_id", ID, nullable=False, autoincrement=False),
        sa.Column("column_name", LineText(100), nullable=False),
        sa.Column("table_name", LineText(255), nullable=False),
        sa.Column("value", LineText(255), nullable=False),
        sa.PrimaryKeyConstraint("row_id", "column_name", name="pk_filed_cells"),
    )
    op.create_index("ix_filed_cells_value", "filed_cells", ["table_name", "column_name", "value"])
    op.create_table(
        "filed_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("row_id", ID, nullable=False),
        sa.Column("at", UtcMoment, nullable=False),
        sa.Column("who", LineText(255), nullable=False),
        sa.Column("what", LineText(20), nullable=False),
        sa.Column("column_name", LineText(100), nullable=False),
        sa.Column("before", LongText, nullable=False),
        sa.Column("after", LongText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_filed_changes"),
    )
    op.create_index("ix_filed_changes_row_id", "filed_changes", ["row_id"])


def downgrade() -> None:
    """What callers entered is gone then."""
    op.drop_table("filed_changes")
    op.drop_table("filed_cells")
    op.drop_table("filed_rows")
