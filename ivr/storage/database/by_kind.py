"""What there is for each kind of database, made when it is first asked for.

A site has one kind, and what it does not have would cost every start: a caller may be waiting for it.
"""

from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class ByKind(dict[str, Made]):
    """By kind of database what `make` makes for it."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, kind: str) -> Made:
        made = self[kind] = self._make(kind)
        return made
