"""The documents of a call by which a case is answered: an officer is asked, the caller is rung and told who rings.

Source: Twilio, the pages of Gather, Dial and Number.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from twilio.twiml.voice_response import VoiceResponse

from ivr.carrier.addresses import addresses_under
from ivr.carrier.fitting import fit_prompts
from ivr.carrier.pronouncing import pronounced_prompts
from ivr.carrier.speakable import MARK
from ivr.carrier.verbs import OFFICER_WAITS, Verbs
from ivr.engine.edition import Language
from ivr.engine.instructions import Say

CALLER_RINGS = 30  # seconds


def ask_to_connect(says: Iterable[Say], voices: Mapping[str, Language], token: str, public_url: str) -> bytes:
    """Asks whoever picked up the officer's telephone to press 1, and lets go of whoever does not."""
    response = VoiceResponse()
    pressed = addresses_under(public_url).reply("pressed")
    gather = response.gather(
        input="dtmf", num_digits=1, timeout=OFFICER_WAITS, action=pressed, method="POST", finish_on_key=""
    )
    _speak(gather, says, voices, public_url)
    response.hangup()
    return _with_token(response, token)


def dial_caller(number: str, hotline: str, token: str, public_url: str) -> bytes:
    """Rings the caller, who sees the hotline's number and not the officer's; both are numbers in E.164."""
    response, addresses = VoiceResponse(), addresses_under(public_url)
    dial = response.dial(caller_id=hotline, timeout=CALLER_RINGS, action=addresses.reply("rung"), method="POST")
    dial.number(number, url=addresses.reply("greeted"), method="POST")
    return _with_token(response, token)


def say_alone(says: Iterable[Say], voices: Mapping[str, Language], public_url: str, *, over: bool = False) -> bytes:
    """Says something; then the call is `over`, or goes on where it was."""
    response = VoiceResponse()
    _speak(response, says, voices, public_url)
    if over:
        response.hangup()
    return _with_token(response, "")


def _speak(into: VoiceResponse, says: Iterable[Say], voices: Mapping[str, Language], public_url: str) -> None:
    spoken = tuple(voices.values())
    verbs = Verbs(spoken, addresses_under(public_url))
    for say in fit_prompts(pronounced_prompts(tuple(says), spoken)):
        into.append(verbs.of(say))


def _with_token(response: VoiceResponse, token: str) -> bytes:
    return bytes(response.to_xml().replace(MARK, quote(token, safe="")).encode())
