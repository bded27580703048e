"""What machines wrote down of callers' recordings."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Of what was left more than two days before, nothing is written down."""
    op.create_table(
        "transcripts",
        sa.Column("recording", LineText(255), nullable=False),
        sa.Column("call_sid", LineText(255), nullable=False),
        sa.Column("state", LineText(20), nullable=False),
        sa.Column("language", LineText(20), nullable=False),
        sa.Column("text", LongText, nullable=False),
        sa.Column("why", LineText(300), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("at", UtcMoment, nullable=False),
        sa.Column("next_at", UtcMoment),
        sa.PrimaryKeyConstraint("recording", name="pk_transcripts"),
    )
    op.create_index("ix_transcripts_call_sid", "transcripts", ["call_sid"])


def downgrade() -> None:
    """The recordings stay."""
    op.drop_table("transcripts")
