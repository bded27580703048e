"""The tables of the desk: accounts, who is signed in, and the audit."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, UniqueConstraint

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", LineText(255), nullable=False),
    Column("name", LineText(255), nullable=False),
    Column("roles", LongText, nullable=False),
    Column("subject", LineText(500), nullable=False),
    Column("password", LineText(255), nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("totp", LineText(500), nullable=False),
    Column("totp_step", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    Column("language", LineText(20), nullable=False),
    Column("alerts", LongText, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", UtcMoment),
    Column("created_at", UtcMoment, nullable=False),
    Column("disabled_at", UtcMoment),
    UniqueConstraint("email"),
)
"""Somebody who may sign in. `roles` is words such as `supervisor:transport viewer:*`; `totp` is encrypted.

`subject` is their name at the identity provider, empty for local accounts. `alerts` is JSON, empty for none: when
they are told of what.
"""

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("secret_hash", LineText(64), primary_key=True),
    Column("account_id", Integer, nullable=False),
    Column("began_at", UtcMoment, nullable=False),
    Column("seen_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),
    Column("address", LineText(100), nullable=False),
    Index(None, "account_id"),
)
"""That somebody is signed in; the secret itself is only in the browser."""

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("at", UtcMoment, nullable=False),
    Column("who", LineText(255), nullable=False),
    Column("address", LineText(100), nullable=False),
    Column("action", LineText(40), nullable=False),
    Column("subject", LineText(255), nullable=False),
    Column("department", LineText(100), nullable=False),
    Column("details", LongText, nullable=False),
    Index(None, "at"),
    *(Index(f"ix_audit_{name}_at", name, "at") for name in ("who", "action", "subject", "department")),
)
"""That somebody saw, heard, changed or exported something. Rows are never changed; `details` is compact JSON."""
