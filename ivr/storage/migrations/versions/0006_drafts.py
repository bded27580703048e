"""Drafts of menus that editors write on the desk."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "drafts",
        sa.Column("author", LineText(length=255), nullable=False),
        sa.Column("file", LineText(length=300), nullable=False),
        sa.Column("content", LongText(), nullable=False),
        sa.Column("base", LineText(length=64), nullable=False),
        sa.Column("saved_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("author", "file", name="pk_drafts"),
    )


def downgrade() -> None:
    """Take it away, and with it what was not published."""
    op.drop_table("drafts")
