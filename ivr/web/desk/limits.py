"""How often somebody may fail to sign in from one address: ten times a minute, on all workers together.

Failures are counted where they are written down: in the audit. One account is slowed down besides, wherever its
failures come from (`passwords.must_wait`).
"""

from datetime import timedelta
from ipaddress import ip_interface

from flask import abort, request

from ivr.storage.audit import addresses_of
from ivr.web.desk.desk import Desk

FAILED = "failed to sign in"
A_WHILE = timedelta(minutes=1)
FREE = 10
ONE_HOME = 64  # bits of an IPv6 address that say whose network it is; the others are anybody's choice within it


def slow_down(desk: Desk) -> None:
    """Answer 429 when too much was tried from this request's address. Raises StorageAway."""
    failed = addresses_of(desk.database, FAILED, desk.now() - A_WHILE)
    here = home_of(request.remote_addr or "")
    if sum(home_of(address) == here for address in failed) >= FREE:
        abort(429)


def home_of(address: str) -> str:
    """Whose address it is: itself for IPv4, its network for IPv6; what is no address stands for itself."""
    try:
        interface = ip_interface(address)
    except ValueError:
        return address
    return address if interface.version == 4 else str(ip_interface(f"{interface.ip}/{ONE_HOME}").network)
