"""What each worker does beside answering calls: follow the site's files, and load the spool once the database is back.

A thread a worker, because both are short and must happen soon; what is long belongs to commands of their own.
"""

import threading
from collections.abc import Callable, Sequence

from ivr.errors import IvrError
from ivr.logs import logger

log = logger(__name__)
EVERY = 1.0  # seconds; a new edition must be everywhere within two


class Background:
    """Runs `tasks` one after another, every second, until stopped. A task that fails is tried again.

    A failure is logged when it begins and when it changes, not every second that it lasts; and its end, once.
    """

    def __init__(self, tasks: Sequence[Callable[[], object]], every: float = EVERY) -> None:
        self._tasks = tasks
        self._every = every
        self._failures: dict[Callable[[], object], str] = {}
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
        before = self._failures.pop(task, "")
        try:
            task()
        except IvrError as failure:  # what it says tells an operator what to do
            self._failures[task] = repr(failure)
            if repr(failure) != before:
                log.warning("a task in the background cannot be done now", why=str(failure))
        except Exception as failure:  # whatever it is: the other tasks, and this one next time, must still be tried
            self._failures[task] = repr(failure)
            if repr(failure) != before:
                log.exception("a task in the background failed")
        else:
            if before:
                log.info("a task in the background works again", failed=before)
