"""The tables of the desk: accounts, who is signed in, and the audit."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ivr.storage.database.column_types import Line
from ivr.storage.database.models import Model


class AccountRow(Model):
    """Somebody who may sign in. `roles` is words such as `supervisor:transport viewer:*`; `totp` is encrypted.

    `subject` is their name at the identity provider, empty for local accounts.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(Line(255))
    name: Mapped[str] = mapped_column(Line(255))
    roles: Mapped[str]
    subject: Mapped[str] = mapped_column(Line(500))
    password: Mapped[str] = mapped_column(Line(255))
    must_change: Mapped[bool]
    totp: Mapped[str] = mapped_column(Line(500))
    totp_step: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))
    language: Mapped[str] = mapped_column(Line(20))
    failures: Mapped[int]
    failed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class SignInRow(Model):
    """That somebody is signed in; the secret itself is only in the browser."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "account_id"),)

    secret_hash: Mapped[str] = mapped_column(Line(64), primary_key=True)
    account_id: Mapped[int]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(Line(100))


class AuditRow(Model):
    """That somebody saw, heard, changed or exported something. Rows are never changed; `details` is compact JSON."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "at"),
        *(Index(f"ix_audit_{name}_at", name, "at") for name in ("who", "action", "subject", "department")),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(Line(255))
    address: Mapped[str] = mapped_column(Line(100))
    action: Mapped[str] = mapped_column(Line(40))
    subject: Mapped[str] = mapped_column(Line(255))
    department: Mapped[str] = mapped_column(Line(100))
    details: Mapped[str]


tables = Model.metadata.tables
accounts, sign_ins, audit = (tables[name] for name in ("accounts", "sign_ins", "audit"))
