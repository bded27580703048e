"""Publishing: editions served from and until a time, taken back before it, and proposed to a second person."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and the table."""
    with op.batch_alter_table("publications") as table:
        table.add_column(sa.Column("begins", UtcMoment(), nullable=True))
        table.add_column(sa.Column("ends", UtcMoment(), nullable=True))
        table.add_column(sa.Column("cancelled_at", UtcMoment(), nullable=True))
        table.add_column(sa.Column("cancelled_by", LineText(length=255), nullable=False, server_default=""))
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", LineText(length=100), nullable=False),
        sa.Column("base", LineText(length=100), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("author", LineText(length=255), nullable=False),
        sa.Column("note", LongText(), nullable=False),
        sa.Column("begins", UtcMoment(), nullable=True),
        sa.Column("ends", UtcMoment(), nullable=True),
        sa.Column("state", LineText(length=20), nullable=False),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.Column("decided_by", LineText(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_state", "proposals", ["state"], unique=False)


def downgrade() -> None:
    """Take them away; what was to come later is lost."""
    op.drop_index("ix_proposals_state", table_name="proposals")
    op.drop_table("proposals")
    with op.batch_alter_table("publications") as table:
        for name in ("cancelled_by", "cancelled_at", "ends", "begins"):
            table.drop_column(name)
