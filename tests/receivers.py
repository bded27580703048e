"""What takes mail and webhooks in tests: real servers on this machine that keep what they received."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope


@dataclass
class Mailbox:
    """Keeps mail as it came. `answers` are said to the next mails in the place of "250 OK"."""

    received: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    url: str = ""

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - its name there
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.received.append(bytes(envelope.content or b""))
            self.recipients.append(envelope.rcpt_tos)
        return answer

    @property
    def mails(self) -> list[Message]:
        return [message_from_bytes(each, policy=default) for each in self.received]


@contextmanager
def mail_server(user: tuple[bytes, bytes] | None = None, **options: Any) -> Iterator[Mailbox]:
    """A mail server; with a `user` (name and password) it takes mail of nobody else."""
    box = Mailbox()
    if user:

        def known(_server: SMTP, _session: Any, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
            return AuthResult(success=(given.login, given.password) == user, handled=False)

        options |= {"authenticator": known, "auth_required": True}
    controller = Controller(box, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    try:
        box.url = f"smtp://127.0.0.1:{controller.port}"
        yield box
    finally:
        controller.stop()


def _free_port() -> int:
    """A port that nobody has now; the library wants to know it before it listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Hook:
    """Keeps what was posted: headers and body. `answers` are the statuses of the next answers, 204 after these."""

    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    origin: str = ""


@contextmanager
def web_server(wrap: Any = None) -> Iterator[Hook]:
    """A receiver of webhooks; `wrap` makes TLS of a socket."""
    hook = Hook()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = hook.answers.pop(0) if hook.answers else 204
            if status < 300:
                hook.received.append((dict(self.headers), body))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{hook.origin}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            """Nothing: it would stand among what the tests print."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    if wrap:
        server.socket = wrap(server.socket)
    hook.origin = f"http{'s' if wrap else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
