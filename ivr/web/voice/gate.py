"""Answers the carrier in front of Flask: at these paths routing and request objects would cost more than the turn."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from ivr.web.voice.doors import CarrierReply, Doors

StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

_STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class VoiceGate:
    """A WSGI application: the carrier's requests are answered here, all others by the application `behind`.

    `app.wsgi_app = VoiceGate(app.wsgi_app, doors)` sets it up. Flask's routes to the same doors stay as they are.
    """

    def __init__(self, behind: Wsgi, doors: Doors) -> None:
        self._behind = behind
        self._doors = doors
        self._paths = frozenset(doors.paths)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request. Source: PEP 3333."""
        path = environ.get("PATH_INFO", "")
        if path not in self._paths or environ["REQUEST_METHOD"] not in ("POST", "GET"):
            return self._behind(environ, start_response)
        return _send(self._doors.reply(path, environ), start_response)


def _send(reply: CarrierReply, start_response: StartResponse) -> list[bytes]:
    headers = [("Cache-Control", "no-store")]
    if reply.status != HTTPStatus.NO_CONTENT:
        headers += [("Content-Type", reply.kind), ("Content-Length", str(len(reply.body)))]
    start_response(_STATUS_LINES[reply.status], headers)
    return [reply.body]
