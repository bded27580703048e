"""A turn only appends to the journal; what follows it keeps its place."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ENDS = sa.text("ends")


def upgrade() -> None:
    """All that is in the journal now was projected in the turn that kept it."""
    op.create_index("ix_journal_ends", "journal", ["call_sid"], sqlite_where=ENDS, postgresql_where=ENDS)
    op.add_column("rollup_marks", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "INSERT INTO rollup_marks (name, journal_id, changes) "
        "SELECT 'projections', coalesce(max(id), 0), 0 FROM journal"
    )


def downgrade() -> None:
    """What the journal holds and no projection does is in none then: `ivr db rebuild-projections` puts it there."""
    op.execute("DELETE FROM rollup_marks WHERE name = 'projections'")
    op.drop_column("rollup_marks", "changes")
    op.drop_index("ix_journal_ends", "journal")
