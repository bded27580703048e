"""Editions made of drafts, for the test telephone of their authors."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import Line, Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "draft_editions",
        sa.Column("author", Line(length=255), nullable=False),
        sa.Column("edition", Line(length=64), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("rung_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("author", "edition", name="pk_draft_editions"),
    )


def downgrade() -> None:
    """Take it away; drafts themselves stay."""
    op.drop_table("draft_editions")
