"""The foreman and his crews, in processes of their own: who goes, and when, told by the order of what they wrote."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 60.0  # seconds; far more than any of this takes
FOREMAN = """
import os, sys
from ivr.logs import set_up_logs
from ivr.serving import foreman
from ivr.serving.crew import Crew
set_up_logs()
foreman.AGAIN = 0.1
gone = os.path.join(os.path.dirname(sys.argv[1]), "gone")
python = lambda: "/nowhere/python" if os.path.exists(gone) else sys.executable
crew = lambda again: Crew((python(), sys.argv[1], "again" if again else "first"), os.environ, ())
sys.exit(foreman.Foreman(crew, float(sys.argv[2])).run())
"""
CREW = """
import os, signal, sys, time
from pathlib import Path

here = Path(sys.argv[0]).parent
number = len(list(here.glob("crew-*"))) + 1
(here / f"crew-{number}").write_text(str(os.getpid()))
plan = (here / "plan").read_text()

def write(words):
    with (here / "order").open("a") as order:
        order.write(f"{words} {number}\\n")

worker = 0

def go(*_):
    write("went")
    if worker:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    os._exit(0)

signal.signal(signal.SIGTERM, go)
write(f"began {sys.argv[1]}:")
if plan == "bad":
    sys.exit(7)
while (here / "plan").read_text() == "slow":
    time.sleep(0.02)
worker = os.fork()
if not worker:
    signal.signal(signal.SIGTERM, lambda *_: (write("worker went"), os._exit(0)))
if not worker:
    write("ready")
os.write(3, b"workers 1 1.0\\n" if worker else b"ready\\n")
while True:
    time.sleep(1)
"""


@dataclass
class Yard:
    """A foreman that was started, and what its crews wrote."""

    folder: Path
    process: subprocess.Popen[str]

    def plan(self, how: str) -> None:
        """What crews do from now on: `good`, `bad` ends at once, `slow` waits for another plan."""
        _replace(self.folder / "plan", how)

    @property
    def order(self) -> list[str]:
        """What the crews wrote, in order."""
        written = self.folder / "order"
        return written.read_text().splitlines() if written.exists() else []

    def wait_for(self, line: str) -> None:
        """Until a crew has written it."""
        self.until(lambda: line in self.order, line)

    def until(self, look: Callable[[], object], what: str) -> None:
        """Until `look` finds something."""
        end = time.monotonic() + PATIENCE
        while not look():
            assert time.monotonic() < end, f"{what}; there is only {self.order}, {self.said}"
            assert self.process.poll() is None or line_is_there(self, what), f"the foreman went: {self.said}"
            time.sleep(0.02)

    @property
    def said(self) -> str:
        """The foreman's log."""
        return (self.folder / "log").read_text()

    def crew(self, number: int) -> int:
        """The process of a crew."""
        return int((self.folder / f"crew-{number}").read_text())

    def signal(self, number: int) -> None:
        """Tell the foreman something."""
        self.process.send_signal(number)


def line_is_there(yard: Yard, line: str) -> bool:
    return line in yard.order


def _replace(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Callable[..., Yard]]:
    started: list[Yard] = []

    def start(plan: str = "good", grace: float = 20.0) -> Yard:
        (tmp_path / "crew.py").write_text(CREW)
        (tmp_path / "plan").write_text(plan)
        with (tmp_path / "log").open("w") as log:
            words = [sys.executable, "-c", FOREMAN, str(tmp_path / "crew.py"), str(grace)]
            root = str(Path(__file__).parents[2])
            process = subprocess.Popen(words, stderr=log, text=True, env={**os.environ, "PYTHONPATH": root})  # noqa: S603 - our own program
        started.append(Yard(tmp_path, process))
        return started[0]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
        for crew in tmp_path.glob("crew-*"):
            try:
                os.killpg(int(crew.read_text()), signal.SIGKILL)
            except ProcessLookupError:
                continue


Start = Callable[..., Yard]


def test_a_crew_goes_when_the_next_is_ready_and_no_sooner(yard: Start) -> None:
    serving = yard()
    serving.wait_for("ready 1")
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    serving.plan("slow")
    serving.signal(signal.SIGHUP)
    serving.wait_for("began again: 2")
    assert "went 1" not in serving.order
    serving.plan("good")
    serving.wait_for("went 1")
    assert serving.order == ["began first: 1", "ready 1", "began again: 2", "ready 2", "went 1"]


