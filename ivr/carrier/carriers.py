"""The carriers that a hotline can be with, and what is particular to each: nothing else here knows one by its name.

All three answer a number with a document of the same verbs (TwiML; SignalWire calls it cXML). Sources: Twilio's pages;
SignalWire's "Compatibility API" and "cXML"; Somleng's program (github.com/somleng/somleng-switch and somleng/somleng).
What each can do is told with its source in docs/operators/carriers.md.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.settings import ACCOUNT_FIELDS, CarrierName, variable
from ivr.translation import Sentence, said

Form = Mapping[str, str]

OF_36 = said("36 characters, such as {example}", example="b3877c40-da60-4998-90ad-b792e98472af")
UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


@dataclass(frozen=True)
class RestShape:
    """How a carrier's REST interface looks, beside what all have alike.

    `path` is what stands before `/Accounts`. An account's name, of the form `account`, matches `account_name`, that of
    anything else `name` behind the two letters of its kind where it `tells_kinds`. A recording's address is below
    `recordings_at`, where the interface is unless that is said, and matches `recording` behind the account; its sound
    may lie elsewhere, with hosts that end as one of `media` does. `message_seconds` is for how long a text message may
    be kept that cannot be handed on yet. `deletes_recordings` tells whether that can be asked for, `guards_recordings`
    whether it can be had that nobody fetches one without the account's token, `has_fallback` whether a number takes an
    address for when the first one fails, and `takes_nothing` whether one can be taken away from it.
    """

    path: str
    account: Sentence
    account_name: str
    name: str
    tells_kinds: bool = False
    recordings_at: str = ""
    recording: str = "/Recordings"
    media: tuple[str, ...] = ()
    message_seconds: int = 36_000
    deletes_recordings: bool = True
    guards_recordings: bool = False
    has_fallback: bool = True
    takes_nothing: bool = True

    def is_name(self, name: str, *kinds: str) -> bool:
        """Whether something of one of these kinds, such as "SM", may be called so."""
        if not self.tells_kinds:
            return re.fullmatch(self.name, name, re.ASCII) is not None
        return name[:2] in kinds and re.fullmatch(self.name, name[2:], re.ASCII) is not None


@dataclass(frozen=True)
class Console:
    """Where the carrier's own pages have what an operator looks for."""

    keys: str
    numbers: str
    billing: str
    recordings: str = ""
    errors: str = "https://www.twilio.com/docs/api/errors/{code}"


def as_sent(form: Form) -> Form:
    """A form that needs no change."""
    return form


def _picked_up_is_bridged(form: Form) -> Form:
    """Where officers are asked nothing, whoever picks up has the caller: said as the carrier that asks them says it."""
    return {**form, "DialBridged": "true"} if form.get("DialCallStatus") == "completed" else form


@dataclass(frozen=True, eq=False)
class Carrier:
    """What is particular to one carrier.

    `can` is what it can do of what menus ask. Its signature is in the first of `signed_in` that a request has.
    `normalise` makes a form say what Twilio's would. `overrides` follow, as a fragment, on the address that is asked
    when a number is rung. In documents `whole_addresses` have their host. It `answers_on_bridge` where it can be told
    to keep an inbound call ringing until an officer has it, `tells_absent` of recordings that were not made, `trims`
    the silence round one, `rings_in_order` where one Dial may ring one officer after another. A voice whose name begins
    with `voices_as[0]` is called by `voices_as[1]` there.
    """

    name: CarrierName
    can: Abilities
    rest: RestShape
    console: Console
    signed_in: tuple[str, ...] = ("HTTP_X_TWILIO_SIGNATURE",)
    normalise: Callable[[Form], Form] = as_sent
    overrides: str = ""
    whole_addresses: bool = True
    answers_on_bridge: bool = True
    tells_absent: bool = True
    trims: bool = True
    rings_in_order: bool = False
    voices_as: tuple[str, str] = ("", "")

    @property
    def title(self) -> str:
        """What it calls itself."""
        return self.can.carrier

    @property
    def account_setting(self) -> str:
        """The variable that names the account."""
        return variable(ACCOUNT_FIELDS[self.name].account)

    @property
    def token_setting(self) -> str:
        """The variable with the account's token."""
        return variable(ACCOUNT_FIELDS[self.name].tokens)

    @property
    def signing_setting(self) -> str:
        """The variable with what the carrier signs with."""
        return variable(ACCOUNT_FIELDS[self.name].signing_keys)

    def voice(self, name: str) -> str:
        """What it calls a voice of flows.yaml."""
        written, here = self.voices_as
        return here + name.removeprefix(written) if written and name.startswith(written) else name


TWILIO = Carrier(
    name="twilio",
    can=EVERYTHING,
    # It waits 2 s for a connection and 4 for the answer, then tries twice more, also after a server error. Unless told
    # it waits 15 s and gives up. Source: Twilio, "Webhooks connection overrides".
    overrides="#ct=2000&rt=4000&rc=2&rp=ct,rt,5xx",
    whole_addresses=False,
    rings_in_order=True,
    rest=RestShape(
        path="/2010-04-01",
        account=said("AC and 32 hexadecimal digits"),
        account_name="AC[0-9a-fA-F]{32}",
        name="[0-9a-fA-F]{32}",
        tells_kinds=True,
        recordings_at="https://api.twilio.com",
        media=(".twilio.com",),
        guards_recordings=True,
    ),
    console=Console(
        keys="Account > API keys & tokens",
        numbers="Phone Numbers > Manage > Active numbers",
        billing="Admin > Account billing",
        recordings="Voice > Settings > General",
    ),
)
SIGNALWIRE = Carrier(
    name="signalwire",
    can=Abilities("SignalWire", voiceless=("-Generative",)),
    signed_in=("HTTP_X_SIGNALWIRE_SIGNATURE", "HTTP_X_TWILIO_SIGNATURE"),
    voices_as=("Google.", "gcloud."),
    rest=RestShape(
        path="/api/laml/2010-04-01", account=OF_36, account_name=UUID, name=UUID, media=(".signalwire.com",)
    ),
    console=Console(
        keys="API",
        numbers="Phone Numbers",
        billing="Billing",
        errors="https://signalwire.com/docs/compatibility-api/rest/error-codes",
    ),
)
SOMLENG = Carrier(
    name="somleng",
    can=Abilities(
        "Somleng",
        hears_words=False,
        whispers=False,
        voices=("Polly.", "man", "woman"),
        own_voices=("Azure.", "Basic."),
    ),
    normalise=_picked_up_is_bridged,
    answers_on_bridge=False,
    tells_absent=False,
    trims=False,
    rest=RestShape(
        path="/2010-04-01",
        account=OF_36,
        account_name=UUID,
        name=UUID,
        recording=f"/Calls/{UUID}/Recordings",
        media=(".amazonaws.com",),  # where its own storage is, unless it is told otherwise
        message_seconds=14_400,
        deletes_recordings=False,
        has_fallback=False,
        takes_nothing=False,
    ),
    console=Console(keys="Account settings", numbers="Phone Numbers", billing="Account settings"),
)
CARRIERS: Mapping[CarrierName, Carrier] = {each.name: each for each in (TWILIO, SIGNALWIRE, SOMLENG)}
