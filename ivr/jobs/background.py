"""Tasks that are tried again and again beside what a process is there for.

Time is counted by a clock that nobody sets: one by the time of day would stand still when that is set back.
"""

import threading
from collections.abc import Sequence

from ivr.jobs.tasks import RepeatedTask

EVERY = 1.0  # seconds; a new edition must be everywhere within two


class Background:
    """A thread that tries `tasks` one after another, first `after` seconds, then `every` so many, until stopped.

    At first it waits as long as later, unless told otherwise.
    """

    def __init__(self, tasks: Sequence[RepeatedTask], every: float = EVERY, after: float | None = None) -> None:
        self.tasks = tasks
        self.every = every
        self._after = every if after is None else after
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)

    def start(self) -> None:
        """Begin; the thread ends with the process."""
        self._thread.start()

    def stop(self) -> None:
        """End after the task in hand."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        wait = self._after
        while not self._stopping.wait(wait):
            for task in self.tasks:
                task.attempt()
            wait = self.every
