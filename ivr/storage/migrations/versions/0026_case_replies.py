"""Replies to cases that are sent from here, and what became of them."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """None was sent from here before."""
    op.create_table(
        "case_replies",
        sa.Column("key", LineText(64), nullable=False),
        sa.Column("call_sid", LineText(255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("way", LineText(20), nullable=False),
        sa.Column("state", LineText(20), nullable=False, server_default="waiting"),
        sa.Column("outcome", LineText(20), nullable=False, server_default=""),
        sa.Column("seconds", sa.Integer()),
        sa.PrimaryKeyConstraint("key", name="pk_case_replies"),
    )
    op.create_index("ix_case_replies_call_sid", "case_replies", ["call_sid"])
    op.create_index("ix_case_replies_state", "case_replies", ["state"])


def downgrade() -> None:
    """The history still says what was sent; nobody knows then whether it went."""
    op.drop_table("case_replies")
