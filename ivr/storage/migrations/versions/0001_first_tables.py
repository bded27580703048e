"""The first tables: journal, calls, cases, messages, editions, recordings, imported tables."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "calls",
        sa.Column("sid", LineText(length=255), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("caller", LineText(length=255), nullable=False),
        sa.Column("called", LineText(length=255), nullable=False),
        sa.Column("edition", LineText(length=100), nullable=False),
        sa.Column("started_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("first_turn", sa.Integer(), nullable=False),
        sa.Column("last_turn", sa.Integer(), nullable=False),
        sa.Column("last_node", LineText(length=255), nullable=False),
        sa.Column("language", LineText(length=20), nullable=False),
        sa.Column("outcome", LineText(length=20), nullable=False),
        sa.Column("ending", LineText(length=20), nullable=False),
        sa.PrimaryKeyConstraint("sid", name="pk_calls"),
    )
    op.create_index("ix_calls_caller_started_at", "calls", ["caller", "started_at"], unique=False)
    op.create_index("ix_calls_hotline_started_at", "calls", ["hotline", "started_at"], unique=False)
    op.create_index("ix_calls_started_at", "calls", ["started_at"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", LineText(length=40), nullable=False),
        sa.Column("kind", LineText(length=40), nullable=False),
        sa.Column("department", LineText(length=100), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("call_sid", LineText(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcMoment(), nullable=False),
        sa.Column("recording", LineText(length=255), nullable=False),
        sa.Column("url", LineText(length=2000), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("call_back", LineText(length=255), nullable=False),
        sa.Column("recording_status", LineText(length=20), nullable=False),
        sa.Column("state", LineText(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("call_sid", "turn", name="uq_cases_call_sid_turn"),
    )
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"], unique=False)
    op.create_index("ix_cases_reference", "cases", ["reference"], unique=False)
    op.create_index("ix_cases_state_opened_at", "cases", ["state", "opened_at"], unique=False)
    op.create_table(
        "data_tables",
        sa.Column("name", LineText(length=201), nullable=False),
        sa.Column("physical", LineText(length=63), nullable=False),
        sa.Column("previous", LineText(length=63), nullable=False),
        sa.Column("columns", LongText(), nullable=False),
        sa.Column("matched", LongText(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_at", UtcMoment(), nullable=False),
        sa.Column("source", LongText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_data_tables"),
    )
    op.create_table(
        "editions",
        sa.Column("hash", LineText(length=100), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", UtcMoment(), nullable=False),
        sa.Column("author", LineText(length=255), nullable=False),
        sa.Column("note", LongText(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_editions"),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_sid", LineText(length=255), nullable=False),
        sa.Column("entry", LineText(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("caller", LineText(length=255), nullable=False),
        sa.Column("called", LineText(length=255), nullable=False),
        sa.Column("edition", LineText(length=100), nullable=False),
        sa.Column("node", LineText(length=255), nullable=False),
        sa.Column("language", LineText(length=20), nullable=False),
        sa.Column("heard", LongText(), nullable=False),
        sa.Column("events", LongText(), nullable=False),
        sa.Column("instructions", LongText(), nullable=False),
        sa.Column("token", LongText(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("call_sid", "entry", name="uq_journal_call_sid_entry"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department", LineText(length=100), nullable=False),
        sa.Column("node", LineText(length=255), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("call_sid", LineText(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("left_at", UtcMoment(), nullable=False),
        sa.Column("recording", LineText(length=255), nullable=False),
        sa.Column("url", LineText(length=2000), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("call_back", LineText(length=255), nullable=False),
        sa.Column("recording_status", LineText(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("call_sid", "turn", name="uq_messages_call_sid_turn"),
    )
    op.create_index("ix_messages_left_at", "messages", ["left_at"], unique=False)
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", LineText(length=100), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("author", LineText(length=255), nullable=False),
        sa.Column("note", LongText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
    )
    op.create_table(
        "recordings",
        sa.Column("hash", LineText(length=100), nullable=False),
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
