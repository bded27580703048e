"""Numbers for which officers are not rung."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Nobody is limited yet."""
    op.create_table(
        "nuisance",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", LineText(64), nullable=False),
        sa.Column("shown", LineText(64), nullable=False),
        sa.Column("department", LineText(100), nullable=False),
        sa.Column("reason", LongText, nullable=False),
        sa.Column("call_sid", LineText(255), nullable=False),
        sa.Column("author", LineText(255), nullable=False),
        sa.Column("at", UtcMoment, nullable=False),
        sa.Column("ends", UtcMoment, nullable=False),
        sa.Column("lifted_at", UtcMoment),
        sa.Column("lifted_by", LineText(255), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_nuisance"),
    )
    op.create_index("ix_nuisance_ends", "nuisance", ["ends"])


def downgrade() -> None:
    """Officers are rung for everybody then."""
    op.drop_table("nuisance")
