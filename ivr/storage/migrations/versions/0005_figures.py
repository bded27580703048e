"""What supervisors look for, did, and count: places of calls, work on cases and messages, figures by day and hour."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, Name, UtcMoment

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GAVE_UP, NOT_ENDED = sa.text("gave_up_at <> ''"), sa.text("ended_at IS NULL")
PLAIN_INDEXES = {
    "calls": (("outcome", "started_at"), ("language", "started_at"), ("caller_tail", "started_at"), ("seconds",)),
    "call_places": (("place", "started_at", "call_sid"),),
    "cases": (("department", "state", "reply_due"),),
    "history": (("at",),),
}
COLUMNS = {
    "calls": "caller_tail gave_up_at",
    "messages": "version done_at done_by became",
    "cases": "acknowledge_due reply_due acknowledged_at replied_at closed_at came_from"
    " owner outcome cause remedy version",
}
FILL = (
    "UPDATE calls SET caller_tail = substr(caller, greatest(1, length(caller) - 3)),"
    " gave_up_at = CASE WHEN ending = 'caller hung up' AND outcome = 'nothing' THEN last_node ELSE '' END"
)
ON_SQLITE = tuple(
    f"CREATE TRIGGER history_is_not_{done} BEFORE {verb} ON history"
    " BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
    for verb, done in (("UPDATE", "changed"), ("DELETE", "deleted"))
)
ON_POSTGRES = (
    "CREATE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'history is never changed'; END $$",
    "CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE ON history FOR EACH ROW EXECUTE FUNCTION history_is_kept()",
    "CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON history EXECUTE FUNCTION history_is_kept()",
)


def upgrade() -> None:
    """Add the columns and tables, and fill what needs no more than the row itself; see `ivr db rebuild-projections`."""
    _add_columns()
    _add_history()
    _add_figures()
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(FILL.replace("greatest", "max") if sqlite else FILL)
    for table, indexes in PLAIN_INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    op.create_index(
        "ix_calls_gave_up", "calls", ["gave_up_at", "started_at"], sqlite_where=GAVE_UP, postgresql_where=GAVE_UP
    )
    op.create_index("ix_calls_not_ended", "calls", ["started_at"], sqlite_where=NOT_ENDED, postgresql_where=NOT_ENDED)
    for statement in ON_SQLITE if sqlite else ON_POSTGRES:
        op.execute(statement)


def _add_columns() -> None:
    for name, length in (("caller_tail", 4), ("gave_up_at", 255)):
        op.add_column("calls", sa.Column(name, LineText(length=length), nullable=False, server_default=""))
    moments = ("acknowledge_due", "reply_due", "acknowledged_at", "replied_at", "closed_at")
    for name in moments:
        op.add_column("cases", sa.Column(name, UtcMoment(), nullable=True))
    op.add_column("cases", sa.Column("came_from", LineText(length=20), nullable=False, server_default="call"))
    op.add_column("cases", sa.Column("owner", LineText(length=255), nullable=False, server_default=""))
    for name in ("outcome", "cause", "remedy"):
        op.add_column("cases", sa.Column(name, LongText(), nullable=False, server_default=""))
    for table in ("cases", "messages"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("messages", sa.Column("done_at", UtcMoment(), nullable=True))
    op.add_column("messages", sa.Column("done_by", LineText(length=255), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("became", LineText(length=40), nullable=False, server_default=""))


def _add_history() -> None:
    op.create_table(
        "history",
        sa.Column("id", BIG, nullable=False),
        sa.Column("subject", LineText(length=20), nullable=False),
        sa.Column("call_sid", LineText(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("who", LineText(length=255), nullable=False),
        sa.Column("what", LineText(length=40), nullable=False),
        sa.Column("details", LongText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.UniqueConstraint("subject", "call_sid", "turn", "version", name="uq_history_subject_call_sid_turn_version"),
    )
    op.create_table(
        "call_places",
        sa.Column("call_sid", LineText(length=255), nullable=False),
        sa.Column("place", Name(length=255), nullable=False),
        sa.Column("started_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", "place", name="pk_call_places"),
        sqlite_with_rowid=False,
    )


def _add_figures() -> None:
    op.create_table(
        "node_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("node", Name(length=255), nullable=False),
        sa.Column("what", LineText(length=20), nullable=False),
        sa.Column("detail", LineText(length=40), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "node", "what", "detail", "hotline", name="pk_node_days"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "officer_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        sa.Column("officers", Name(length=255), nullable=False),
        sa.Column("outcome", LineText(length=20), nullable=False),
        sa.Column("waited", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hotline", "officers", "outcome", "waited", name="pk_officer_days"),
    )
    op.create_table(
        "hotline_hours",
        sa.Column("hour", UtcMoment(), nullable=False),
        sa.Column("hotline", LineText(length=100), nullable=False),
        *(sa.Column(name, LineText(length=20), nullable=False) for name in ("language", "outcome", "ending")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("calls", "measured", "seconds")),
        sa.PrimaryKeyConstraint("hour", "hotline", "language", "outcome", "ending", name="pk_hotline_hours"),
    )
    op.create_table(
        "rollup_marks",
        sa.Column("name", LineText(length=40), nullable=False),
        sa.Column("journal_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_rollup_marks"),
    )


def downgrade() -> None:
    """Take them away, and with them all that supervisors did."""
    for table in ("rollup_marks", "hotline_hours", "officer_days", "node_days", "history", "call_places"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION history_is_kept()")
    for name in ("ix_calls_gave_up", "ix_calls_not_ended"):
        op.drop_index(name, table_name="calls")
    for table in ("calls", "cases"):
        for columns in PLAIN_INDEXES[table]:
            op.drop_index(f"ix_{table}_{'_'.join(columns)}", table_name=table)
    for table, names in COLUMNS.items():
        with op.batch_alter_table(table) as changed:
            for name in names.split():
                changed.drop_column(name)
