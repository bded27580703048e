"""A hotline that answers fixed documents, and lines to it."""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest
from twilio.request_validator import RequestValidator

from ivr.phone.line import Line, wsgi_line
from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone

HOME = "https://hotline.example"
TOKEN = "12345"
ACCOUNT = "AC" + "1" * 32


@dataclass(frozen=True)
class Asked:
    """One request the hotline got."""

    method: str
    address: str
    params: dict[str, str]
    signed: bool
    cookie: str


@dataclass
class FakeHotline:
    """Answers by path: a string is TwiML, a tuple is (status, content type, body, more headers)."""

    answers: dict[str, Any]
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(self._read(environ))
        answer = self.answers.get(environ["PATH_INFO"], (204, "text/plain", b""))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if isinstance(answer, str):
            answer = (200, "text/xml; charset=utf-8", answer.encode())
        status, kind, body, *more = answer
        start(f"{status} Said", [("Content-Type", kind), *(more[0] if more else [])])
        return [body]

    def _read(self, environ: dict[str, Any]) -> Asked:
        body = environ["wsgi.input"].read().decode()
        pairs = parse_qsl(body, keep_blank_values=True)
        form = {name: [value for also, value in pairs if also == name] for name, _ in pairs}
        signature = environ["HTTP_X_TWILIO_SIGNATURE"]
        signed = RequestValidator(TOKEN).validate(HOME + environ["RAW_URI"], Form(form), signature)
        params = dict(pairs or parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))
        cookie = environ.get("HTTP_COOKIE", "")
        return Asked(environ["REQUEST_METHOD"], environ["RAW_URI"], params, signed, cookie)

    def to(self, path: str) -> list[Asked]:
        """The requests to one path, query left out."""
        return [one for one in self.asked if one.address.partition("?")[0] == path]


class Form(dict[str, list[str]]):
    """A form as web frameworks give it, for the library that checks signatures."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


@dataclass
class Scene:
    """A hotline, a line to it and one call."""

    hotline: FakeHotline
    line: Line
    telephone: Telephone


@pytest.fixture
def scene() -> Callable[..., Scene]:
    """Makes a scene of answers: the first document as TwiML without its root, further ones by path."""

    def made(first: Any, habits: Habits | None = None, words: Any = None, **more: Any) -> Scene:
        answers = {"/voice/answer": _document(first)}
        answers |= {f"/{path}": _document(answer) for path, answer in more.items()}
        hotline = FakeHotline(answers)
        line = wsgi_line(hotline, HOME, TOKEN, ACCOUNT)
        call = new_call("+85255500000", habits=habits, call_sid="CA" + "0" * 32)
        return Scene(hotline, line, Telephone(line, call, words))

    return made


def _document(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_document(one) for one in answer]
    return f"<Response>{answer}</Response>" if isinstance(answer, str) else answer


@pytest.fixture
def wav() -> tuple[int, str, bytes]:
    """Two seconds of silence as a recording is answered: 8 kHz, 8 bit."""
    data = b"\x80" * 16_000
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    return (200, "audio/wav", head + struct.pack("<4sI", b"data", len(data)) + data)
