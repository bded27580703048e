"""What was corrected of cases and messages."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Nothing was corrected before."""
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subject", LineText(20), nullable=False),
        sa.Column("call_sid", LineText(255), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("field", LineText(100), nullable=False),
        sa.Column("before", LongText, nullable=False),
        sa.Column("after", LongText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.UniqueConstraint(
            "subject", "call_sid", "turn", "version", name="uq_corrections_subject_call_sid_turn_version"
        ),
    )
    op.create_index("ix_corrections_call_sid", "corrections", ["call_sid"])


def downgrade() -> None:
    """What was corrected stands as it was corrected, until the projections are made anew."""
    op.drop_table("corrections")
