"""What went wrong at the carrier's doors, day by day."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, UtcMoment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "webhook_faults",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fault", LineText(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", UtcMoment(), nullable=False),
        sa.Column("last_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("day", "fault", name="pk_webhook_faults"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("webhook_faults")
