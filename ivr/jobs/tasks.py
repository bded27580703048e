"""A task that is done again and again, whatever comes of it one time."""

from collections.abc import Callable

from ivr.errors import IvrError
from ivr.logs import logger

log = logger(__name__)


class RepeatedTask:
    """Calls `do` whenever it is tried; `name` is what the log calls it.

    A failure is logged when it begins and when it changes, not every time that it lasts; and its end, once.
    """

    def __init__(self, name: str, do: Callable[[], object]) -> None:
        self.name = name
        self._do = do
        self._failed = ""

    def attempt(self) -> None:
        """Do it; never raises, for other tasks, and this one next time, must still be tried."""
        before, self._failed = self._failed, ""
        try:
            self._do()
        except IvrError as failure:  # what it says tells an operator what to do
            self._failed = repr(failure)
            if self._failed != before:
                log.warning("a task cannot be done now", task=self.name, why=str(failure))
        except Exception as failure:
            self._failed = repr(failure)
            if self._failed != before:
                log.exception("a task failed", task=self.name)
        else:
            if before:
                log.info("a task works again", task=self.name, failed=before)
