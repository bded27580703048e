"""The documents of a call by which a case is answered: an officer is asked, the caller is rung and told who rings.

Source: Twilio, the pages of Gather, Dial and Number.
"""

from collections.abc import Iterable
from urllib.parse import quote

from twilio.twiml.voice_response import VoiceResponse

from ivr.carrier.fitting import fit_prompts
from ivr.carrier.pronouncing import pronounced_prompts
from ivr.carrier.speakable import MARK
from ivr.carrier.verbs import Verbs
from ivr.engine.instructions import Prompt, Say

CALLER_RINGS = 30  # seconds


def ask_to_connect(says: Iterable[Say], verbs: Verbs, token: str) -> bytes:
    """Asks whoever picked up the officer's telephone to press 1, and lets go of whoever does not."""
    response = VoiceResponse()
    response.append(verbs.ask_officer(_spoken(says, verbs), verbs.addresses.reply("pressed")))
    response.hangup()
    return _with_token(response, token)


def dial_caller(number: str, hotline: str, verbs: Verbs, token: str) -> bytes:
    """Rings the caller, who sees the hotline's number and not the officer's; both are numbers in E.164."""
    response, addresses = VoiceResponse(), verbs.addresses
    dial = response.dial(caller_id=hotline, timeout=CALLER_RINGS, action=addresses.reply("rung"), method="POST")
    dial.number(number, **verbs.first_heard_at(addresses.reply("greeted")))
    return _with_token(response, token)


def say_alone(says: Iterable[Say], verbs: Verbs, *, over: bool = False) -> bytes:
    """Says something; then the call is `over`, or goes on where it was."""
    response = VoiceResponse()
    for say in _spoken(says, verbs):
        response.append(verbs.of(say))
    if over:
        response.hangup()
    return _with_token(response, "")


def _spoken(says: Iterable[Say], verbs: Verbs) -> tuple[Prompt, ...]:
    return tuple(fit_prompts(pronounced_prompts(tuple(says), verbs.voices)))


def _with_token(response: VoiceResponse, token: str) -> bytes:
    return bytes(response.to_xml().replace(MARK, quote(token, safe="")).encode())
