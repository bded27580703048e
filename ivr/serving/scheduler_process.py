"""The scheduler beside the workers: started once they answer, again when it ends, anew after a reload."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from ivr.logs import logger

log = logger(__name__)
AGAIN = 5.0  # seconds from one start to the next, where it ends by itself
GRACE = 4.0  # seconds that it has for what it is about, when it is told to end: callers wait for who comes after it


class SchedulerProcess:
    """A process of `command` that goes on as long as it is wanted; nobody waits for it."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._command = command
        self._environ = environ
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0
        self._leaves_by = 0.0
        self._told = False

    def begin_anew(self) -> None:
        """Let it end what it is about, and another begin: of the program as it now is on the disk."""
        self._not_before = time.monotonic()
        if self._process:
            self.end()
        else:
            self.look()

    def look(self) -> None:
        """Start it where it should be there and is not."""
        if self._process or not self._not_before or time.monotonic() < self._not_before:
            return
        self._not_before = time.monotonic() + AGAIN
        try:
            self._told = False
            self._process = subprocess.Popen(self._command, env=dict(self._environ), process_group=0)  # noqa: S603 - our own
        except OSError as error:  # such as a program that is being replaced on the disk
            log.error("the scheduler did not start", why=str(error))

    def gone(self, pid: int, exit_code: int) -> None:
        """Somebody's process ended; look whether it was this one."""
        if self._process and self._process.pid == pid:
            self._process.returncode = exit_code  # the foreman has waited for it
            self._process = None
            if exit_code and not self._told:
                log.error("the scheduler ended, and is started again", exit=exit_code)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Tell it to end."""
        self._told = True
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, how)

    def end_for_good(self, how: signal.Signals) -> None:
        """Tell it to end, and start no other."""
        self._not_before, self._leaves_by = 0.0, time.monotonic() + GRACE
        self.end(how)

    def is_leaving(self) -> bool:
        """Whether it was told to end for good and is still about something; not for ever."""
        if not self._process or not self._leaves_by:
            return False
        if time.monotonic() > self._leaves_by:
            self.end(signal.SIGKILL)
        return True
