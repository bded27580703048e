"""The connection overrides a hotline may write in the fragment of an address: `#rc=2&rp=ct,5xx&tt=4000`."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urldefrag

from ivr.errors import PhoneFault

RETRIED = frozenset({"4xx", "5xx", "ct", "rt", "all"})
HARD_CAP = 15.0  # seconds; no override reaches beyond


@dataclass(frozen=True)
class Overrides:
    """How one address is asked: `seconds` altogether, and how many `retries` on which failures."""

    seconds: float = HARD_CAP
    retries: int = 1
    on: frozenset[str] = frozenset({"ct"})

    def retried(self, failure: str) -> bool:
        """Whether that failure ("ct", "rt", "4xx", "5xx") is tried again."""
        return failure in self.on or "all" in self.on


def overrides_of(url: str) -> tuple[str, Overrides]:
    """The address without its fragment, and the overrides that stood there.

    Raises PhoneFault for an override that does not exist. Source: Twilio, "Webhooks connection overrides".
    """
    bare, fragment = urldefrag(url)
    overrides = Overrides()
    for name, value in parse_qsl(fragment, keep_blank_values=True):
        overrides = _overridden(overrides, name, value)
    return bare, overrides


def _overridden(overrides: Overrides, name: str, value: str) -> Overrides:
    if name == "rc" and value in {"0", "1", "2", "3", "4", "5"}:
        return replace(overrides, retries=int(value))
    if name == "rp" and RETRIED.issuperset(value.split(",")):
        return replace(overrides, on=frozenset(value.split(",")))
    if name in {"tt", "rt", "ct"} and value.isascii() and value.isdigit() and 100 <= int(value) <= 15_000:
        return replace(overrides, seconds=int(value) / 1000) if name == "tt" else overrides
    if name in {"sni", "e"} and value:
        return overrides
    raise PhoneFault(f"no carrier knows the connection override {name}={value} (error 11240, connection overrides)")
