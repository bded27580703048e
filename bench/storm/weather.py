"""What breaks, and in which order: gusts of one fault or two, drawn from a seed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bench.storm.databases import Breakable, Fault
from bench.storm.hotline import FAKETIME, Hotline

SECONDS = (1.5, 6.0)  # that a gust lasts
REST = 0.5  # of a gust's length, at most, is quiet after it
TWO_AT_ONCE = 0.3
STEPS = (3600, -3600, 90, -90)  # seconds by which a clock is wrong


@dataclass(frozen=True)
class Gust:
    """Faults that happen together, how many seconds they last, and how many are quiet afterwards."""

    faults: tuple[str, ...]
    seconds: float
    rest: float


def plan(seed: int, names: Sequence[str], seconds: float, each: tuple[float, float] = SECONDS) -> list[Gust]:
    """The gusts of so many seconds, the same for the same seed; every fault comes before any comes again.

    `each` is the shortest and the longest that one lasts.
    """
    rng, gusts, deck, left = Random(seed), [], list[str](), seconds
    while left > 0:
        if len(deck) < 2:
            deck = rng.sample(names, len(names)) + deck
        faults = [deck.pop()]
        if rng.random() < TWO_AT_ONCE and _unlike(faults[0], deck[-1]):
            faults.append(deck.pop())
        lasts = rng.uniform(*each)
        gusts.append(Gust(tuple(faults), lasts, lasts * rng.uniform(0.1, REST)))
        left -= gusts[-1].seconds + gusts[-1].rest
    return gusts


def _unlike(one: str, other: str) -> bool:
    """Two faults of one thing at once would undo each other."""
    return one.partition(" ")[0] != other.partition(" ")[0]


@dataclass
class Weather:
    """The faults of one storm, each by name; `happened` counts them."""

    hotline: Hotline
    database: Breakable
    rng: Random
    happened: dict[str, int] = field(default_factory=dict)
    editions: int = 0

    @property
    def faults(self) -> Mapping[str, Fault]:
        """All that can happen here."""
        ours: dict[str, Fault] = {
            "worker killed": self.worker_killed,
            "worker hung": self.worker_hung,
            "gunicorn killed": self.gunicorn_killed,
            "server killed": self.server_killed,
            "server reloaded": self.server_reloaded,
            "server restarted": self.server_restarted,
            "disk full": self.hotline.full_disk,
            "edition published": self.edition_published,
        }
        if FAKETIME:
            ours["clock stepped"] = self.clock_stepped
        return ours | dict(self.database.faults)

    def rage(self, gusts: Sequence[Gust]) -> None:
        """Let them all happen, one after another, each when the hotline has got over the one before.

        Raises RuntimeError when it does not.
        """
        faults = self.faults
        for gust in gusts:
            print(f"{datetime.now(UTC):%H:%M:%S} {' and '.join(gust.faults)}, {gust.seconds:.1f} s", file=sys.stderr)
            with ExitStack() as stack:
                for name in gust.faults:
                    self.happened[name] = self.happened.get(name, 0) + 1
                    stack.enter_context(faults[name]())
                time.sleep(gust.seconds)
            self.hotline.wait_until_up()
            time.sleep(gust.rest)

    @contextmanager
    def worker_killed(self) -> Iterator[None]:
        """One worker dies in the middle of whatever it does."""
        self._signal_one(self.hotline.workers(), signal.SIGKILL)
        yield

    @contextmanager
    def gunicorn_killed(self) -> Iterator[None]:
        """What looks after the workers dies."""
        self._signal_one(self.hotline.gunicorns(), signal.SIGKILL)
        yield

    @contextmanager
    def worker_hung(self) -> Iterator[None]:
        """One worker stands still, and goes on afterwards if nobody replaced it."""
        pid = self._signal_one(self.hotline.workers(), signal.SIGSTOP)
        try:
            yield
        finally:
            if pid:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    @contextmanager
    def server_reloaded(self) -> Iterator[None]:
        """The operator brings in a new version of the program."""
        self.hotline.reload()
        yield

    @contextmanager
    def server_restarted(self) -> Iterator[None]:
        """The operator stops it and starts it again."""
        self.hotline.stop()
        self.hotline.start()
        yield

    @contextmanager
    def server_killed(self) -> Iterator[None]:
        """The process that was started dies, and is started again, as systemd does."""
        self.hotline.kill()
        self.hotline.start()
        yield

    @contextmanager
    def clock_stepped(self) -> Iterator[None]:
        """The clock of every process of the hotline is wrong for a while."""
        self.hotline.step_clock(self.rng.choice(STEPS))
        try:
            yield
        finally:
            self.hotline.step_clock(0)

    @contextmanager
    def edition_published(self) -> Iterator[None]:
        """An editor publishes, if the database can be used."""
        self.editions += 1
        menu = self.hotline.site / "menus" / "transport" / "menu.yaml"
        _renumber(menu, self.editions)
        with suppress(subprocess.TimeoutExpired):
            self.hotline.command("publish", "--note", f"edition {self.editions}", seconds=60)
        yield

    def _signal_one(self, pids: Sequence[int], number: signal.Signals) -> int:
        """Send a signal to one of them; the process number, 0 when there is none."""
        pid = self.rng.choice(pids) if pids else 0
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        return pid


def _renumber(menu: Path, number: int) -> None:
    """Change a menu so that it is another edition: an answer begins with its number."""
    text = re.sub(
        r"(?m)^(            )(Edition \d+\. )?(A full driving licence)",
        rf"\1Edition {number}. \3",
        menu.read_text("utf-8"),
    )
    menu.write_text(text, "utf-8")
