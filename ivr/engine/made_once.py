"""What is made once of an edition for all calls, such as what a menu says: an edition never changes, nor do they."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

MOST = 2048  # things of one edition that are kept
Made = TypeVar("Made")


class MadeOnce:
    """Keeps what was made under a name; once there are MOST of them all are dropped, and made anew as calls need them.

    It is no part of what an edition is: whoever copies one, or hands it to another process, begins with nothing.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def get(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a name, or is made now; never None."""
        made: Made | None = self._made.get(name)
        if made is None:
            if len(self._made) >= MOST:
                self._made.clear()
            made = self._made[name] = make()
        return made

    def __reduce__(self) -> tuple[type["MadeOnce"], tuple[()]]:
        return MadeOnce, ()
