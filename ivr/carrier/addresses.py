"""The addresses the carrier is told to call: made of the configured public URL, never of what a request says."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from ivr.carrier.speakable import MARK

OVERRIDES = "#ct=2000&rt=4000&rc=2&rp=ct,rt,5xx"
"""What the carrier keeps for itself of a number's address: it waits 2 s for a connection and 4 for the answer, then
tries twice more, also after a server error. Unless told it waits 15 s and gives up. Source: Twilio, "Webhooks
connection overrides".
"""


@dataclass(frozen=True)
class Addresses:
    """`root` is the public URL without a slash at its end; `path` is the part of it behind the host.

    Each address that goes on with a call holds MARK where the call's token belongs.
    """

    root: str
    path: str

    @property
    def turn(self) -> str:
        """Where the next turn is taken."""
        return f"{self.path}/voice/turn?call={MARK}"

    @property
    def officer(self) -> str:
        """What an officer hears on picking up."""
        return f"{self.path}/voice/officer?call={MARK}"

    @property
    def officer_pressed(self) -> str:
        """Where an officer's key goes."""
        return f"{self.officer}&asked=1"

    @property
    def recording_ready(self) -> str:
        """Where the carrier tells that a recording is ready."""
        return f"{self.path}/voice/recording"

    @property
    def answer(self) -> str:
        """Where the carrier asks when a number is rung, and how patient it is: see OVERRIDES."""
        return f"{self.root}/voice/answer{OVERRIDES}"

    @property
    def fallback(self) -> str:
        """Where it asks when another address failed."""
        return f"{self.root}/voice/fallback"

    @property
    def status(self) -> str:
        """Where it tells that a call has ended."""
        return f"{self.root}/voice/status"

    def recording(self, name: str) -> str:
        """A recorded prompt, host and all: a carrier fetches it apart from the document."""
        return f"{self.root}/prompts/{quote(name, safe='')}.wav"


@lru_cache(maxsize=8)
def addresses_under(public_url: str) -> Addresses:
    """The addresses of a system that the carrier reaches at `public_url`."""
    root = public_url.rstrip("/")
    return Addresses(root, urlsplit(root).path)
