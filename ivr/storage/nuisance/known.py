"""What a worker knows of numbers for which officers are not rung: asked anew each second, never in a turn."""

import time
from collections.abc import Callable
from datetime import datetime

from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.storage.disk.freshness import Freshness
from ivr.storage.nuisance.book import NuisanceBook

log = logger(__name__)
FRESH_FOR = 1.0  # seconds for which a worker trusts what it knows


class KnownNuisance:
    """The decisions that calls meet; never raises.

    While the database is away those last known hold, to their end; a worker that knows none has officers rung.
    """

    def __init__(self, book: NuisanceBook, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.book = book
        self._known: dict[str, list[tuple[str, datetime]]] = {}
        self._freshness = Freshness(self._look, monotonic)

    def until(self, number: str, department: str, at: datetime) -> datetime | None:
        """Until when no officer of a department is rung for a number (E.164); None where they are."""
        self._freshness.keep(FRESH_FOR)
        if not self._known:
            return None
        found = self._known.get(self.book.name_of(number), ())
        return max((ends for whose, ends in found if whose in ("", department) and at < ends), default=None)

    def look_again(self) -> None:
        """Find out at once what stands."""
        self._freshness.look_again()

    def _look(self) -> None:
        known: dict[str, list[tuple[str, datetime]]] = {}
        try:
            for each in self.book.standing():
                known.setdefault(each.name, []).append((each.department, each.ends))
        except StorageAway:
            return
        except Exception:  # whatever it is, calls go on with what is known
            log.exception("limited numbers cannot be read")
            return
        self._known = known
