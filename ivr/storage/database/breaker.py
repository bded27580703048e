"""A breaker: what has just failed is left alone for a while, so that not every call pays for its time-out."""

import threading
import time
from collections.abc import Callable

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 5.0  # so that a database that came back is used again within ten seconds


class Breaker:
    """Counts failures in a row; after each it refuses for a pause, then lets one attempt through to see.

    `monotonic` is a clock in seconds that never goes back.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._guard = threading.Lock()
        self._failures = 0
        self._until = 0.0
        self._last = self._began = 0.0
        self.why = ""

    @property
    def since(self) -> str:
        """For messages: how old `why` is, and that nobody need do anything for it to be tried again."""
        ago = round(self._monotonic() - self._last)
        return f"{f'tried {ago} s ago' if ago else 'tried just now'}; tried again every few seconds"

    @property
    def open_for(self) -> float:
        """The seconds since the first of the failures in a row; 0 when the last attempt succeeded."""
        return self._monotonic() - self._began if self._failures else 0.0

    def lets_through(self) -> bool:
        """Whether to try now. After failures only one in each pause is let through."""
        if not self._failures:
            return True
        with self._guard:
            if self._monotonic() < self._until:
                return False
            self._rest()
            return True

    def failed(self, why: str = "") -> None:
        """Note that an attempt failed, and why."""
        with self._guard:
            self._began = self._began if self._failures else self._monotonic()
            self._failures += 1
            self.why = why
            self._last = self._monotonic()
            self._rest()

    def succeeded(self) -> None:
        """Note that an attempt succeeded."""
        self._failures = 0

    def _rest(self) -> None:
        pause = min(FIRST_PAUSE * max(1, self._failures), LONGEST_PAUSE)
        self._until = self._monotonic() + pause
