"""The processes below one, as the kernel lists them."""

from contextlib import suppress
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that `pid` started and that live; none when it is gone. Source: proc(5), `children`."""
    try:
        listed = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for line in listed for child in line.split()]


def family(pid: int) -> list[int]:
    """A process and all below it, itself first."""
    return [pid, *(below for child in children(pid) for below in family(child))]


def started_with(variable: str) -> list[int]:
    """The living processes with `variable`, as NAME=value, in their environment. Source: proc(5), `environ`."""
    wanted, found = variable.encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has gone, or is somebody else's
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process does or could still do anything. Source: proc(5), the state behind the name in `stat`."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False
