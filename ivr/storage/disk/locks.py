"""Locks between processes of one machine: a file and `flock`, which the kernel lets go when a process dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHORTEST_NAP = 0.0005
LONGEST_NAP = 0.005


@contextmanager
def locked(path: Path, seconds: float) -> Iterator[bool]:
    """Hold the lock file at `path`; gives False when it was not had within `seconds`. Raises OSError.

    It asks again and again instead of waiting in the kernel, for only so can the wait have an end: the holder may
    have been stopped, or sit on a disk that hangs.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _take(lock, time.monotonic() + seconds)
    finally:
        os.close(lock)


def _take(lock: int, until: float) -> bool:
    nap = SHORTEST_NAP
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(nap)
            nap = min(nap * 1.5, LONGEST_NAP)
        else:
            return True
