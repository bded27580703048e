"""`make bench`: what a turn of a hotline costs beside a bare Flask route and beside the shape people write by hand.

All servers run side by side and are loaded one after another, round by round, so that whatever else the machine does
falls on all of them. A round's figures are divided by the bare route's of the same round, and the medians are shown.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from bench.contestants import Contestant, contestants
from bench.load import CALLERS, fire
from bench.serving import WORKERS

ROUNDS = 5
REQUESTS = 2000  # a round, to each
WARM_UP = 400
LAG = 1.5  # seconds in which the lists must hold all after a load, as the scheduler looks twice a second


@dataclass(frozen=True)
class Figures:
    """One round of one contestant."""

    requests_a_second: float
    cpu_microseconds: float
    waits: tuple[float, ...]  # seconds, in order


def main() -> None:
    """Run all rounds and print the table."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder, contestants(Path(folder)) as entered:
        for contestant in entered:
            measure(contestant, WARM_UP)
        rounds = [[measure(contestant, REQUESTS) for contestant in entered] for _ in range(ROUNDS)]
        for contestant in entered:
            check_record(contestant, WARM_UP + ROUNDS * REQUESTS)
        print(table([contestant.name for contestant in entered], rounds))


def measure(contestant: Contestant, requests: int) -> Figures:
    """Send that many new webhooks. Raises RuntimeError when one fails or a worker was replaced."""
    prepared = list(islice(contestant.webhooks, requests))
    workers, before = contestant.server.workers(), contestant.server.cpu_seconds()
    fired = fire(contestant.server.port, prepared)
    catch_up(contestant)
    if contestant.server.workers() != workers:
        raise RuntimeError(f"{contestant.name}: a worker was replaced")
    used = contestant.server.cpu_seconds() - before
    return Figures(requests / fired.seconds, used / requests * 1e6, tuple(sorted(fired.waits)))


def catch_up(contestant: Contestant) -> None:
    """Wait until the lists hold all that is on record. Raises RuntimeError when that takes too long."""
    if not contestant.behind:
        return
    until = time.monotonic() + LAG
    while contestant.ask(contestant.behind):
        if time.monotonic() > until:
            raise RuntimeError(f"{contestant.name}: the lists are not up to date after {LAG} s")
        time.sleep(0.05)


def check_record(contestant: Contestant, sent: int) -> None:
    """Every request must be on record exactly once: nothing was replayed, spooled or lost."""
    kept = contestant.ask(contestant.kept) if contestant.kept else sent
    if kept != sent:
        raise RuntimeError(f"{contestant.name} keeps {kept} rows of {sent} requests")


def table(names: Sequence[str], rounds: Sequence[Sequence[Figures]]) -> str:
    """The figures in Markdown; the first contestant is the yardstick."""
    columns = list(zip(*rounds, strict=True))
    lines = [
        "| × bare Flask | requests/s | CPU a request | time to the answer, half within | 99 % within |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, column in zip(names, columns, strict=True):
        pairs = list(zip(column, columns[0], strict=True))
        speed = median(mine.requests_a_second / bare.requests_a_second for mine, bare in pairs)
        cost = median(mine.cpu_microseconds / bare.cpu_microseconds for mine, bare in pairs)
        half, most = (median(share(mine, part) / share(bare, part) for mine, bare in pairs) for part in (0.5, 0.99))
        lines.append(f"| {name} | {speed:.2f} | {cost:.2f} | {half:.1f} | {most:.1f} |")
    return "\n".join([*lines, "", _scale(columns[0])])


def share(figures: Figures, part: float) -> float:
    """The seconds that this part of the answers took at most."""
    return figures.waits[int(len(figures.waits) * part)]


def _scale(bare: Sequence[Figures]) -> str:
    speed, cost = median(each.requests_a_second for each in bare), median(each.cpu_microseconds for each in bare)
    return (
        f"The bare route in this run: {speed:,.0f} requests/s, {cost:.0f} µs a request "
        f"({WORKERS} sync workers, {CALLERS} callers, {os.cpu_count()} cores, {ROUNDS} rounds of {REQUESTS})."
    )


if __name__ == "__main__":
    main()
