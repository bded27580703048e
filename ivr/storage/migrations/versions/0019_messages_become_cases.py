"""Messages that become cases by themselves where nobody has seen to them in time."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, UtcMoment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns; what was left before becomes nothing by itself."""
    op.add_column("messages", sa.Column("becomes", LineText(20), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("becomes_at", UtcMoment()))
    op.create_index("ix_messages_becomes_at", "messages", ["becomes_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_messages_becomes_at", "messages")
    with op.batch_alter_table("messages") as batch:
        batch.drop_column("becomes_at")
        batch.drop_column("becomes")
