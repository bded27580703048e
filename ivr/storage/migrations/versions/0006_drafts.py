"""Drafts of menus that editors write on the desk."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import Line, Moment, Passage

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "drafts",
        sa.Column("author", Line(length=255), nullable=False),
        sa.Column("file", Line(length=300), nullable=False),
        sa.Column("content", Passage(), nullable=False),
        sa.Column("base", Line(length=64), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("author", "file", name="pk_drafts"),
    )


def downgrade() -> None:
    """Take it away, and with it what was not published."""
    op.drop_table("drafts")
