"""The time to answer as it is drawn: for each node and language the soonest that a caller hears it."""

from collections.abc import Iterable
from typing import Protocol

from ivr.authoring.drawing.places import Reached
from ivr.authoring.drawing.plan import Reaches


class TimedPlace(Protocol):
    """A node that callers of a hotline hear in a language after so many seconds and keys."""

    @property
    def hotline(self) -> str:
        """The name of the hotline."""
        ...

    @property
    def language(self) -> str:
        """The language chosen."""
        ...

    @property
    def node(self) -> str:
        """The full name of the node."""
        ...

    @property
    def seconds(self) -> float:
        """The seconds on the line before it is heard."""
        ...

    @property
    def keys(self) -> int:
        """How many keys are pressed on the way."""
        ...


def soonest(times: Iterable[TimedPlace], hotline: str = "") -> Reaches:
    """The soonest time of each node by language, from one hotline where it is named and has any, else from all."""
    known = tuple(times)
    chosen = [time for time in known if time.hotline == hotline] or known
    found: dict[str, dict[str, Reached]] = {}
    for time in chosen:
        by_language = found.setdefault(time.node, {})
        reached = Reached(time.seconds, time.keys)
        by_language[time.language] = min(by_language.get(time.language, reached), reached)
    return found
