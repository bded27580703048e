"""Connections that are kept for what every turn of a call asks: no more is done to take one than must be."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

MOST_IDLE = 5
Taken = TypeVar("Taken")


class Connected(Protocol):
    """A connection of a database's own driver, each statement on which commits by itself."""

    def execute(self, text: str, values: Any) -> Any:
        """Run a statement; gives a cursor."""
        ...

    def close(self) -> None:
        """Give it up."""
        ...


class KeptConnections:
    """Connections of each process, made by `connect` when none is idle: as many as are used at once.

    `error` is what their driver raises. `is_sound` tells of one that was used before whether it still leads to the
    database; a connection on which something failed is not used again.
    """

    def __init__(
        self, connect: Callable[[], Connected], is_sound: Callable[[Connected], bool], error: type[Exception]
    ) -> None:
        self.error = error
        self._connect = connect
        self._is_sound = is_sound
        self._idle: dict[int, list[Connected]] = {}

    def run(self, text: str, values: Any, take: Callable[[Any], Taken]) -> Taken:
        """Run a statement on a connection that nobody else uses meanwhile; what `take` takes of its cursor.

        Raises what connecting does, and `error`.
        """
        idle = self._idle.setdefault(os.getpid(), [])  # those of the process this one was forked from are not its own
        connection = self._sound(idle) or self._connect()
        try:
            taken = take(connection.execute(text, values))
        except BaseException:
            _give_up(connection)
            raise
        if len(idle) < MOST_IDLE:
            idle.append(connection)
        else:
            _give_up(connection)
        return taken

    def close(self) -> None:
        """Close those of this process that are idle."""
        for connection in self._idle.pop(os.getpid(), []):
            _give_up(connection)

    def _sound(self, idle: list[Connected]) -> Connected | None:
        """An idle connection that can still be used."""
        while idle:
            connection = idle.pop()
            try:
                sound = self._is_sound(connection)
            except BaseException:
                _give_up(connection)
                raise
            if sound:
                return connection
            _give_up(connection)
        return None


def _give_up(connection: Connected) -> None:
    with suppress(Exception):  # it may be gone already
        connection.close()
