"""What starting costs: `python -m bench.starting` prints processor time and memory of two commands and of a worker.

Commands are read as `/usr/bin/time -v` reads them, in a new process each; workers as the kernel sums them up in
`/proc/PID/smaps_rollup`: once when they have answered calls, and again when pages of the desk were asked for as well.
The folder it is called in is the one that is measured, so it can be copied into an older version. Its files are
compiled beforehand, as those of an installed package are.
"""

import compileall
import http.client
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.contestants import hotline
from bench.load import fire

TIME = "/usr/bin/time"
TIMES = 10
WEBHOOKS = 200  # so that each worker has answered calls in every language
DESK_PAGES = 40  # so that each worker has shown the desk
COMMANDS = (("--version",), ("--help",), ("check",))


class Cost(NamedTuple):
    """What one run of a command took: processor seconds of user and system together, and MB at its peak."""

    seconds: float
    peak: float


class Memory(NamedTuple):
    """What one process holds, in MB: resident, and the part of it that no other process shares."""

    resident: float
    private: float


class Worker(NamedTuple):
    """One worker's memory, and the longest wait for a page of the desk at its server, in seconds."""

    after_calls: Memory
    after_desk: Memory
    longest_page: float


def main() -> None:
    """Measure all, and print the table in Markdown."""
    compileall.compile_dir("ivr", quiet=1)
    print("| what | processor, s | memory, MB |\n| --- | --- | --- |")
    for arguments in COMMANDS:
        costs = [command(arguments) for _ in range(TIMES)]
        name = " ".join(("ivr", *arguments))
        print(
            f"| `{name}` | {span(each.seconds for each in costs)} | {span(each.peak for each in costs)} at the peak |"
        )
    workers = [worker for _ in range(TIMES) for worker in served_workers()]
    print(f"| a worker that answered calls | | {_memories(worker.after_calls for worker in workers)} |")
    print(f"| and showed the desk | | {_memories(worker.after_desk for worker in workers)} |")
    print(f"\nThe longest wait for a page of the desk: {span(worker.longest_page for worker in workers)} s.")


def command(arguments: Sequence[str]) -> Cost:
    """Run `ivr` once in a new process."""
    ran = [TIME, "-v", sys.executable, "-m", "ivr", *arguments]
    told = subprocess.run(ran, check=True, capture_output=True, text=True).stderr
    return Cost(_told(told, "User time") + _told(told, "System time"), _told(told, "Maximum resident set size") / 1024)


def served_workers() -> Iterator[Worker]:
    """The workers of one server in production mode, each of which answered calls and then showed the desk."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        database = f"sqlite:///{folder}/ivr.db"
        with hotline("started", database, Path(folder) / "state") as started:
            port, workers = started.server.port, started.server.workers()
            fire(port, list(islice(started.webhooks, WEBHOOKS)))
            after_calls = [memory(pid) for pid in workers]
            longest = max(_page(port) for _ in range(DESK_PAGES))
            after_desk = [memory(pid) for pid in workers]
            if started.server.workers() != workers:
                raise RuntimeError("a worker was replaced")
    yield from (Worker(calls, desk, longest) for calls, desk in zip(after_calls, after_desk, strict=True))


def memory(pid: int) -> Memory:
    """Source: proc(5), `smaps_rollup`, whose figures are kB."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return Memory(_told(told, "Rss") / 1024, (_told(told, "Private_Clean") + _told(told, "Private_Dirty")) / 1024)


def span(values: Iterable[float]) -> str:
    """The middle one, and in brackets the lowest and the highest."""
    known = sorted(values)
    places = 2 if known[-1] < 10 else 0
    return f"{median(known):.{places}f} ({known[0]:.{places}f}–{known[-1]:.{places}f})"


def _memories(memories: Iterable[Memory]) -> str:
    known = tuple(memories)
    return f"{span(each.private for each in known)} private, {span(each.resident for each in known)} resident"


def _told(text: str, name: str) -> float:
    """The figure that stands behind a name on a line of its own."""
    match = re.search(rf"^\s*{name}[^:\n]*:\s*([0-9.]+)", text, re.MULTILINE)
    if match is None:
        raise RuntimeError(f"no {name} is told")
    return float(match[1])


def _page(port: int) -> float:
    """Ask for the sign-in page; the seconds until it was there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.perf_counter()
    connection.request("GET", "/desk/sign-in")
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"the desk answered {answer.status}")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
