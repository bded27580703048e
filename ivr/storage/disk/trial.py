"""Whether something that is tried can be done now: asked as often as one likes, tried at most once a second."""

import threading
import time
from collections.abc import Callable

A_SECOND = 1.0


class Trial:
    """Remembers for a second how `attempt` went, so that whoever asks costs a disk or a database no more.

    `monotonic` is a clock in seconds that never goes back.
    """

    def __init__(self, attempt: Callable[[], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._attempt = attempt
        self._monotonic = monotonic
        self._guard = threading.Lock()
        self._tried_at: float | None = None
        self._why = ""

    def why_not(self) -> str:
        """Why it cannot be done, as the error of the attempt says; empty when it can. Never raises."""
        with self._guard:
            if self._tried_at is None or self._monotonic() - self._tried_at >= A_SECOND:
                self._why = self._tried()
                self._tried_at = self._monotonic()
            return self._why

    def _tried(self) -> str:
        try:
            self._attempt()
        except Exception as error:  # whatever it is, it is why not
            return str(error) or type(error).__name__
        return ""
