"""Closures and notices that supervisors announce, and what became of them."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hotlines", LongText(), nullable=False),
        sa.Column("reason", LineText(length=40), nullable=False),
        sa.Column("words", LongText(), nullable=False),
        sa.Column("begins", UtcMoment(), nullable=True),
        sa.Column("ends", UtcMoment(), nullable=False),
        sa.Column("author", LineText(length=255), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closures"),
    )
    op.create_table(
        "closure_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closure", sa.Integer(), nullable=False),
        sa.Column("ends", UtcMoment(), nullable=True),
        sa.Column("author", LineText(length=255), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closure_changes"),
    )
    op.create_index("ix_closure_changes_closure", "closure_changes", ["closure"], unique=False)


def downgrade() -> None:
    """Take them away, with all that was announced."""
    op.drop_table("closure_changes")
    op.drop_table("closures")
