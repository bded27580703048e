"""A carrier that signs, a switchboard that remembers what it was asked, and an application between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from ivr.carrier.signature import SignatureCheck
from ivr.engine.edition import Language
from ivr.engine.heard import Heard
from ivr.engine.instructions import Ask, HangUp, Instruction, Say
from ivr.phone.signing import sign
from ivr.web.voice import Doors, VoiceGate, voice_pages

ROOT = "https://ivr.example.org"
AUTH_TOKEN = "12345"
SID = "CA" + "0" * 32
INBOUND = {
    "AccountSid": "AC" + "1" * 32,
    "ApiVersion": "2010-04-01",
    "CallSid": SID,
    "CallStatus": "ringing",
    "Called": "+85221230000",
    "Caller": "+85291234567",
    "Direction": "inbound",
    "From": "+85291234567",
    "To": "+85221230000",
}


@dataclass(frozen=True)
class Said:
    """An answer of the switchboard."""

    instructions: tuple[Instruction, ...]
    token: str = "NEXT"
    voices: Mapping[str, Language] = field(
        default_factory=lambda: {"en": Language("en", "3", "English", "en-GB", "Polly.Amy", "en-GB")}
    )


@dataclass
class RememberingSwitchboard:
    """Remembers each question; `trouble` is raised instead of answering."""

    asked: list[tuple[object, ...]] = field(default_factory=list)
    trouble: Exception | None = None
    whispers: tuple[Instruction, ...] = (Ask((Say("A caller about fees. Press 1.", "en"),)),)

    def _note(self, *question: object) -> None:
        self.asked.append(question)
        if self.trouble:
            raise self.trouble

    def answer(self, sid: str, called: str, caller: str) -> Said:
        self._note("answer", sid, called, caller)
        return Said((Ask((Say("Welcome", "en"),)),))

    def turn(self, token: str, sid: str, heard: Heard, caller: str) -> Said:
        self._note("turn", token, sid, heard, caller)
        return Said((Say("Goodbye", "en"), HangUp()))

    def resume(self, token: str, sid: str, called: str, caller: str, code: str, *, unusable: bool) -> Said:
        self._note("resume", token, sid, called, caller, code, unusable)
        return Said((Ask((Say("Sorry", "en"),)),))

    def status(self, sid: str, called: str, caller: str, status: str, seconds: int | None) -> None:
        self._note("status", sid, called, caller, status, seconds)

    def recording(self, sid: str, recording: str, url: str, status: str, seconds: int | None) -> None:
        self._note("recording", sid, recording, url, status, seconds)

    def whisper(self, token: str) -> Said:
        self._note("whisper", token)
        return Said(self.whispers)

    def accept(self, token: str) -> None:
        self._note("accept", token)


@dataclass
class Carrier:
    """Sends requests as a carrier does, signed over `root` unless told otherwise."""

    app: Flask
    token: str = AUTH_TOKEN
    root: str = ROOT

    def post(self, target: str, params: Mapping[str, str] | Sequence[tuple[str, str]], **more: object) -> TestResponse:
        """A form, posted and signed; `signature` replaces the right one, None leaves it out."""
        pairs = list(params.items()) if isinstance(params, Mapping) else list(params)
        signature = more.pop("signature", self.signature(target, pairs))
        body = more.pop("body", urlencode(pairs))
        kind = more.pop("content_type", "application/x-www-form-urlencoded; charset=utf-8")
        return self.send("POST", target, signature, data=body, content_type=kind, **more)

    def get(self, target: str, params: Mapping[str, str]) -> TestResponse:
        """The same parameters in the query."""
        target += ("&" if "?" in target else "?") + urlencode(params)
        return self.send("GET", target, self.signature(target))

    def signature(self, target: str, pairs: Sequence[tuple[str, str]] = ()) -> str:
        """What the carrier signs a request with, a GET when there are no `pairs`."""
        return sign(self.root + target, pairs, self.token)

    def send(self, method: str, target: str, signature: str | None, **more: object) -> TestResponse:
        """One request; `raw` is its target as it stands on the wire, `environ` what else the server would set."""
        headers = dict(more.pop("headers", {}))
        if signature is not None:
            headers["X-Twilio-Signature"] = signature
        raw = more.pop("raw", target)
        environ = {"RAW_URI": raw, "REQUEST_URI": raw} | dict(more.pop("environ", {}))
        return Client(self.app).open(target, method=method, headers=headers, environ_overrides=environ, **more)


@pytest.fixture
def switchboard() -> RememberingSwitchboard:
    return RememberingSwitchboard()


@pytest.fixture
def recordings() -> dict[str, bytes]:
    return {"ab" * 32: b"RIFF" + bytes(range(100))}


@pytest.fixture(params=["routed by Flask", "answered at the gate"])
def app(request: pytest.FixtureRequest, switchboard, recordings) -> Flask:
    made = Flask("voice_under_test")
    doors = Doors(switchboard, SignatureCheck(ROOT, [AUTH_TOKEN]), ROOT)
    made.register_blueprint(voice_pages(doors, recordings.get))
    if request.param == "answered at the gate":
        made.wsgi_app = VoiceGate(made.wsgi_app, doors)
    return made


@pytest.fixture
def carrier(app) -> Carrier:
    return Carrier(app)


@pytest.fixture
def inbound() -> dict[str, str]:
    """What every request of a Hong Kong call holds."""
    return dict(INBOUND)
