"""What the carrier tells of text messages that it took."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Nobody was told before."""
    op.add_column("outbox", sa.Column("arrived", LineText(20), nullable=False, server_default=""))
    op.create_index("ix_outbox_attempts_answer", "outbox_attempts", ["answer"])


def downgrade() -> None:
    """It is not known then."""
    op.drop_index("ix_outbox_attempts_answer", "outbox_attempts")
    op.drop_column("outbox", "arrived")
