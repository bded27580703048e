"""Calls of those who rang again within a week, counted by day and hotline."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table; `ivr rollups rebuild` fills it for calls that are summed up already."""
    op.create_table(
        "repeat_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("shown", "repeated", "withheld")),
        sa.PrimaryKeyConstraint("day", "hotline", name="pk_repeat_days"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("repeat_days")
