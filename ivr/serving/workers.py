"""The worker of a crew: a timely worker, for callers or for all others, and not ended with its gunicorn."""

import os
import select
import signal
import socket
import time
from collections.abc import Sequence
from typing import Any

from ivr.serving.passing_on import Hatch, is_for_callers, turn_away
from ivr.serving.timely import TimelyWorker

KINDER = 5  # how much later than callers' workers the system gives the others a processor


class CrewWorker(TimelyWorker):
    """Answers callers, and passes on all else; or, when it is `for_others`, answers what was passed on.

    Without a `hatch` every worker answers everything. `foreman` is the end of a pipe that closes when the foreman's
    process ends; `stay` is for how many seconds after that there may be another with the same sockets.
    """

    foreman = -1
    stay = 0.0
    alone_since: float | None = None
    hatch: Hatch | None = None
    for_others = False

    def init_process(self) -> None:
        """Begin, at the port or at the hatch."""
        if self.hatch and self.for_others:
            self.sockets = [self.hatch.taking]
            os.nice(KINDER)
        elif self.hatch:
            self.app.for_callers = True
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Take the next connection. Raises BlockingIOError when there is none."""
        if self.hatch is None:
            super().accept(listener)
        elif listener is self.hatch.taking:
            if taken := self.hatch.take():
                self.handle(taken[0], *taken)  # the library asks a listener for its address alone
        else:
            self._sort(self.hatch, listener, *listener.accept())

    def _sort(self, hatch: Hatch, listener: Any, client: socket.socket, address: Any) -> None:
        if is_for_callers(client):
            self.handle(listener, client, address)
        elif hatch.pass_on(client, address):
            client.close()
        else:
            turn_away(client)

    def is_parent_alive(self) -> bool:
        """Whether to go on.

        Without its gunicorn, yes, until the foreman has another crew and says so. Without the foreman nobody would
        ever say so, and all of the crew goes, when whoever may start another foreman has had the time.
        """
        if not select.select([self.foreman], [], [], 0)[0]:
            return True
        self.alone_since = self.alone_since or time.monotonic()
        if time.monotonic() - self.alone_since < self.stay:
            return True
        if alive := super().is_parent_alive():
            os.kill(self.ppid, signal.SIGTERM)
        return bool(alive)


def is_for_others(there: Sequence[bool], callers: int, others: int) -> bool:
    """Whether the next worker is for all but callers; `there` tells it of each that there is.

    Callers have all of theirs first, and those that an operator adds.
    """
    return there.count(False) >= callers and there.count(True) < others
