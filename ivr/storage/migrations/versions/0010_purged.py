"""What was forgotten by rule, and a journal and a history that nothing else can change or delete."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, UtcMoment

revision = "0010"
down_revision = "0009"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FORGOTTEN = "EXISTS (SELECT 1 FROM purged WHERE purged.call_sid = OLD.call_sid AND purged.what {what})"
ANY, WHOLE = FORGOTTEN.format(what="IN ('numbers', 'call')"), FORGOTTEN.format(what="= 'call'")


def _on_sqlite(table: str, verb: str, unless: str) -> str:
    return (
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} WHEN NOT ({unless})"
        f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
    )


ON_SQLITE = (
    "DROP TRIGGER history_is_not_deleted",
    _on_sqlite("history", "DELETE", WHOLE),
    _on_sqlite("journal", "DELETE", WHOLE),
    _on_sqlite("journal", "UPDATE", ANY),
    _on_sqlite("purged", "DELETE", "0"),
    _on_sqlite("purged", "UPDATE", "0"),
)
AS_IT_WAS_ON_SQLITE = (
    "DROP TRIGGER history_delete",
    "CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history"
    " BEGIN SELECT RAISE(ABORT, 'history is never changed'); END",
    "DROP TRIGGER journal_delete",
    "DROP TRIGGER journal_update",
)


def _function(name: str, *may: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {' '.join(may)}"
        " RAISE EXCEPTION '% is never changed', TG_TABLE_NAME; END $$"
    )


def _trigger(table: str, function: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {function}()",
    )


DELETED = f"IF TG_OP = 'DELETE' THEN IF {WHOLE} THEN RETURN OLD; END IF; END IF;"
CHANGED = f"IF TG_OP = 'UPDATE' THEN IF {ANY} THEN RETURN NEW; END IF; END IF;"
ON_POSTGRES = (
    _function("history_is_kept", DELETED),
    _function("journal_is_kept", DELETED, CHANGED),
    _function("purged_is_kept"),
    *_trigger("journal", "journal_is_kept"),
    *_trigger("purged", "purged_is_kept"),
)
AS_IT_WAS_ON_POSTGRES = (
    _function("history_is_kept"),
    "DROP TRIGGER journal_is_kept ON journal",
    "DROP TRIGGER journal_is_not_emptied ON journal",
    "DROP FUNCTION journal_is_kept()",
    "DROP FUNCTION purged_is_kept() CASCADE",
)


def upgrade() -> None:
    """Add the table, and let journal and history be touched for calls that are in it, and for no others."""
    op.create_table(
        "purged",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call_sid", LineText(length=255), nullable=False),
        sa.Column("what", LineText(length=20), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_purged"),
        sa.UniqueConstraint("call_sid", "what", name="uq_purged_call_sid_what"),
    )
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    """Take it away; nothing that was forgotten comes back."""
    for statement in AS_IT_WAS_ON_SQLITE if op.get_bind().dialect.name == "sqlite" else AS_IT_WAS_ON_POSTGRES:
        op.execute(statement)
    op.drop_table("purged")
