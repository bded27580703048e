"""Addresses in settings, read part by part, so that what is wrong with one can be said as it is."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

_WEB = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<rest>.*)", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
LONGEST_HOST = 253


class Fault(ValueError):
    """What is wrong with a value: the end of a sentence that says what it must be. Holds no secret."""


class WebAddress(NamedTuple):
    """An address of the web: `scheme` in lower case, the host and its port as they were written, and what follows."""

    scheme: str
    authority: str
    host: str
    rest: str

    @property
    def root(self) -> str:
        """The address without what follows the host."""
        return f"{self.scheme}://{self.authority}"

    @property
    def can_be_listened_to(self) -> bool:
        """Whether what goes there can be read on the way: not encrypted, and not within this machine."""
        return self.scheme == "http" and not _is_here(self.host)


def web_address(text: str) -> WebAddress:
    """The parts of an address. Raises Fault."""
    if not text.isprintable() or " " in text:
        raise Fault("there is a space or a sign that cannot be seen in it")
    found = _WEB.fullmatch(text)
    if not found:
        raise Fault("it does not begin with https:// or http://")
    if "@" in found["authority"]:
        raise Fault("there is a user's name before the host, and there must be none")
    host, port = host_and_port(found["authority"])
    _check_host(host, f":{port}" if port else "")
    return WebAddress(found["scheme"].lower(), found["authority"], host, found["rest"])


def host_and_port(authority: str) -> tuple[str, str]:
    """The host, an IPv6 address without its brackets, and the port, empty for none. Raises Fault."""
    bracketed = re.fullmatch(r"\[([^]]*)\](?::(.*))?", authority)
    if bracketed:
        host, port = _version_6(bracketed[1]), bracketed[2]
    else:
        if _is_version_6(authority):
            raise Fault(f"an IPv6 address stands in brackets: [{authority}]")
        host, colon, behind = authority.partition(":")
        port = behind if colon else None
    if port is not None and not (re.fullmatch("[0-9]{1,5}", port) and 1 <= int(port) <= 65535):
        raise Fault("what follows the colon behind the host is no port: a number from 1 to 65535")
    return host, port or ""


def _check_host(host: str, port: str) -> None:
    """Raises Fault for what no carrier could call."""
    if not host:
        raise Fault("there is no host in it")
    if _is_version_6(host):
        return
    if not host.isascii():
        raise Fault(_in_ascii(host, port))
    labels = host.split(".")
    if len(host) > LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise Fault(f"{host} is no name of a host: between its dots are letters, digits and hyphens only")
    if labels[-1].isdigit():
        try:
            IPv4Address(host)
        except ValueError:
            raise Fault(f"{host} is neither a name of a host nor an IP address") from None


def _in_ascii(host: str, port: str) -> str:
    """What is said of a host that is not written in ASCII: carriers sign the address as it was given to them."""
    import idna

    try:
        ascii_host = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return f"{host} is no name of a host"
    return f"carriers call hosts by their ASCII names; write {ascii_host}{port} here and at the carrier"


def _version_6(text: str) -> str:
    if "%" in text:
        raise Fault("an IPv6 address with a zone (%) is known on one machine only")
    if not _is_version_6(text):
        raise Fault("what stands in brackets is no IPv6 address")
    return text


def _is_version_6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
