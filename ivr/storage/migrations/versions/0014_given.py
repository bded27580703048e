"""What callers gave stands in cases and messages, and who wishes to stay unknown."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LongText

revision = "0014"
down_revision = "0013"

TABLES = ("cases", "messages")


def upgrade() -> None:
    """Add the columns; in what was left before, nothing stands."""
    for table in TABLES:
        op.add_column(table, sa.Column("given", LongText(), nullable=False, server_default=""))
        op.add_column(table, sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("given")
            batch.drop_column("anonymous")
