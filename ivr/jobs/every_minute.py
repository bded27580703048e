"""A task for the background that is due once a minute, on one worker of a machine at a time."""

import time
from collections.abc import Callable
from pathlib import Path

from ivr.storage.disk.locks import locked

A_MINUTE = 60.0  # seconds


class EveryMinute:
    """To be asked as often as one likes: does `task` when a minute has passed and no other worker is doing it.

    Who does it holds the file `lock`. `monotonic` is a clock in seconds that never goes back.
    """

    def __init__(
        self,
        task: Callable[[], int],
        lock: Path,
        every: float = A_MINUTE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._task = task
        self._lock = lock
        self._every = every
        self._monotonic = monotonic
        self._next = monotonic()

    def look(self) -> int:
        """Do the task if it is time; what it gives, 0 when it is not done. Raises what the task raises."""
        if self._monotonic() < self._next:
            return 0
        self._next = self._monotonic() + self._every
        with locked(self._lock, seconds=0) as mine:
            return self._task() if mine else 0
