"""What the office may be told of, and who is to be told of it."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0018"
down_revision = "0017"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Of what came in before, nobody is told."""
    op.create_table(
        "occasions",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", LineText(64), nullable=False),
        sa.Column("about", LineText(20), nullable=False),
        sa.Column("department", LineText(100), nullable=False),
        sa.Column("at", UtcMoment, nullable=False),
        sa.Column("call_sid", LineText(255), nullable=False),
        sa.Column("details", LongText, nullable=False),
        sa.Column("shared_at", UtcMoment),
        sa.PrimaryKeyConstraint("id", name="pk_occasions"),
        sa.UniqueConstraint("key", name="uq_occasions_key"),
    )
    op.create_index("ix_occasions_shared_at", "occasions", ["shared_at"])
    op.create_index("ix_occasions_call_sid", "occasions", ["call_sid"])
    op.create_table(
        "alert_lines",
        sa.Column("id", ID, nullable=False),
        sa.Column("alert", LineText(40), nullable=False),
        sa.Column("occasion", ID, nullable=False),
        sa.Column("shared_at", UtcMoment, nullable=False),
        sa.Column("told_at", UtcMoment),
        sa.PrimaryKeyConstraint("id", name="pk_alert_lines"),
        sa.UniqueConstraint("alert", "occasion", name="uq_alert_lines_alert_occasion"),
    )
    op.create_index("ix_alert_lines_told_at_alert", "alert_lines", ["told_at", "alert"])


def downgrade() -> None:
    """What waits to be told is told to nobody then."""
    op.drop_table("alert_lines")
    op.drop_table("occasions")
