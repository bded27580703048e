"""What must leave the house, and each attempt to send it."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0017"
down_revision = "0016"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing was sent before."""
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", LineText(64), nullable=False),
        sa.Column("way", LineText(20), nullable=False),
        sa.Column("destination", LineText(2000), nullable=False),
        sa.Column("about", LineText(100), nullable=False),
        sa.Column("content", LongText, nullable=False),
        sa.Column("made_at", UtcMoment, nullable=False),
        sa.Column("until", UtcMoment, nullable=False),
        sa.Column("state", LineText(20), nullable=False),
        sa.Column("why", LineText(500), nullable=False, server_default=""),
        sa.Column("next_at", UtcMoment, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("settled_at", UtcMoment),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_state_way_next_at", "outbox", ["state", "way", "next_at"])
    op.create_index("ix_outbox_made_at", "outbox", ["made_at"])
    op.create_table(
        "outbox_attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("dispatch", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", UtcMoment, nullable=False),
        sa.Column("ended_at", UtcMoment),
        sa.Column("result", LineText(20), nullable=False),
        sa.Column("answer", LineText(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_attempts"),
        sa.UniqueConstraint("dispatch", "number", name="uq_outbox_attempts_dispatch_number"),
    )
    op.create_index("ix_outbox_attempts_began_at", "outbox_attempts", ["began_at"])


def downgrade() -> None:
    """What waits is not sent then."""
    op.drop_table("outbox_attempts")
    op.drop_table("outbox")
