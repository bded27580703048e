"""What may be done only so often, counted over all calls."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, UtcMoment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tallies",
        sa.Column("name", LineText(length=32), nullable=False),
        sa.Column("deed", LineText(length=32), nullable=False),
        sa.Column("until", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("name", "deed", name="pk_tallies"),
    )
    op.create_index("ix_tallies_until", "tallies", ["until"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("tallies")
