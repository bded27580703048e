"""Senders who never finish: each begins a request and goes on with it four bytes a second, as long as they are let."""

import contextlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

EVERY = 1.0  # seconds between two drops
DROP = b"a=b&"
HEAD = b"POST %s HTTP/1.1\r\nHost: ivr.example.org\r\nX-Twilio-Signature: %s\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n"


def slow_header(path: str = "/voice/answer") -> tuple[bytes, bytes]:
    """How such a request begins, and what follows drop by drop: its header never ends."""
    return _head(path) + b"X-Slow: ", b"slow"


def slow_body(path: str = "/voice/answer") -> tuple[bytes, bytes]:
    """The same with a whole header, and a body that never comes to its end: a third of it at once, the rest slowly.

    A proxy that hands on what it has when its own small buffer is full takes no notice of a body that only drips.
    """
    return _head(path) + FORM + DROP * 5000, DROP


def _head(path: str) -> bytes:
    return HEAD % (path.encode(), secrets.token_urlsafe(21).encode())


@dataclass
class Senders:
    """Many of them at one port of 127.0.0.1, all with the same request; who is turned away comes again at once."""

    port: int
    begins: bytes
    drop: bytes
    open: list[socket.socket] = field(default_factory=list)
    turned_away: int = 0

    def come(self, number: int) -> None:
        """Connect that many more."""
        self.open += [self._new() for _ in range(number)]

    def go_on(self) -> None:
        """Each sends its next drop."""
        self.open = [sender if self._sends(sender) else self._new() for sender in self.open]

    def go(self) -> None:
        """All hang up."""
        for sender in self.open:
            sender.close()

    def _new(self) -> socket.socket:
        sender = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        sender.sendall(self.begins)
        sender.setblocking(False)
        return sender

    def _sends(self, sender: socket.socket) -> bool:
        try:
            sender.sendall(self.drop)
            with contextlib.suppress(BlockingIOError):
                sender.recv(1)  # an answer or the end: nobody waits for more
                raise ConnectionError
        except OSError:
            sender.close()
            self.turned_away += 1
            return False
        return True


@contextmanager
def slow_senders(port: int, number: int, request: tuple[bytes, bytes]) -> Iterator[Senders]:
    """That many senders of a request, going on until the end."""
    senders, over = Senders(port, *request), threading.Event()
    senders.come(number)

    def go_on() -> None:
        while not over.wait(EVERY):
            senders.go_on()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        time.sleep(EVERY)  # until all of them are at the door
        yield senders
    finally:
        over.set()
        thread.join()
        senders.go()
