"""Where anything may be sent to: what an operator listed, and nothing else."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from ivr.settings.addresses import Fault, host_and_port, web_address

MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<host>[A-Za-z0-9.-]{1,253})")
NUMBER, BEGINS = re.compile(r"\+[1-9][0-9]{6,14}"), re.compile(r"\+[1-9][0-9]{0,14}")
WEB_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Destinations:
    """What `IVR_SEND_TO` lists.

    An entry is one of these:

    - a host (`example.gov.hk`): mail to everybody there, and webhooks at its https:// addresses, unless it turns out to
      lie in a private network
    - a mail address: mail to it alone
    - the beginning of telephone numbers (`+852`), or a whole one: text messages to these
    - the beginning of an address (`https://desk.internal:8443`, `http://127.0.0.1:9000`): webhooks at this scheme, host
      and port, wherever they lie
    """

    entries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in self.entries:
            _check(entry)

    def take_mail(self, address: str) -> bool:
        """Whether mail to an address may be sent."""
        found = MAIL_ADDRESS.fullmatch(address)
        return bool(found) and bool({address.lower(), address.lower().rpartition("@")[2]} & self._lowered)

    def take_numbers(self) -> bool:
        """Whether text messages may be sent to any number at all."""
        return any(map(BEGINS.fullmatch, self.entries))

    def take_number(self, number: str) -> bool:
        """Whether a text message to a number (E.164) may be sent."""
        return NUMBER.fullmatch(number) is not None and number.startswith(tuple(filter(BEGINS.fullmatch, self.entries)))

    def take_webhook(self, url: str) -> bool:
        """Whether something may be sent to a web address at all."""
        return self.names_origin(url) or (
            url.startswith("https://") and _port(url) == WEB_PORTS["https"] and _host(url) in self._lowered
        )

    def names_origin(self, url: str) -> bool:
        """Whether the scheme, host and port of a web address are listed themselves, so that it may lie anywhere."""
        mine = (urlsplit(url).scheme, _host(url), _port(url))
        return any(mine == (urlsplit(each).scheme, _host(each), _port(each)) for each in self._lowered if "://" in each)

    @property
    def _lowered(self) -> frozenset[str]:
        return frozenset(each.lower() for each in self.entries)


def is_mail_address(text: str) -> bool:
    """Whether a text is an address that mail can be sent to: one in ASCII, with a host that has a dot in it."""
    found = MAIL_ADDRESS.fullmatch(text)
    if not found or "." not in found["host"]:
        return False
    try:
        return bool(web_address(f"https://{found['host']}"))
    except Fault:
        return False


def is_private(address: str) -> bool:
    """Whether an IP address lies in no network that anybody can reach: this machine, a private or a special one."""
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_global or found.is_multicast


def _check(entry: str) -> None:
    """Raises Fault for what is no entry."""
    if "://" in entry:
        if web_address(entry).rest not in ("", "/"):
            raise Fault(f"in {entry} nothing may follow the host and port")
    elif entry.startswith("+"):
        if not BEGINS.fullmatch(entry):
            raise Fault(f"{entry} is no beginning of telephone numbers: a + and digits")
    elif "@" in entry:
        if not is_mail_address(entry):
            raise Fault(f"{entry} is no mail address")
    elif host_and_port(entry)[1] or web_address(f"https://{entry}").rest:
        raise Fault(f"{entry} is no host; with a port write https://{entry}")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _port(url: str) -> int:
    parts = urlsplit(url)
    try:
        return parts.port or WEB_PORTS.get(parts.scheme, 0)
    except ValueError:
        return -1
