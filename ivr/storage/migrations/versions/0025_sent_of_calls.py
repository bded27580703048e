"""What is sent to callers is shown, masked and deleted with their calls."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Nothing was sent to callers before."""
    op.add_column("outbox", sa.Column("call_sid", LineText(255), nullable=False, server_default=""))
    op.create_index("ix_outbox_call_sid", "outbox", ["call_sid"])


def downgrade() -> None:
    """Nobody knows then which of them went to callers."""
    op.drop_index("ix_outbox_call_sid", "outbox")
    op.drop_column("outbox", "call_sid")
