"""One crew: a gunicorn with its workers, in a process group of its own, as the foreman sees it."""

import os
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from ivr.serving.sockets import high

FIRST = 3  # the number of the first socket that a crew is given, as systemd has it
LATEST = 180.0  # seconds in which a crew must be ready


class Crew:
    """Started at once. It is ready when as many workers have told so as its gunicorn said there would be.

    Raises OSError when it cannot be started. Its processes tell line by line: `workers`, how many, the program's
    version; and `ready` from each.

    `command` is started with the sockets as its files from 3 on, those of the hatch last, then the end of a pipe to
    tell on and the end of one that closes when this process ends; how many sockets there are is its last word.
    """

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], sockets: Sequence[socket.socket]) -> None:
        self.began = time.monotonic()
        self.exit_code: int | None = None
        self._told = b""
        self.ear, tell = _pipe()
        line, self._life = _pipe()
        given = [*(each.fileno() for each in sockets), tell, line]
        words = [*command, str(len(sockets))]
        try:
            self.pid = os.posix_spawn(
                words[0],
                words,
                environ,
                file_actions=[(os.POSIX_SPAWN_DUP2, each, FIRST + number) for number, each in enumerate(given)],
                setpgroup=0,  # so that all of it can be reached, whoever of it is left
                setsigdef=signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP},
            )
        except OSError:
            self.forget()
            raise
        finally:
            os.close(tell)
            os.close(line)

    def listen(self) -> None:
        """Take in what its processes have told."""
        if told := os.read(self.ear, 4096):
            self._told += told
        else:
            self.close_ear()

    def close_ear(self) -> None:
        """Listen no more: it is ready, or gone."""
        if self.ear >= 0:
            os.close(self.ear)
            self.ear = -1

    @property
    def is_ready(self) -> bool:
        """Whether all its workers answer."""
        wanted, _ = self._announced()
        return 0 < wanted <= self._lines().count(b"ready")

    @property
    def version(self) -> str:
        """That of the program it runs."""
        return self._announced()[1]

    @property
    def was_killed(self) -> bool:
        """Whether its gunicorn was ended by a signal, and not by what it found itself."""
        return self.exit_code is not None and self.exit_code < 0

    @property
    def is_late(self) -> bool:
        """Whether nobody should wait for it any longer."""
        return time.monotonic() - self.began > LATEST

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end what it is about and go; where its gunicorn is gone, each of its workers."""
        self._send(os.kill if self.exit_code is None else os.killpg, how)

    def kill(self) -> None:
        """End all of it at once."""
        self._send(os.killpg, signal.SIGKILL)

    def is_there(self) -> bool:
        """Whether any process of it is left."""
        return self._send(os.killpg, 0)

    def forget(self) -> None:
        """Close what it was reached by."""
        self.close_ear()
        if self._life >= 0:
            os.close(self._life)
            self._life = -1

    def _lines(self) -> list[bytes]:
        return self._told.split(b"\n")[:-1]

    def _announced(self) -> tuple[int, str]:
        told = [line.split(b" ") for line in self._lines() if line.startswith(b"workers ")]
        return (int(told[0][1]), told[0][2].decode()) if told else (0, "")

    def _send(self, send: Callable[[int, int], None], number: int) -> bool:
        with suppress(ProcessLookupError):
            send(self.pid, number)
            return True
        return False


def _pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    return high(reading), high(writing)
