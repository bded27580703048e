"""Locks between processes of one machine: a file and `flock`, which the kernel lets go when a process dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SHORTEST_NAP = 0.0001
LONGEST_NAP = 0.005
MOST_IDLE = 5


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


class KeptLock:
    """A lock file at `path` that is kept open, for what takes it at every turn of a call; its folder is made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = str(path)
        self._idle: dict[int, list[_OpenedLock]] = {}

    @contextmanager
    def held(self, seconds: float) -> Iterator[bool]:
        """As `locked`. Raises OSError."""
        idle = self._idle.setdefault(os.getpid(), [])  # a descriptor that is shared by a fork is one lock for both
        opened = self._sound(idle) or self._open()
        try:
            taken = _take(opened.descriptor, time.monotonic() + seconds)
            try:
                yield taken
            finally:
                if taken:
                    fcntl.flock(opened.descriptor, fcntl.LOCK_UN)
        finally:
            if len(idle) < MOST_IDLE:
                idle.append(opened)
            else:
                os.close(opened.descriptor)

    def close(self) -> None:
        """Close what is idle of this process."""
        for opened in self._idle.pop(os.getpid(), []):
            os.close(opened.descriptor)

    def _sound(self, idle: list["_OpenedLock"]) -> "_OpenedLock | None":
        """One that is open to the file as it is now."""
        while idle:
            opened = idle.pop()
            if opened.inode == self._inode():
                return opened
            os.close(opened.descriptor)
        return None

    def _open(self) -> "_OpenedLock":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return _OpenedLock(descriptor, os.fstat(descriptor).st_ino)

    def _inode(self) -> int:
        try:
            return os.stat(self._name).st_ino
        except FileNotFoundError:
            return -1


class _OpenedLock(NamedTuple):
    descriptor: int
    inode: int


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
