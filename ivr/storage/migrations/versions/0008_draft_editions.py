"""Editions made of drafts, for the test telephone of their authors."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, UtcMoment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "draft_editions",
        sa.Column("author", LineText(length=255), nullable=False),
        sa.Column("edition", LineText(length=64), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("rung_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("author", "edition", name="pk_draft_editions"),
    )


def downgrade() -> None:
    """Take it away; drafts themselves stay."""
    op.drop_table("draft_editions")
