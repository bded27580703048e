"""The sockets that callers come in by: opened here, or handed over by systemd; the crews are given the same ones."""

import errno
import fcntl
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from gunicorn import sock, systemd
from gunicorn.app.wsgiapp import WSGIApplication

from ivr.errors import SettingsRefused
from ivr.logs import logger

log = logger(__name__)
HIGH = 64  # above the numbers that a crew gets its own under


def configuration(arguments: Sequence[str]) -> Any:
    """How gunicorn would serve with these arguments and GUNICORN_CMD_ARGS: where it listens, and with which limits."""
    typed, sys.argv = sys.argv, ["gunicorn", *arguments]
    try:
        return WSGIApplication().cfg
    finally:
        sys.argv = typed


@contextmanager
def listening(cfg: Any) -> Iterator[tuple[socket.socket, ...]]:
    """The sockets that systemd holds for this process, else those of `cfg`, opened; closed at the end.

    Raises SettingsRefused, in one line, for an address that cannot be had.
    """
    if handed := systemd.listen_fds():
        opened = [socket.socket(fileno=systemd.SD_LISTEN_FDS_START + number) for number in range(handed)]
    else:
        for address in cfg.address:
            _try(address)
        opened = [listener.sock for listener in sock.create_sockets(cfg, log)]
    with ExitStack() as closing:
        sockets = tuple(closing.enter_context(socket.socket(fileno=high(each.detach()))) for each in opened)
        for each in sockets:
            if each.family != socket.AF_UNIX and hasattr(socket, "TCP_DEFER_ACCEPT"):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)  # who sends nothing wakes no worker
        yield sockets


def high(descriptor: int) -> int:
    """The same file under a number above those that a crew uses, closed under its old one and in other programs."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, HIGH)
    socket.close(descriptor)
    return moved


def _try(address: Any) -> None:
    """Gunicorn would try five times, and tell over a page."""
    if not isinstance(address, tuple):
        return
    host, port = address[:2]
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                why = f"port {port} is taken by another program; choose another with --port or PORT=…"
            else:
                why = f"{host}, port {port}, cannot be listened on: {error.strerror or error}"
            raise SettingsRefused(why) from None
