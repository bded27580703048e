"""Who may sign in at the desk: accounts, their roles by department, and their failed attempts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, select, update
from sqlalchemy.exc import IntegrityError

from ivr.errors import AccountRefused
from ivr.storage.database.transactions import Database
from ivr.storage.people.audit import AuditRecord, add_line
from ivr.storage.people.tables import accounts

Role = Literal["viewer", "supervisor", "editor", "administrator"]
ROLES: tuple[Role, ...] = ("viewer", "supervisor", "editor", "administrator")
EVERY = "*"  # all departments, those that are still to come too
MOST_FAILURES = 100
NOBODY = 0  # no account has this number


class Grant(NamedTuple):
    """A role in one department, or in all of them (`EVERY`)."""

    role: Role
    department: str = EVERY

    def __str__(self) -> str:
        return f"{self.role}:{self.department}"


@dataclass(frozen=True)
class Account:
    """An account. `password` is an argon2 hash, empty for those who sign in elsewhere; `totp` an encrypted secret.

    `subject` is their name at the identity provider, empty for local accounts. `alerts` is what `own_alerts` reads.
    """

    id: int
    email: str
    name: str
    grants: frozenset[Grant]
    subject: str
    password: str = field(repr=False)
    must_change: bool
    totp: str = field(repr=False)
    totp_step: int
    language: str
    alerts: str
    failures: int
    failed_at: datetime | None
    created_at: datetime
    disabled_at: datetime | None


def read_grants(text: str) -> frozenset[Grant]:
    """`supervisor:transport viewer:*` as grants; a role without a department is for all. Raises AccountRefused."""
    grants = set()
    for word in text.replace(",", " ").split():
        name, _, department = word.partition(":")
        role = next((each for each in ROLES if each == name), None)
        if role is None:
            raise AccountRefused(f"{name!r} is no role; write {', '.join(ROLES)}, and a department as in viewer:water")
        grants.add(Grant(role, department or EVERY))
    return frozenset(grants)


def write_grants(grants: Iterable[Grant]) -> str:
    """Grants as the text that `read_grants` reads."""
    return " ".join(sorted(map(str, grants)))


def only_department(grants: Iterable[Grant]) -> str:
    """The one department that grants are in; empty where they are in several, or in all."""
    departments = {grant.department for grant in grants}
    return departments.pop() if len(departments) == 1 and EVERY not in departments else ""


def add_account(
    database: Database,
    email: str,
    name: str,
    grants: Iterable[Grant],
    password: str,
    now: datetime,
    must_change: bool = True,
    subject: str = "",
) -> Account:
    """Make an account; `password` is a hash, or empty. Raises AccountRefused when the e-mail has one, StorageAway."""
    row = {
        "email": plain_email(email),
        "name": name.strip(),
        "roles": write_grants(grants),
        "password": password,
        "subject": subject,
        "must_change": must_change,
        "totp": "",
        "totp_step": 0,
        "language": "",
        "alerts": "",
        "failures": 0,
        "created_at": now,
    }
    try:
        with database.writing() as connection:
            connection.execute(accounts.insert(), row)
    except IntegrityError:
        raise AccountRefused(f"{plain_email(email)} has an account already") from None
    return account_named(database, email)


def account_named(database: Database, email: str) -> Account:
    """The account of an e-mail address. Raises AccountRefused when there is none."""
    found = find_account(database, email)
    if found is None:
        raise AccountRefused(f"{plain_email(email)} has no account; see: ivr user list")
    return found


def find_account(database: Database, email: str) -> Account | None:
    """The account of an e-mail address, None when there is none. Raises StorageAway."""
    return _one(database, accounts.c.email == plain_email(email))


def account_by_id(database: Database, account_id: int) -> Account | None:
    """An account by its number. Raises StorageAway."""
    return _one(database, accounts.c.id == account_id)


def account_of_subject(database: Database, subject: str) -> Account | None:
    """The account of somebody an identity provider knows by that name. Raises StorageAway."""
    return _one(database, accounts.c.subject == subject)


def list_accounts(database: Database) -> tuple[Account, ...]:
    """All accounts by e-mail, the disabled ones too. Raises StorageAway."""
    with database.reading() as connection:
        found = connection.execute(select(accounts).order_by(accounts.c.email)).mappings()
        return tuple(account_of(row) for row in found)


def change_account(database: Database, account_id: int, **changes: Any) -> None:
    """Set columns of an account; `grants` are given as grants. Raises StorageAway."""
    if "grants" in changes:
        changes["roles"] = write_grants(changes.pop("grants"))
    with database.writing() as connection:
        connection.execute(update(accounts).where(accounts.c.id == account_id).values(**changes))


def note_failure(database: Database, account: Account | None, record: AuditRecord) -> None:
    """Write a failed attempt down and count it, up to MOST_FAILURES in a row; as much work without an account."""
    more = case((accounts.c.failures < MOST_FAILURES, accounts.c.failures + 1), else_=MOST_FAILURES)
    whose = accounts.c.id == (account.id if account else NOBODY)
    with database.writing() as connection:
        add_line(connection, record)
        connection.execute(update(accounts).where(whose).values(failures=more, failed_at=record.at))


def use_code(database: Database, account_id: int, step: int) -> bool:
    """Note that the code of a time step was used; False when it, or a later one, was used before."""
    unused = and_(accounts.c.id == account_id, accounts.c.totp_step < step)
    with database.writing() as connection:
        return connection.execute(update(accounts).where(unused).values(totp_step=step)).rowcount == 1


def count_accounts(database: Database) -> int:
    """How many accounts there are. Raises StorageAway."""
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(accounts)).scalar_one())


def plain_email(email: str) -> str:
    """An e-mail address as it is kept: no blanks around it, small letters."""
    return email.strip().casefold()[:255]


def account_of(row: RowMapping) -> Account:
    """The account that a row of its table holds."""
    kept = {name: row[name] for name in Account.__dataclass_fields__ if name != "grants"}
    return Account(grants=read_grants(row["roles"]), **kept)


def _one(database: Database, which: ColumnElement[bool]) -> Account | None:
    with database.reading() as connection:
        row = connection.execute(select(accounts).where(which)).mappings().first()
    return account_of(row) if row else None
