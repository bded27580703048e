"""How a worker that is busy for long, and well, tells so: else it is taken for one that hangs, and ended."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Row = TypeVar("Row")
OFTEN = 200  # rows; many times within the time after which a silent worker is ended

_told: list[Callable[[], None]] = []


def tell_progress_to(tell: Callable[[], None]) -> None:
    """From now on `tell` is how this process says that it goes on; gunicorn's settings hand it in."""
    _told[:] = [tell]


def going_on() -> None:
    """Say that this process goes on."""
    for tell in _told:
        tell()


def with_progress(rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows; the server is told now and then that they go on."""
    for number, row in enumerate(rows):
        if number % OFTEN == 0:
            going_on()
        yield row
