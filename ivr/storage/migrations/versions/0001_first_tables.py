"""The first tables: journal, calls, cases, messages, editions, recordings, imported tables."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import Line, Moment, Passage

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "calls",
        sa.Column("sid", Line(length=255), nullable=False),
        sa.Column("hotline", Line(length=100), nullable=False),
        sa.Column("caller", Line(length=255), nullable=False),
        sa.Column("called", Line(length=255), nullable=False),
        sa.Column("edition", Line(length=100), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("first_turn", sa.Integer(), nullable=False),
        sa.Column("last_turn", sa.Integer(), nullable=False),
        sa.Column("last_node", Line(length=255), nullable=False),
        sa.Column("language", Line(length=20), nullable=False),
        sa.Column("outcome", Line(length=20), nullable=False),
        sa.Column("ending", Line(length=20), nullable=False),
        sa.PrimaryKeyConstraint("sid", name="pk_calls"),
    )
    op.create_index("ix_calls_caller_started_at", "calls", ["caller", "started_at"], unique=False)
    op.create_index("ix_calls_hotline_started_at", "calls", ["hotline", "started_at"], unique=False)
    op.create_index("ix_calls_started_at", "calls", ["started_at"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", Line(length=40), nullable=False),
        sa.Column("kind", Line(length=40), nullable=False),
        sa.Column("department", Line(length=100), nullable=False),
        sa.Column("hotline", Line(length=100), nullable=False),
        sa.Column("call_sid", Line(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("recording", Line(length=255), nullable=False),
        sa.Column("url", Line(length=2000), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("call_back", Line(length=255), nullable=False),
        sa.Column("recording_status", Line(length=20), nullable=False),
        sa.Column("state", Line(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("call_sid", "turn", name="uq_cases_call_sid_turn"),
    )
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"], unique=False)
    op.create_index("ix_cases_reference", "cases", ["reference"], unique=False)
    op.create_index("ix_cases_state_opened_at", "cases", ["state", "opened_at"], unique=False)
    op.create_table(
        "data_tables",
        sa.Column("name", Line(length=201), nullable=False),
        sa.Column("physical", Line(length=63), nullable=False),
        sa.Column("previous", Line(length=63), nullable=False),
        sa.Column("columns", Passage(), nullable=False),
        sa.Column("matched", Passage(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_at", Moment(), nullable=False),
        sa.Column("source", Passage(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_data_tables"),
    )
    op.create_table(
        "editions",
        sa.Column("hash", Line(length=100), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("author", Line(length=255), nullable=False),
        sa.Column("note", Passage(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_editions"),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_sid", Line(length=255), nullable=False),
        sa.Column("entry", Line(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("hotline", Line(length=100), nullable=False),
        sa.Column("caller", Line(length=255), nullable=False),
        sa.Column("called", Line(length=255), nullable=False),
        sa.Column("edition", Line(length=100), nullable=False),
        sa.Column("node", Line(length=255), nullable=False),
        sa.Column("language", Line(length=20), nullable=False),
        sa.Column("heard", Passage(), nullable=False),
        sa.Column("events", Passage(), nullable=False),
        sa.Column("instructions", Passage(), nullable=False),
        sa.Column("token", Passage(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("call_sid", "entry", name="uq_journal_call_sid_entry"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department", Line(length=100), nullable=False),
        sa.Column("node", Line(length=255), nullable=False),
        sa.Column("hotline", Line(length=100), nullable=False),
        sa.Column("call_sid", Line(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("left_at", Moment(), nullable=False),
        sa.Column("recording", Line(length=255), nullable=False),
        sa.Column("url", Line(length=2000), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("call_back", Line(length=255), nullable=False),
        sa.Column("recording_status", Line(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("call_sid", "turn", name="uq_messages_call_sid_turn"),
    )
    op.create_index("ix_messages_left_at", "messages", ["left_at"], unique=False)
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", Line(length=100), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("author", Line(length=255), nullable=False),
        sa.Column("note", Passage(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
    )
    op.create_table(
        "recordings",
        sa.Column("hash", Line(length=100), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_recordings"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("recordings")
    op.drop_table("publications")
    op.drop_index("ix_messages_left_at", table_name="messages")
    op.drop_table("messages")
    op.drop_table("journal")
    op.drop_table("editions")
    op.drop_table("data_tables")
    op.drop_index("ix_cases_state_opened_at", table_name="cases")
    op.drop_index("ix_cases_reference", table_name="cases")
    op.drop_index("ix_cases_opened_at", table_name="cases")
    op.drop_table("cases")
    op.drop_index("ix_calls_started_at", table_name="calls")
    op.drop_index("ix_calls_hotline_started_at", table_name="calls")
    op.drop_index("ix_calls_caller_started_at", table_name="calls")
    op.drop_table("calls")
