"""What pledges are held against, by day; and what became of pledges."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, Name, UtcMoment

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Make the tables; what pledges are held against is summed up from the journal's beginning by its job."""
    op.create_table(
        "measure_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", LineText(length=20), nullable=False),
        sa.Column("about", Name(length=255), nullable=False),
        sa.Column("came", LineText(length=40), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "what", "about", "came", "seconds", "hotline", name="pk_measure_days"),
    )
    op.create_table(
        "pledge_results",
        sa.Column("department", LineText(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pledge", LineText(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("left_out", LongText(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("as_of", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("department", "year", "pledge", "first", "last", name="pk_pledge_results"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("pledge_results")
    op.drop_table("measure_days")
