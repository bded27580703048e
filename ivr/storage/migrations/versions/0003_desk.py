"""The desk: accounts, who is signed in, and an audit that nobody can rewrite."""

import sqlalchemy as sa
from alembic import op

from ivr.storage.database.column_types import LineText, LongText, UtcMoment

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ON_SQLITE = (
    "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END",
    "CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit WHEN OLD.at > datetime('now', '-365 days')"
    " BEGIN SELECT RAISE(ABORT, 'the audit is kept for a year'); END",
)
ON_POSTGRES = (
    "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF TG_OP = 'DELETE' AND OLD.at < now() - interval '365 days' THEN RETURN OLD; END IF;"
    " RAISE EXCEPTION 'the audit is never changed, and kept for a year' USING ERRCODE = 'check_violation'; END $$",
    "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept()",
    "CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_is_kept()",
)


def upgrade() -> None:
    """Add the tables, and the triggers that keep the audit."""
    _add_accounts()
    op.create_table(
        "audit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("who", LineText(length=255), nullable=False),
        sa.Column("address", LineText(length=100), nullable=False),
        sa.Column("action", LineText(length=40), nullable=False),
        sa.Column("subject", LineText(length=255), nullable=False),
        sa.Column("department", LineText(length=100), nullable=False),
        sa.Column("details", LongText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    for name in ("who", "action", "subject", "department"):
        op.create_index(f"ix_audit_{name}_at", "audit", [name, "at"], unique=False)
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRES:
        op.execute(statement)


def _add_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", LineText(length=255), nullable=False),
        sa.Column("name", LineText(length=255), nullable=False),
        sa.Column("roles", LongText(), nullable=False),
        sa.Column("subject", LineText(length=500), nullable=False),
        sa.Column("password", LineText(length=255), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp", LineText(length=500), nullable=False),
        sa.Column("totp_step", BIG, nullable=False),
        sa.Column("language", LineText(length=20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", UtcMoment(), nullable=True),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("disabled_at", UtcMoment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("secret_hash", LineText(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("began_at", UtcMoment(), nullable=False),
        sa.Column("seen_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("address", LineText(length=100), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    for name in ("audit", "sign_ins", "accounts"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_kept()")
