"""A task that is done again and again, whatever comes of it one time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from ivr.errors import IvrError
from ivr.logs import IN_HAND, logger

log = logger(__name__)


@dataclass(frozen=True)
class TaskAttempt:
    """How a task went: when it was begun, how many seconds it took, and why it could not be done; empty where it was.

    What is told of a failure that was not foreseen is its kind alone: its words may hold what callers gave.
    """

    at: datetime
    seconds: float
    why: str = ""


class RepeatedTask:
    """Calls `do` whenever it is tried; `name` is what the log calls it, and `last` how it went.

    A failure is logged when it begins and when it changes, not every time that it lasts; and its end, once.
    """

    def __init__(self, name: str, do: Callable[[], object]) -> None:
        self.name = name
        self.last: TaskAttempt | None = None
        self._do = do
        self._failed = ""

    def attempt(self) -> None:
        """Do it; never raises, for other tasks, and this one next time, must still be tried."""
        at, began = datetime.now(UTC), time.monotonic()
        why = self._tried()
        self.last = TaskAttempt(at, time.monotonic() - began, why)

    def _tried(self) -> str:
        """Why it could not be done; empty where it was."""
        before, self._failed = self._failed, ""
        IN_HAND.call = None  # of the task before
        try:
            self._do()
        except IvrError as failure:  # what it says tells an operator what to do
            self._failed = repr(failure)
            if self._failed != before:
                log.warning("a task cannot be done now", task=self.name, why=str(failure))
            return str(failure)
        except Exception as failure:
            self._failed = repr(failure)
            if self._failed != before:
                log.exception("a task failed", task=self.name)
            return type(failure).__name__
        if before:
            log.info("a task works again", task=self.name, failed=before)
        return ""
