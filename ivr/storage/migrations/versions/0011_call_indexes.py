"""Calls are looked for by how they ended, no longer by how long they took."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

HAS_ENDED = sa.text("ending <> ''")


def upgrade() -> None:
    """Change the indexes."""
    columns = ["ending", "started_at"]
    op.create_index("ix_calls_ending", "calls", columns, sqlite_where=HAS_ENDED, postgresql_where=HAS_ENDED)
    op.drop_index("ix_calls_seconds", "calls")


def downgrade() -> None:
    """Change them back."""
    op.create_index("ix_calls_seconds", "calls", ["seconds"], unique=False)
    op.drop_index("ix_calls_ending", "calls")
