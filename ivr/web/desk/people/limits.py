"""What slows those down who guess at the sign-in, and shuts nobody out who knows the password and the second factor.

Failures are counted where they are written down: in the audit, for all workers together. Ten a minute from one address
make it a crowded one; one account is slowed down besides, wherever its failures come from (`passwords.must_wait`).
Then a right password alone is told no sooner than a wrong one; with the code of the second factor it lets in.
"""

from datetime import timedelta
from ipaddress import ip_interface

from flask import abort, request

from ivr.storage.people.accounts import Account
from ivr.storage.people.audit import addresses_of, how_often
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.people.passwords import must_wait

FAILED = "failed to sign in"
WRONG_CODE = "gave a wrong code"
WRONG_PASSWORD = "gave a wrong password"  # noqa: S105 - what somebody did
A_WHILE = timedelta(minutes=1)
FREE = 10
FREE_WRONG, FOR = 5, {WRONG_CODE: timedelta(minutes=5), WRONG_PASSWORD: A_WHILE}
ONE_HOME = 64  # bits of an IPv6 address that say whose network it is; the others are anybody's choice within it


def is_crowded() -> bool:
    """Whether much was tried from this request's address within a minute. Raises StorageAway."""
    failed = addresses_of(desk.database, (FAILED, WRONG_CODE), desk.now() - A_WHILE)
    here = _here()
    return sum(home_of(address) == here for address in failed) >= FREE


def may_work() -> None:
    """Answer 429 where one address has so many passwords checked that callers would wait for the processor."""
    if not desk.checks.allows(_here()):
        abort(429)


def password_is_enough(account: Account, *, crowded: bool) -> bool:
    """Whether a right password may be told from a wrong one now.

    From a crowded address that holds for an account nobody guessed at lately, so that its one visitor shuts nobody out.
    """
    guessed_at = bool(account.failures) or bool(account.totp)
    return not must_wait(account, desk.now()) and not (crowded and guessed_at)


def too_many(account: Account | None, action: str) -> bool:
    """Whether somebody who had the password, or was signed in, was wrong too often lately. Raises StorageAway."""
    since = desk.now() - FOR[action]
    return how_often(desk.database, action, account.email if account else "", since) >= FREE_WRONG


def home_of(address: str) -> str:
    """Whose address it is: itself for IPv4, its network for IPv6; what is no address stands for itself."""
    try:
        interface = ip_interface(address)
    except ValueError:
        return address
    return address if interface.version == 4 else str(ip_interface(f"{interface.ip}/{ONE_HOME}").network)


def _here() -> str:
    return home_of(request.remote_addr or "")
