"""Tasks that are tried again and again beside what a process is there for.

Time is counted by a clock that nobody sets: one by the time of day would stand still when that is set back.
"""

import threading
import time
from collections.abc import Sequence

from ivr.jobs.tasks import RepeatedTask

EVERY = 1.0  # seconds; a new edition must be everywhere within two
LAST_WORDS = 3.0  # seconds that all together have for what they are about when the process ends


class Background:
    """A thread that tries `tasks` one after another, first `after` seconds, then `every` so many, until stopped.

    At first it waits as long as later, unless told otherwise. What `may_break_off` is waited for by nobody who ends:
    it is begun anew by the next process, as if it had not been begun.
    """

    def __init__(
        self,
        tasks: Sequence[RepeatedTask],
        every: float = EVERY,
        after: float | None = None,
        *,
        may_break_off: bool = False,
    ) -> None:
        self.tasks = tasks
        self.may_break_off = may_break_off
        self.every = every
        self._after = every if after is None else after
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)

    def start(self) -> None:
        """Begin; the thread ends with the process."""
        self._thread.start()

    def stop(self, seconds: float = LAST_WORDS) -> None:
        """End after the task in hand, which is waited for so long."""
        self._stopping.set()
        if not self.may_break_off:
            self._thread.join(timeout=seconds)

    def ends(self) -> None:
        """Begin no further task."""
        self._stopping.set()

    def _run(self) -> None:
        wait = self._after
        while not self._stopping.wait(wait):
            for task in self.tasks:
                task.attempt()
            wait = self.every


def stop_all(running: Sequence[Background]) -> None:
    """End all of them, each after the task in hand; none is waited for once LAST_WORDS are over."""
    for each in running:
        each.ends()
    until = time.monotonic() + LAST_WORDS
    for each in running:
        each.stop(max(0.0, until - time.monotonic()))
