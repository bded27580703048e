"""A worker of gunicorn that waits for a request no longer than the request is worth: nobody holds it by sending slowly.

A worker answers one request at a time, and a few senders of four bytes a second would else hold them all until the
server ends them. Proxies as the manual sets them up hand on whole requests, and never come near these limits.
"""

import socket
import time
from typing import Any

from gunicorn.workers.sync import SyncWorker

from ivr.logs import logger

log = logger(__name__)

AT_MOST = 2.0  # seconds from the connection to the end of the header, and again from there to the end of the body


class TimelySocket(socket.socket):
    """A connection that is at its end, for who reads from it, when its time for sending is over."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(fileno=connection.detach())
        self._is_cut_off = False
        self.allow(AT_MOST)

    def allow(self, seconds: float) -> None:
        """From now on, all that is still to come may take that long."""
        self._due = time.monotonic() + seconds

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """As in `socket`; empty also when time is over. Who has set a time limit of their own keeps it till then."""
        if self._is_cut_off:
            return b""
        return self._recv_in_time(size, flags) if self.gettimeout() is None else super().recv(size, flags)

    def _recv_in_time(self, size: int, flags: int) -> bytes:
        left = self._due - time.monotonic()
        try:
            if left > 0:
                self.settimeout(left)
                return super().recv(size, flags)
        except TimeoutError:
            pass
        finally:
            self.settimeout(None)
        self._is_cut_off = True
        log.warning("a request came too slowly and was cut off")
        return b""


class TimelyWorker(SyncWorker):  # type: ignore[misc]  # gunicorn tells no types
    """The sync worker, on connections that are timely."""

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        """Answer one connection."""
        timely = TimelySocket(client)
        super().handle(timely if listener is client else listener, timely, addr)

    def handle_request(self, listener: Any, req: Any, client: socket.socket, addr: Any) -> None:
        """Answer a request whose header has come."""
        if isinstance(client, TimelySocket):  # with TLS of its own, gunicorn has put another one in its place
            client.allow(AT_MOST)
        super().handle_request(listener, req, client, addr)
