"""What each worker does beside answering calls: follow the site's files, and load the spool once the database is back.

A thread a worker, because both are short and must happen soon; what is long belongs to commands of their own.
"""

import threading
from collections.abc import Callable, Sequence

from ivr.logs import logger

log = logger(__name__)
EVERY = 1.0  # seconds; a new edition must be everywhere within two


class Background:
    """Runs `tasks` one after another, every second, until stopped. A task that fails is logged and tried again."""

    def __init__(self, tasks: Sequence[Callable[[], object]], every: float = EVERY) -> None:
        self._tasks = tasks
        self._every = every
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
        while not self._stopping.wait(self._every):
            for task in self._tasks:
                self._try(task)

    def _try(self, task: Callable[[], object]) -> None:
        try:
            task()
        except Exception:  # whatever it is: the other tasks, and this one next time, must still be tried
            log.exception("a task in the background failed")
