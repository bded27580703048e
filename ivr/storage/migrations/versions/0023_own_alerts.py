"""What people with an account chose to be told of by mail."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LongText

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Nobody chose anything yet."""
    op.add_column("accounts", sa.Column("alerts", LongText(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("accounts") as batch:
        batch.drop_column("alerts")
