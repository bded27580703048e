"""The addresses the carrier is told to call: made of the configured public URL, never of what a request says."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.speakable import MARK

TEXTED = "/voice/text"
"""The path at which the carrier tells what became of a text message."""


@dataclass(frozen=True)
class Addresses:
    """`root` is the public URL without a slash at its end; `path` is what of it addresses in documents begin with.

    Each address that goes on with a call holds MARK where the call's token belongs. `overrides` are what the carrier
    keeps for itself of the address that it asks when a number is rung, such as how patient it is.
    """

    root: str
    path: str
    overrides: str = ""

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
        """Where the carrier asks when a number is rung."""
        return f"{self.root}/voice/answer{self.overrides}"

    @property
    def fallback(self) -> str:
        """Where it asks when another address failed."""
        return f"{self.root}/voice/fallback"

    @property
    def status(self) -> str:
        """Where it tells that a call has ended."""
        return f"{self.root}/voice/status"

    def reply(self, step: str) -> str:
        """Where a call goes on by which a case is answered; `step` says at what."""
        return f"{self.path}/voice/reply?call={MARK}&step={step}"

    def reply_from_outside(self, step: str, token: str) -> str:
        """The same, host and all, for a call that is still to be made."""
        path = self.reply(step).replace(MARK, quote(token, safe=""))
        return f"{self.root.removesuffix(self.path)}{path}{self.overrides}"

    @property
    def texted(self) -> str:
        """Where it tells what became of a text message."""
        return f"{self.root}{TEXTED}"

    def recording(self, name: str) -> str:
        """A recorded prompt, host and all: a carrier fetches it apart from the document."""
        return f"{self.root}/prompts/{quote(name, safe='')}.wav"


@lru_cache(maxsize=8)
def addresses_under(public_url: str, carrier: Carrier = TWILIO) -> Addresses:
    """The addresses of a system that the carrier reaches at `public_url`."""
    root = public_url.rstrip("/")
    return Addresses(root, root if carrier.whole_addresses else urlsplit(root).path, carrier.overrides)
