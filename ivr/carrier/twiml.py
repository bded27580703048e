"""Instructions as TwiML.

Documents are made by the twilio library. Making one costs as much as all the rest of a turn, and most are asked for
again and again with another call's token in their addresses; so a document is kept with the places of its token.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote

from twilio.twiml.voice_response import VoiceResponse

from ivr.carrier.addresses import addresses_under
from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.fitting import fit, fit_prompts
from ivr.carrier.pronouncing import pronounced, pronounced_prompts
from ivr.carrier.speakable import MARK
from ivr.carrier.verbs import Verbs
from ivr.engine.edition import Language
from ivr.engine.instructions import Hold, Instruction, Prompt, Record

KEPT_DOCUMENTS = 2048


def render(
    instructions: Iterable[Instruction],
    voices: Mapping[str, Language],
    token: str,
    public_url: str,
    carrier: Carrier = TWILIO,
) -> bytes:
    """The document that tells the carrier to carry out `instructions`; `token` is the call it goes on with.

    Well-formed and at most 64 kB whatever the texts hold.
    """
    parts = _document(tuple(instructions), tuple(voices.values()), public_url, carrier)
    return quote(token, safe="").encode().join(parts)


def render_whisper(
    says: Iterable[Prompt],
    voices: Mapping[str, Language],
    token: str,
    public_url: str,
    carrier: Carrier = TWILIO,
) -> bytes:
    """The document that asks an officer to press 1 for the caller, and lets go of whoever does not."""
    parts = _whisper(tuple(says), tuple(voices.values()), public_url, carrier)
    return quote(token, safe="").encode().join(parts)


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _document(
    instructions: tuple[Instruction, ...], voices: tuple[Language, ...], public_url: str, carrier: Carrier
) -> tuple[bytes, ...]:
    verbs = Verbs(voices, addresses_under(public_url, carrier), carrier)
    response = VoiceResponse()
    told = fit(pronounced(instructions, voices))
    if instructions and isinstance(instructions[-1], Hold):
        response.append(verbs.hold(each for each in told if isinstance(each, Prompt)))
        return _cut_at_marks(response)
    for instruction in told:
        response.append(verbs.of(instruction))
    if instructions and isinstance(instructions[-1], Record):
        response.append(verbs.go_on())
    return _cut_at_marks(response)


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _whisper(
    says: tuple[Prompt, ...], voices: tuple[Language, ...], public_url: str, carrier: Carrier
) -> tuple[bytes, ...]:
    verbs = Verbs(voices, addresses_under(public_url, carrier), carrier)
    response = VoiceResponse()
    asked = fit_prompts(pronounced_prompts(says, voices))
    response.append(verbs.ask_officer(asked, verbs.addresses.officer_pressed))
    response.hangup()
    return _cut_at_marks(response)


def _cut_at_marks(response: VoiceResponse) -> tuple[bytes, ...]:
    return tuple(response.to_xml().encode().split(MARK.encode()))
