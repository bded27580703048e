"""Recordings that callers added to what they had left."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Nothing was added before."""
    op.add_column("messages", sa.Column("continues", sa.Integer()))


def downgrade() -> None:
    """What was added stands as messages of its own then."""
    with op.batch_alter_table("messages") as batch:
        batch.drop_column("continues")
