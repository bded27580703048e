"""Where a hotline's number must point for callers to reach this system, and what differs from that."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from ivr.carrier.addresses import addresses_under
from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.rest.numbers import GET, Pointing
from ivr.errors import SettingsRefused
from ivr.settings.addresses import Fault, web_address
from ivr.translation import Sentence, said

NAMES = {
    "voice": said("a call comes in"),
    "fallback": said("primary handler fails"),
    "status": said("call status changes"),
}
"""What the carrier's console calls each address."""
_CREDENTIALS = re.compile(r"(?<=//)[^/?#@]*@")


def pointing_here(public_url: str, fallback: str = "", carrier: Carrier = TWILIO) -> Pointing:
    """Where numbers point that lead here; `fallback` is the address of a document that needs no server of ours.

    That is fetched with GET, which every web host allows; none where the carrier takes no second address. Raises
    SettingsRefused where no carrier can call here.
    """
    if wrong_address(public_url):
        raise SettingsRefused(
            said("the carrier cannot call {url}: set IVR_PUBLIC_URL to an https:// address", url=public_url or '""')
        )
    ours = addresses_under(public_url, carrier)
    if not carrier.rest.has_fallback:
        return Pointing(voice=ours.answer, status=ours.status)
    pointing = Pointing(voice=ours.answer, fallback=ours.fallback, status=ours.status)
    if not fallback or fallback == ours.fallback:
        return pointing
    return Pointing(voice=ours.answer, fallback=fallback, fallback_method=GET, status=ours.status)


def wrong_address(address: str) -> Sentence | None:
    """Why a carrier cannot call an address, or should not; None where it can."""
    try:
        parts = web_address(address)
    except Fault as fault:
        return said("{url} is no address that the carrier can call: {why}", url=address, why=fault)
    if parts.scheme != "https":
        return said("{url} is no address for a carrier: it does not begin with https://", url=address)
    if not _is_everywhere(parts.host):
        return said("{url} is known on this network only, and the carrier is not on it", url=address)
    return None


def _is_everywhere(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.lower().endswith((".local", ".localhost", ".internal"))


def differences(now: Pointing, wanted: Pointing) -> Iterator[tuple[str, str, str]]:
    """Each address that differs: its name ("voice", "fallback", "status"), how it is and how it should be.

    The method counts only where there is an address.
    """
    for name in NAMES:
        is_now, should_be = told(now, name), told(wanted, name)
        if is_now != should_be:
            yield name, is_now, should_be


def told(pointing: Pointing, name: str) -> str:
    """One of the addresses with its method, as people may read it: without a password; empty for none."""
    address = getattr(pointing, name)
    return f"{getattr(pointing, f'{name}_method')} {without_password(address)}" if address else ""


def without_password(address: str) -> str:
    """An address without the name and password that may stand before its host."""
    return _CREDENTIALS.sub("••••@", address)
