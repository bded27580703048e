"""How often one person, or one address, may have something checked: each check takes the processor callers need too."""

import time
from collections import deque
from collections.abc import Callable

MOST = 120
SECONDS = 60.0
MOST_NAMES = 10_000  # remembered at once, unless as many come within SECONDS


class Pace:
    """At most MOST in SECONDS for each name, counted in the memory of a worker: with W workers, W times as many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken: dict[str, deque[float]] = {}

    def allows(self, name: str) -> bool:
        """Whether this one may be taken too; what is refused does not count."""
        now = self._clock()
        if len(self._taken) > MOST_NAMES:
            self._taken = {each: taken for each, taken in self._taken.items() if taken and taken[-1] > now - SECONDS}
        taken = self._taken.setdefault(name, deque())
        while taken and taken[0] <= now - SECONDS:
            taken.popleft()
        if len(taken) >= MOST:
            return False
        taken.append(now)
        return True
