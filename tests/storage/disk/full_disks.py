"""Disks that take nothing more, each in another way, and room on them again."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

Full = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Disk:
    """A folder on a disk; within `full()` nothing more can be written there."""

    folder: Path
    full: Full


class NoMountsError(Exception):
    """Nobody may mount a file system on this machine."""


@contextmanager
def limited(folder: Path) -> Iterator[Disk]:
    """A disk on which, while it is full, this process may write no byte into any file, as where a quota is used up."""

    @contextmanager
    def full() -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    folder.mkdir()
    yield Disk(folder, full)


@contextmanager
def out_of_room(folder: Path) -> Iterator[Disk]:
    """A disk of a megabyte that something else fills."""

    @contextmanager
    def full() -> Iterator[None]:
        filler = folder / "filler"
        with filler.open("wb", buffering=0) as file:
            for size in (65536, 4096, 1):
                while _takes(file.fileno(), size):
                    pass
        yield
        filler.unlink()

    with _mounted(folder, "size=1m"):
        yield Disk(folder, full)


@contextmanager
def out_of_inodes(folder: Path) -> Iterator[Disk]:
    """A disk with room, on which no further file can be made."""

    @contextmanager
    def full() -> Iterator[None]:
        made = []
        try:
            while True:
                made.append(folder / f"filler-{len(made)}")
                made[-1].touch()
        except OSError:
            made.pop()
        yield
        for each in made:
            each.unlink()

    with _mounted(folder, "size=1m,nr_inodes=60"):
        yield Disk(folder, full)


@contextmanager
def read_only(folder: Path) -> Iterator[Disk]:
    """A disk that the system has made read-only, as it does after an error."""

    @contextmanager
    def full() -> Iterator[None]:
        _run("mount", "-o", "remount,ro", str(folder))
        yield
        _run("mount", "-o", "remount,rw", str(folder))

    with _mounted(folder, "size=1m"):
        yield Disk(folder, full)


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    folder.mkdir()
    try:
        _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        raise NoMountsError from None
    try:
        yield
    finally:
        _run("umount", "--lazy", str(folder))


def _takes(descriptor: int, size: int) -> bool:
    try:
        return os.write(descriptor, bytes(size)) > 0
    except OSError:
        return False


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words


DISKS: dict[str, Callable[[Path], AbstractContextManager[Disk]]] = {
    "a limit such as a quota": limited,
    "no room": out_of_room,
    "no inodes": out_of_inodes,
    "read-only": read_only,
}