def test_a_crew_that_cannot_start_leaves_the_one_before_and_is_told(yard: Start) -> None:
    serving = yard()
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    serving.plan("bad")
    serving.signal(signal.SIGHUP)
    serving.until(lambda: "those before go on answering" in serving.said, "the refusal")
    assert "ended with 7" in serving.said
    assert "went 1" not in serving.order
    serving.plan("good")
    serving.signal(signal.SIGHUP)
    serving.wait_for("went 1")
    assert serving.order[-2:] == ["ready 3", "went 1"]


def test_a_program_that_is_not_there_for_a_moment_ends_nobody(yard: Start) -> None:
    serving = yard()
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    gone = serving.folder / "gone"
    gone.touch()
    serving.signal(signal.SIGHUP)
    serving.until(lambda: "those before go on answering" in serving.said, "the refusal")
    assert "No such file" in serving.said
    gone.unlink()
    serving.signal(signal.SIGHUP)
    serving.wait_for("went 1")


def test_asked_again_while_it_reloads_it_reloads_once_more(yard: Start) -> None:
    serving = yard()
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    serving.plan("slow")
    serving.signal(signal.SIGHUP)
    serving.wait_for("began again: 2")
    for _ in range(3):
        serving.signal(signal.SIGHUP)
        time.sleep(0.05)
    serving.plan("good")
    serving.wait_for("went 2")
    assert [line for line in serving.order if "began" in line] == [
        "began first: 1",
        "began again: 2",
        "began again: 3",
    ]


@pytest.mark.parametrize(("how", "grace"), [(signal.SIGTERM, 20.0), (signal.SIGINT, 1.0)])
def test_told_to_end_while_it_reloads_it_ends_both(yard: Start, how: int, grace: float) -> None:
    """Those that are interrupted leave a worker behind, who is ended when its time is over."""
    serving = yard(grace=grace)
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    serving.plan("slow")
    serving.signal(signal.SIGHUP)
    serving.wait_for("began again: 2")
    serving.signal(how)
    assert serving.process.wait(PATIENCE) == 0
    for number in (1, 2):
        with pytest.raises(ProcessLookupError):
            os.killpg(serving.crew(number), 0)
    assert how != signal.SIGTERM or {"went 1", "went 2"} <= set(serving.order)


def test_a_first_crew_that_cannot_start_ends_the_foreman_with_its_code(yard: Start) -> None:
    serving = yard("bad")
    assert serving.process.wait(PATIENCE) == 7


def test_a_first_crew_that_is_killed_before_it_is_ready_is_replaced(yard: Start) -> None:
    serving = yard("slow")
    serving.wait_for("began first: 1")
    os.kill(serving.crew(1), signal.SIGKILL)
    serving.wait_for("began again: 2")
    serving.plan("good")
    serving.until(lambda: "new workers answer" in serving.said, "the second crew serves")


def test_a_gunicorn_that_is_killed_is_replaced_and_its_workers_answer_until_then(yard: Start) -> None:
    serving = yard()
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    serving.plan("slow")
    os.kill(serving.crew(1), signal.SIGKILL)
    serving.wait_for("began again: 2")
    assert "worker went 1" not in serving.order
    serving.plan("good")
    serving.wait_for("worker went 1")
    assert serving.order[-2:] == ["ready 2", "worker went 1"]


def test_what_cannot_be_replaced_at_once_is_replaced_later(yard: Start) -> None:
    serving = yard()
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    serving.plan("bad")
    os.kill(serving.crew(1), signal.SIGKILL)
    serving.until(lambda: "began again: 3" in serving.order, "began again: 3")
    assert "worker went 1" not in serving.order
    serving.plan("good")
    serving.wait_for("worker went 1")


def test_signals_that_are_gunicorns_reach_it(yard: Start) -> None:
    serving = yard()
    serving.until(lambda: "workers answer" in serving.said, "the first crew serves")
    serving.signal(signal.SIGUSR1)  # which ends a program that expects none, such as this crew
    serving.wait_for("ready 2")
    assert serving.process.poll() is None
