"""Passwords: hashed with argon2id, the same work for an account that does not exist, and slower after failures."""

import secrets
from base64 import b64encode
from datetime import datetime, timedelta
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ivr.storage.people.accounts import Account

HASHER = PasswordHasher()
SHORTEST = 12
LONGEST = 200  # characters: a longer one would only be work for the server
FEWEST_SIGNS = 5  # different ones
SHORTEST_NAME = 4  # of an e-mail that a password must not lean on
COMMON = (
    "password", "passw0rd", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "letmein", "welcome", "iloveyou",
    "administrator", "admin", "1234567890", "0123456789", "123456789", "12345678", "123456", "1234", "abcdef",
)  # fmt: skip
FREE_FAILURES = 4
LONGEST_WAIT = timedelta(seconds=60)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, 1, o, 0, i


def _nobodys() -> str:
    """A hash that no password has, made without the work of one; to verify against it takes as long as against any.

    Source: the encoding of argon2's reference implementation, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
    """
    salt, tag = (
        b64encode(secrets.token_bytes(length)).rstrip(b"=").decode() for length in (HASHER.salt_len, HASHER.hash_len)
    )
    return f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}${salt}${tag}"


NOBODYS = _nobodys()


def hash_password(password: str) -> str:
    """The hash to keep, of argon2id."""
    return HASHER.hash(password)


def fits(account: Account | None, password: str) -> bool:
    """Whether it is the account's password; takes as long where there is no account or it has none."""
    kept = account.password if account and account.password else NOBODYS
    try:
        HASHER.verify(kept, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return account is not None and bool(account.password) and len(password) <= LONGEST


def must_wait(account: Account, now: datetime) -> bool:
    """Whether failures have made the account slow: one second after the fifth, twice as long after each, 60 at most."""
    if account.failures <= FREE_FAILURES or account.failed_at is None:
        return False
    wait = timedelta(seconds=2 ** min(account.failures - FREE_FAILURES - 1, 10))
    return now < account.failed_at + min(wait, LONGEST_WAIT)


def easily_guessed(password: str, email: str) -> bool:
    """Whether little is left of it without what guessers try first: the e-mail's name, common words, rows of keys."""
    left = password.casefold()
    name = email.casefold().partition("@")[0]
    for known in (*([name] if len(name) >= SHORTEST_NAME else []), *COMMON):
        left = left.replace(known, "")
    steps = {ord(after) - ord(before) for before, after in pairwise(left)}
    return len(set(left)) < FEWEST_SIGNS or steps <= {-1, 0, 1}


def one_time_password() -> str:
    """A password to hand over, easy to read aloud: four groups of four (79 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
