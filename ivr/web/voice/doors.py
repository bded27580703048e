"""Answers each of the carrier's requests, as bytes: the same whether Flask routes it or the gate in front of Flask.

Whatever happens inside, a signed request gets status 200 and TwiML (a notice gets 204). Only a bad signature is
refused with 403, and what no carrier sends with 400 or 413, before its signature is looked at.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ivr.carrier.addresses import TEXTED
from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.forms import (
    call_sid_from,
    heard_from,
    is_unusable,
    message_sid_from,
    number_from,
    recording_from,
    seconds_from,
)
from ivr.carrier.last_resort import GO_ON, HANG_UP, LAST_RESORT
from ivr.carrier.signature import SignatureCheck
from ivr.carrier.twiml import render, render_whisper
from ivr.carrier.webhook import Environ, Webhook, WebhookError, read_form, read_webhook
from ivr.engine.heard import TransferFinished
from ivr.engine.instructions import Ask, Play, Say
from ivr.journal.entry import TRIAL
from ivr.logs import IN_HAND, came_from, logger
from ivr.storage.traffic.webhooks import WebhookFault
from ivr.switchboard.answers import Answer
from ivr.switchboard.switchboard import Switchboard

if TYPE_CHECKING:
    from ivr.replies.calls import ReplyCalls

log = logger(__name__)

TWIML, PLAIN = "text/xml; charset=utf-8", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class CarrierReply:
    """What goes back to the carrier."""

    status: int
    body: bytes
    kind: str = TWIML


FORBIDDEN = CarrierReply(403, b"Forbidden\n", PLAIN)
REFUSALS = {400: CarrierReply(400, b"Bad request\n", PLAIN), 413: CarrierReply(413, b"Too large\n", PLAIN)}
NOTED = CarrierReply(204, b"", PLAIN)
APOLOGY = CarrierReply(200, LAST_RESORT)
LET_GO = CarrierReply(200, HANG_UP)

Door = Callable[[Webhook, str], CarrierReply]
NoteFault = Callable[[WebhookFault], None]
"""Counts what went wrong with a request; never raises."""


NoteAnswer = Callable[[tuple[str, float]], object]
"""Notes at which path a request was answered, and how many seconds that took; never raises."""
TRIAL_LENGTH = len(TRIAL)
_STEP = re.compile(r"&step=([a-z]+)")


NoteText = Callable[[str, str], object]
"""Notes what became of a text message, by the carrier's name for it and the carrier's word."""


def not_noted(*_told: object) -> None:
    """For doors of which nobody counts anything, such as those of a rehearsal."""


class Doors:
    """The carrier's addresses, by path, with what answers at each."""

    def __init__(
        self,
        switchboard: Switchboard,
        signatures: SignatureCheck,
        public_url: str,
        note: NoteFault = not_noted,
        note_answer: NoteAnswer = not_noted,
        carrier: Carrier = TWILIO,
        replies: "Callable[[], ReplyCalls] | None" = None,
        note_text: NoteText = not_noted,
    ) -> None:
        self._switchboard = switchboard
        self._replies = replies
        self._signatures = signatures
        self._public_url = public_url
        self._note = note
        self._note_answer = note_answer
        self._carrier = carrier
        self._note_text = note_text
        # By path: what answers, and what is answered when that fails or the request names no call.
        self._doors: Mapping[str, tuple[Door, CarrierReply]] = {
            "/voice/answer": (self._answer, APOLOGY),
            "/voice/turn": (self._turn, APOLOGY),
            "/voice/fallback": (self._fallback, APOLOGY),
            "/voice/status": (self._status, NOTED),
            "/voice/recording": (self._recording, NOTED),
            TEXTED: (self._texted, NOTED),
            "/voice/officer": (self._officer, LET_GO),
            "/voice/reply": (self._reply, LET_GO),
        }

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that are answered here."""
        return tuple(self._doors)

    def reply(self, path: str, environ: Environ) -> CarrierReply:
        """The reply at one of `paths`. Never raises."""
        door, otherwise = self._doors[path]
        IN_HAND.call, began = None, perf_counter()
        try:
            webhook = read_webhook(environ, self._carrier)
        except WebhookError as refused:
            return REFUSALS[refused.status]
        if not self._signatures.holds(webhook.method, webhook.raw_uri, webhook.pairs, webhook.signature):
            log.warning("a request without the carrier's signature was refused", path=path)
            self._note("unsigned")
            return FORBIDDEN
        sid = message_sid_from(webhook.form) if path == TEXTED else call_sid_from(webhook.form)
        if not sid:
            log.warning("a signed request names no call", path=path)
            self._note("nameless")
            return otherwise
        try:
            return door(webhook, sid)
        except Exception as error:
            # Neither its message nor its values: they may hold what the caller gave, or the call's token.
            log.error(
                "a call could not go on", path=path, call_sid=sid, error=type(error).__name__, at=came_from(error)
            )
            if sid[:TRIAL_LENGTH] != TRIAL:
                self._note("failed")
            return otherwise
        finally:
            if sid[:TRIAL_LENGTH] != TRIAL:  # and not startswith(), which is a function call in every turn
                self._note_answer((path, perf_counter() - began))

    def _answer(self, webhook: Webhook, sid: str) -> CarrierReply:
        called, caller = _numbers(webhook)
        return self._render(self._switchboard.answer(sid, called, caller))

    def _turn(self, webhook: Webhook, sid: str) -> CarrierReply:
        caller = number_from(webhook.form, "From")
        return self._render(self._switchboard.turn(webhook.call, sid, heard_from(webhook.form), caller))

    def _fallback(self, webhook: Webhook, sid: str) -> CarrierReply:
        """The answer at ErrorUrl failed: its address tells where the call was. An officer's call is let go."""
        path, token = _failed(webhook.form.get("ErrorUrl", ""))
        if path.endswith("/voice/officer"):
            return LET_GO
        self._note("fallback")
        called, caller = _numbers(webhook)
        code = webhook.form.get("ErrorCode", "")
        unusable = is_unusable(code)
        return self._render(self._switchboard.resume(token, sid, called, caller, code, unusable=unusable))

    def _status(self, webhook: Webhook, sid: str) -> CarrierReply:
        called, caller = _numbers(webhook)
        status, seconds = webhook.form.get("CallStatus", ""), seconds_from(webhook.form, "CallDuration")
        self._switchboard.status(sid, called, caller, status, seconds)
        return NOTED

    def _recording(self, webhook: Webhook, sid: str) -> CarrierReply:
        name, url = recording_from(webhook.form)
        status = webhook.form.get("RecordingStatus", "")
        self._switchboard.recording(sid, name, url, status, seconds_from(webhook.form, "RecordingDuration"))
        return NOTED

    def _texted(self, webhook: Webhook, sid: str) -> CarrierReply:
        """A text message came to its telephone, or did not."""
        self._note_text(sid, webhook.form.get("MessageStatus", ""))
        return NOTED

    def _officer(self, webhook: Webhook, _: str) -> CarrierReply:
        """An officer picked up: asked once to press 1; the bridge is made by answering nothing more."""
        if "&asked=1" in webhook.raw_uri:
            if webhook.form.get("Digits") != "1":
                return LET_GO
            self._switchboard.accept(webhook.call)
            return CarrierReply(200, GO_ON)
        whisper = self._switchboard.whisper(webhook.call)
        match whisper.instructions:
            case (Ask(prompts=says),):
                asked = render_whisper(says, whisper.voices, webhook.call, self._public_url, self._carrier)
                return CarrierReply(200, asked)
            case (Say() | Play(), *_) as says:
                return self._render(Answer(says, webhook.call, whisper.voices))
        return LET_GO

    def _reply(self, webhook: Webhook, sid: str) -> CarrierReply:
        """A call by which a case is answered, at one of its steps."""
        step, form = _STEP.search(webhook.raw_uri), webhook.form
        if self._replies is None or step is None:
            return LET_GO
        calls = self._replies()
        if step[1] == "ended":
            calls.ended(webhook.call, sid, form.get("CallStatus", ""))
            return LET_GO
        match step[1], heard_from(form):
            case "begun", _:
                return CarrierReply(200, calls.picked_up(webhook.call, sid))
            case "pressed", _:
                return CarrierReply(200, calls.pressed(webhook.call, sid, form.get("Digits", "")))
            case "greeted", _:
                return CarrierReply(200, calls.greeted(webhook.call))
            case "rung", TransferFinished() as rung:
                return CarrierReply(200, calls.rung(webhook.call, sid, rung))
        return LET_GO

    def _render(self, answer: Answer) -> CarrierReply:
        document = render(answer.instructions, answer.voices, answer.token, self._public_url, self._carrier)
        return CarrierReply(200, document)


def _failed(url: str) -> tuple[str, str]:
    """The path of an address that failed and the call token in it, both empty when it is no address."""
    try:
        parts = urlsplit(url)
        return parts.path, dict(reversed(read_form(parts.query))).get("call", "")
    except ValueError:
        return "", ""


def _numbers(webhook: Webhook) -> tuple[str, str]:
    return number_from(webhook.form, "To"), number_from(webhook.form, "From")
