"""What a worker knows and asks for anew each second, in whichever of its threads comes first."""

import threading
import time
from collections.abc import Callable


class Freshness:
    """Calls `look`, in one thread at a time, when what it found is too old.

    Whoever comes while another thread looks goes on with what was found before; while nothing was found yet there is
    nothing to go on with, and they wait for it. A look that fails raises where it was made; whoever comes next looks
    again.
    """

    def __init__(self, look: Callable[[], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._look = look
        self._monotonic = monotonic
        self._looking = threading.Lock()
        self._looked: float | None = None

    def keep(self, seconds: float) -> None:
        """Look unless that was done within `seconds`."""
        if not self._is_fresh(seconds) and self._looking.acquire(blocking=self._looked is None):
            try:
                if not self._is_fresh(seconds):
                    self._look_now()
            finally:
                self._looking.release()

    def look_again(self) -> None:
        """Look now, after another thread that does."""
        with self._looking:
            self._look_now()

    def _is_fresh(self, seconds: float) -> bool:
        return self._looked is not None and self._monotonic() - self._looked < seconds

    def _look_now(self) -> None:
        self._look()
        self._looked = self._monotonic()
