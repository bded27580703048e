"""What a site of many hotlines costs: `python -m bench.many 1000` makes one up, checks, publishes and serves it.

It prints processor time, wall time and the most memory of `ivr check` and `ivr publish` with all their processes; how
long `ivr serve` takes to answer its first call; and, while the sample site is served beside it, how long the first two
turns of a call take when fifty hotlines are rung that nobody rang before, and what a worker then holds.
"""

import html
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.carrier import form, webhook
from bench.contestants import SITE, TOKEN
from bench.load import ask, is_twiml
from bench.many_hotlines import number_of, write_site
from bench.serving import free_port
from bench.starting import memory
from bench.storm.processes import family

RUNG = 50  # hotlines
SECRET = secrets.token_urlsafe(48)
LATEST = 300.0  # seconds for a server to answer
LOOK = 0.05  # seconds from one look at the memory to the next
SAMPLE = tuple(f"+8522220010{line}" for line in range(4))
ADDRESS = re.compile(r'action="[^"]*?(/voice/turn\?[^"]+)"')


class Ran(NamedTuple):
    """What a command took, with all its processes: seconds, and MB at the moment when they held most."""

    processor: float
    wall: float
    peak: float


class Place(NamedTuple):
    """A site, its state and a port to serve it at."""

    site: Path
    state: Path
    port: int

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> Mapping[str, str]:
        """Production mode, on SQLite."""
        return {
            **os.environ,
            "IVR_MODE": "production",
            "IVR_SITE": str(self.site),
            "IVR_STATE": str(self.state),
            "IVR_PUBLIC_URL": self.url,
            "IVR_TWILIO_AUTH_TOKEN": TOKEN,
            "IVR_SECRET_KEY": SECRET,
            "PORT": str(self.port),
        }


def main() -> None:
    """Measure all, and print it."""
    hotlines = int(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        large = Place(Path(folder) / "site", Path(folder) / "state", free_port())
        sample = Place(SITE, Path(folder) / "sample", free_port())
        large.site.mkdir()
        write_site(large.site, hotlines)
        print("| what | processor, s | wall, s | memory at the peak, MB |\n| --- | --- | --- | --- |")
        for command in ("check", "publish"):
            print(_row(f"`ivr {command}`, {hotlines} hotlines", run(large, command)), flush=True)
        print(_row("`ivr publish`, the sample site", run(sample, "publish")), flush=True)
        with served(large) as (pid, seconds), served(sample) as (_, few):
            print(
                f"\n`ivr serve` answered its first call after {seconds:.1f} s, with the sample site after {few:.1f} s."
            )
            _ring(large, sample, hotlines)
            held = sorted(memory(each).private for each in family(pid))
            print(f"Then its processes held, each of its own, {', '.join(f'{each:.0f}' for each in held)} MB.")


def run(place: Place, *arguments: str) -> Ran:
    """Run `ivr` once. Raises CalledProcessError when it fails."""
    before, began, peak = os.times(), time.perf_counter(), 0.0
    with subprocess.Popen(_ivr(*arguments), env=place.environ, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_resident, family(process.pid))))
            time.sleep(LOOK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Ran(used, time.perf_counter() - began, peak)


@contextmanager
def served(place: Place) -> Iterator[tuple[int, float]]:
    """`ivr serve`: its process, and the seconds until a call was answered."""
    began = time.perf_counter()
    with (place.state / "log").open("wb") as log:
        process = subprocess.Popen(_ivr("serve", "--workers", "2"), env=place.environ, stdout=log, stderr=log)
    try:
        while not _is_up(place):
            if process.poll() is not None or time.perf_counter() - began > LATEST:
                raise RuntimeError(f"{place.site} is not served")
            time.sleep(LOOK)
        yield process.pid, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _ring(large: Place, sample: Place, hotlines: int) -> None:
    """Two turns of a call to each hotline, and to the sample site's by turns with them."""
    first_two(sample, SAMPLE[0])
    called = [number_of(at * hotlines // RUNG) for at in range(RUNG)]
    pairs = [
        (first_two(large, number), first_two(sample, SAMPLE[at % len(SAMPLE)])) for at, number in enumerate(called)
    ]
    ours, few = (sorted(waits) for waits in zip(*pairs, strict=True))
    for name, waits in ((f"{hotlines} hotlines", ours), ("the sample site", few)):
        spread = f"{waits[0] * 1000:.1f}–{waits[-1] * 1000:.1f}"
        print(f"The first two turns of a call took {median(waits) * 1000:.1f} ms ({spread}) with {name}.")
    print(f"By turns that is × {median(one / other for one, other in pairs):.2f}.")


def first_two(place: Place, called: str) -> float:
    """The seconds that a call's first two turns take: its greeting, and what comes after the choice of a language."""
    began, sid = time.perf_counter(), "CA" + secrets.token_hex(16)
    answer = _answered(place, "/voice/answer", form(sid, called))
    further = ADDRESS.search(answer)
    if further is None:
        raise RuntimeError(f"{called} does not ask for a language: {answer}")
    _answered(place, html.unescape(further[1]), form(sid, called, "3"))
    return time.perf_counter() - began


def _is_up(place: Place) -> bool:
    """Whether a call is answered."""
    try:
        _answered(place, "/voice/answer", form("CA" + secrets.token_hex(16), SAMPLE[0]))
    except OSError:
        return False
    return True


def _answered(place: Place, target: str, params: dict[str, str]) -> str:
    answer = ask(place.port, webhook(place.url, target, params, TOKEN))
    if not is_twiml(answer):
        raise RuntimeError(f"{target} answered {answer[:200]!r}")
    return answer.decode()


def _ivr(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ivr", *arguments]


def _resident(pid: int) -> float:
    """Source: proc(5), `statm`, whose second figure is in pages."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def _row(name: str, ran: Ran) -> str:
    return f"| {name} | {ran.processor:.1f} | {ran.wall:.1f} | {ran.peak:,.0f} |"


if __name__ == "__main__":
    main()
