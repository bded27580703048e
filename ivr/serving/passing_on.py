"""One port for two kinds of workers: what is not for callers is passed on, the connection itself, through a hatch.

So whatever the desk is busy with, it holds no worker that callers need: it queues behind the hatch.
"""

import json
import os
import re
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from ivr.serving.sockets import high

FOR_CALLERS = re.compile(rb"(?:GET|HEAD|POST) (?:https?://[^/ ]*)?/(?:voice/|prompts/|healthz[ ?])")
SHOWN = 256  # bytes of a request that are looked at
AT_ONCE = 0.02  # seconds in which they must be there; a request that comes slower is passed on
WHOLE = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_DGRAM


class Hatch(NamedTuple):
    """The two ends. Crews share one, so that a connection that waits while they change is taken by the next."""

    giving: socket.socket
    taking: socket.socket

    def pass_on(self, client: socket.socket, address: Any) -> bool:
        """Give a connection to whoever takes it next; False when so many wait that no more are taken."""
        try:
            socket.send_fds(self.giving, [json.dumps(address).encode()], [client.fileno()])
        except OSError:
            return False
        return True

    def take(self) -> tuple[socket.socket, Any] | None:
        """A connection and its address. Raises BlockingIOError when none waits."""
        told, descriptors, _, _ = socket.recv_fds(self.taking, 1024, 1)
        if not descriptors:
            return None
        os.set_inheritable(descriptors[0], False)
        address = json.loads(told)
        return socket.socket(fileno=descriptors[0]), tuple(address) if isinstance(address, list) else address


@contextmanager
def open_hatch() -> Iterator[Hatch]:
    """A new one, closed at the end."""
    giving, taking = (socket.socket(fileno=high(end.detach())) for end in socket.socketpair(socket.AF_UNIX, WHOLE))
    with giving, taking:
        yield hatch_of(giving, taking)


def hatch_of(giving: socket.socket, taking: socket.socket) -> Hatch:
    """The one with these ends, neither of which ever keeps anybody waiting."""
    for end in (giving, taking):
        end.setblocking(False)
    return Hatch(giving, taking)


def is_for_callers(client: socket.socket) -> bool:
    """Whether a request is the carrier's, or asks whether this process is alive; it stays to be read."""
    client.settimeout(AT_ONCE)
    try:
        seen = client.recv(SHOWN, socket.MSG_PEEK)
    except OSError:
        seen = b""
    with suppress(OSError):
        client.setblocking(True)
    return bool(FOR_CALLERS.match(seen))


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Busy</title>
<p>The desk is busy. This page tries again by itself; what you sent was not taken, so send it again.</p>
<p lang="zh-HK">控制台正忙。本頁會自動再試；剛才送出的內容未被接收，請再送一次。</p>
<p lang="zh-CN">控制台正忙。本页会自动重试；刚才提交的内容未被接收，请再提交一次。</p>
""".encode()
HEAD: Sequence[str] = (
    "HTTP/1.1 503 Service Unavailable",
    "Content-Type: text/html; charset=utf-8",
    f"Content-Length: {len(PAGE)}",
    "Retry-After: 5",
    "Refresh: 5",
    "Cache-Control: no-store",
    "Connection: close",
)


def turn_away(client: socket.socket) -> None:
    """Answer without reading what was asked, and close."""
    with client, suppress(OSError):
        client.setblocking(False)
        client.send("\r\n".join((*HEAD, "", "")).encode() + PAGE)
        client.shutdown(socket.SHUT_WR)
        while client.recv(65536):  # what is left unread would take the answer back
            pass
