"""The telephone over a real network connection."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from ivr.errors import PhoneFault
from ivr.phone.line import http_line
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone

PUBLIC = "https://hotline.example"


class Quiet(WSGIRequestHandler):
    """Writes no log, and tells the raw address as gunicorn does."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name its base class gives
        """Nothing."""

    def get_environ(self) -> dict[str, Any]:
        """The environment with the address as it was sent."""
        return super().get_environ() | {"RAW_URI": self.path}


@pytest.fixture
def served() -> Iterator[Callable[[Any], str]]:
    """Serves a WSGI application and gives its address."""
    servers = []

    def serve(app: Any) -> str:
        server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def _body_reading(app: Any) -> Any:
    """The development server leaves the form's end to its reader."""

    def reading(environ: dict[str, Any], start: Any) -> Any:
        raw = environ["wsgi.input"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        environ["wsgi.input"] = type("Body", (), {"read": lambda _: raw.read(length)})()
        return app(environ, start)

    return reading


def test_a_whole_call_goes_over_http(scene: Callable[..., Any], served: Callable[[Any], str]) -> None:
    made = scene('<Gather action="/turn?call=%7E你" numDigits="1"/>'.replace("你", "%E4%BD%A0"), turn="<Say>Hi.</Say>")
    line = http_line(PUBLIC, "12345", "AC" + "1" * 32, reach=served(_body_reading(made.hotline)))
    telephone = Telephone(line, new_call("+85255500000"))
    telephone.ring()
    assert [one.text for one in telephone.press("1")] == ["Hi."]
    assert all(one.signed for one in made.hotline.asked)


def test_a_hotline_that_cannot_be_reached_is_a_fault() -> None:
    line = http_line("http://127.0.0.1:9", "12345", "AC" + "1" * 32)
    with pytest.raises(PhoneFault, match="cannot be connected"):
        Telephone(line, new_call("+85255500000")).ring()


def test_a_hotline_that_never_answers_is_a_fault(served: Callable[[Any], str]) -> None:
    silence = threading.Event()

    def never(environ: Any, start: Any) -> Any:
        silence.wait(5)
        start("200 OK", [("Content-Type", "text/xml")])
        return [b"<Response/>"]

    line = http_line(served(never), "12345", "AC" + "1" * 32, seconds=0.2)
    try:
        with pytest.raises(PhoneFault, match="did not answer in time"):
            Telephone(line, new_call("+85255500000")).ring()
    finally:
        silence.set()
