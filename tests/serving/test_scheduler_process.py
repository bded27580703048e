"""The process beside the workers: there as long as it is wanted."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from ivr.serving import scheduler_process
from ivr.serving.scheduler_process import SchedulerProcess

PATIENCE = 60.0  # seconds; far more than any of this takes
PROGRAM = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(600)"


class Yard:
    """One that is looked after as the foreman does, and the processes that began."""

    def __init__(self, folder: Path) -> None:
        self.began = folder / "began"
        self.began.write_text("")
        self.beside = SchedulerProcess((sys.executable, "-c", PROGRAM, str(self.began)), os.environ)

    def processes(self) -> list[int]:
        """Those that began, in order."""
        return [int(line) for line in self.began.read_text().splitlines()]

    def until(self, look: Callable[[], object]) -> None:
        """Look after it until `look` finds something."""
        end = time.monotonic() + PATIENCE
        while not look():
            assert time.monotonic() < end
            self.beside.look()
            self.reap()
            time.sleep(0.01)

    def reap(self) -> None:
        """As the foreman does."""
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            self.beside.gone(pid, os.waitstatus_to_exitcode(status))

    def is_gone(self, number: int) -> bool:
        """Whether a process that began has ended."""
        return not Path(f"/proc/{self.processes()[number]}").exists()


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Yard]:
    monkeypatch.setattr(scheduler_process, "AGAIN", 0.05)
    yard = Yard(tmp_path)
    yield yard
    yard.beside.end_for_good(signal.SIGKILL)
    yard.until(lambda: all(yard.is_gone(number) for number in range(len(yard.processes()))))


def test_it_does_not_begin_before_it_is_wanted(yard: Yard) -> None:
    yard.beside.look()
    assert yard.processes() == []
    yard.beside.begin_anew()
    yard.until(yard.processes)


def test_one_that_ended_by_itself_is_started_again_and_that_is_told(yard: Yard) -> None:
    yard.beside.begin_anew()
    yard.until(yard.processes)
    with structlog.testing.capture_logs() as logged:
        os.kill(yard.processes()[0], signal.SIGKILL)
        yard.until(lambda: len(yard.processes()) == 2)
    assert [entry["exit"] for entry in logged] == [-signal.SIGKILL]


def test_after_a_reload_another_begins_when_the_one_before_has_ended(yard: Yard) -> None:
    yard.beside.begin_anew()
    yard.until(yard.processes)
    with structlog.testing.capture_logs() as logged:
        yard.beside.begin_anew()
        yard.until(lambda: len(yard.processes()) == 2)
    assert yard.is_gone(0)
    assert logged == []


def test_one_that_is_ended_for_good_stays_away(yard: Yard) -> None:
    yard.beside.begin_anew()
    yard.until(yard.processes)
    yard.beside.end_for_good(signal.SIGTERM)
    yard.until(lambda: yard.is_gone(0))
    yard.beside.look()
    assert len(yard.processes()) == 1
