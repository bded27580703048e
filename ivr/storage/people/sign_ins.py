"""Who is signed in: kept in the database, so that it can be ended from anywhere, and found by the hash of a secret."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from ivr.storage.database.transactions import Database
from ivr.storage.people.accounts import Account, account_of
from ivr.storage.people.tables import accounts, sign_ins

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)  # "last seen" is not worth a write for every page


def begin_sign_in(database: Database, account_id: int, now: datetime, address: str) -> str:
    """Sign somebody in; the secret for their browser, of which only the hash is kept. Raises StorageAway."""
    secret = secrets.token_urlsafe(32)
    row = {
        "secret_hash": _hash(secret),
        "account_id": account_id,
        "began_at": now,
        "seen_at": now,
        "address": address,
    }
    over = or_(sign_ins.c.began_at < now - LONGEST, sign_ins.c.ended_at < now - LONGEST)
    with database.writing() as connection:
        connection.execute(delete(sign_ins).where(over))
        connection.execute(sign_ins.insert(), row)
    return secret


def signed_in(database: Database, secret: str, now: datetime, *, noted: bool = True) -> Account | None:
    """Whose secret it is, and that they were here, unless that is not to be `noted`.

    None when the sign-in is over or its account disabled.
    """
    found = (
        select(accounts, sign_ins.c.seen_at)
        .join_from(sign_ins, accounts, accounts.c.id == sign_ins.c.account_id)
        .where(
            sign_ins.c.secret_hash == _hash(secret),
            sign_ins.c.ended_at.is_(None),
            sign_ins.c.seen_at > now - IDLE,
            sign_ins.c.began_at > now - LONGEST,
            accounts.c.disabled_at.is_(None),
        )
    )
    with database.reading() as connection:
        row = connection.execute(found).mappings().first()
    if row is None:
        return None
    if noted and row["seen_at"] < now - NOTED_EVERY:
        with database.writing() as connection:
            mine = and_(sign_ins.c.secret_hash == _hash(secret), sign_ins.c.ended_at.is_(None))
            connection.execute(update(sign_ins).where(mine).values(seen_at=now))
    return account_of(row)


def end_sign_in(database: Database, secret: str, now: datetime) -> None:
    """Sign out the browser that holds a secret. Raises StorageAway."""
    _end(database, sign_ins.c.secret_hash == _hash(secret), now)


def end_sign_ins(database: Database, account_id: int, now: datetime) -> None:
    """Sign an account out everywhere. Raises StorageAway."""
    _end(database, sign_ins.c.account_id == account_id, now)


def _end(database: Database, which: ColumnElement[bool], now: datetime) -> None:
    still = update(sign_ins).where(sign_ins.c.ended_at.is_(None), which)
    with database.writing() as connection:
        connection.execute(still.values(ended_at=now))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
