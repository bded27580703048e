"""What callers answered when they were asked how the call went."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_sid", LineText(length=255), nullable=False),
        sa.Column("node", LineText(length=255), nullable=False),
        sa.Column("department", LineText(length=100), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("language", LineText(length=40), nullable=False),
        sa.Column("offered_at", UtcMoment(), nullable=False),
        sa.Column("answers", LongText(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
        sa.UniqueConstraint("call_sid", "node", name="uq_ratings_call_sid_node"),
    )
    op.create_index("ix_ratings_offered_at", "ratings", ["offered_at"])


def downgrade() -> None:
    """Take it away; the journal has all that is in it."""
    op.drop_table("ratings")
