"""What happens later: done beside the server, once for all who share a database."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from empty_database import put_tables
from sqlalchemy import func, select

from ivr.app.installation import Installation, open_installation
from ivr.app.schedule import schedule_of
from ivr.jobs.background import Background
from ivr.jobs.record import JobsRecord
from ivr.journal.entry import Entry
from ivr.settings import load_settings
from ivr.storage.calls.tables import calls
from ivr.storage.database.site_lock import held_once
from ivr.storage.figures.tables import hotline_hours

PATIENCE = 60.0  # seconds; far more than any of this takes
ROOT = Path(__file__).parents[2]
TRANSPORT = "+85222200101"
HOURLY = 600.0  # seconds; what is done as seldom is first done a minute after the start


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"IVR_MODE": "demo", "IVR_STATE": str(tmp_path / "state"), "IVR_SITE": str(ROOT)}


@pytest.fixture
def installation(environ: dict[str, str]) -> Iterator[Installation]:
    opened = open_installation(load_settings(environ))
    put_tables(opened.database)
    opened.publish("a test", "the sample site", tables=False)
    yield opened
    opened.database.close()


@pytest.fixture
def begin(installation: Installation) -> Iterator[Callable[[], None]]:
    """Begins all that is scheduled."""
    running: list[Background] = []

    def start() -> None:
        running.extend(schedule_of(installation))
        for each in running:
            each.start()

    yield start
    for each in running:
        each.stop()


def listed(installation: Installation) -> int:
    """How many calls the lists know of, as they stand."""
    with installation.database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(calls)))


def summed(installation: Installation) -> int:
    """How many calls the figures know of."""
    with installation.database.reading() as connection:
        return int(connection.scalar(select(func.coalesce(func.sum(hotline_hours.c.calls), 0))))


def until(look: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end
        time.sleep(0.05)


def ring(installation: Installation, sid: str) -> None:
    installation.switchboard.answer(sid, TRANSPORT, "+85251234567")


def test_calls_come_into_lists_and_figures_though_nobody_reads_them(
    installation: Installation, begin: Callable[[], None]
) -> None:
    ring(installation, "CA1")
    assert listed(installation) == 0
    begin()
    until(lambda: listed(installation) == 1 and summed(installation) == 1)
    ring(installation, "CA2")
    until(lambda: listed(installation) == 2)


def test_what_waits_on_the_disk_is_loaded(installation: Installation, begin: Callable[[], None]) -> None:
    ring(installation, "CA1")
    first: Entry = next(iter(installation.journal.of_call("CA1")))
    installation.spool.put(Entry(**vars(first) | {"call_sid": "CA2"}))
    begin()
    until(lambda: not installation.spool.waiting())
    assert [entry.entry for entry in installation.journal.of_call("CA2")] == ["turn 1"]


def test_it_is_on_record_when_each_task_was_done(installation: Installation, begin: Callable[[], None]) -> None:
    record = JobsRecord(installation.settings.state)
    begin()
    until(lambda: record.read() is not None and all(job.at for job in record.read().jobs if job.every < HOURLY))
    jobs = {job.name: job for job in record.read().jobs}
    assert {"spool", "projections", "trial calls", "public address"} <= set(jobs)
    assert not any(job.why for job in jobs.values())


def test_what_another_scheduler_does_is_left_to_it(installation: Installation, begin: Callable[[], None]) -> None:
    ring(installation, "CA1")
    with held_once(installation.database, "rollups"):
        begin()
        until(lambda: listed(installation) == 1)
        time.sleep(1)
        assert summed(installation) == 0


def command(environ: dict[str, str], *more: str) -> "subprocess.Popen[str]":
    """`ivr scheduler`, started."""
    words = [sys.executable, "-m", "ivr", "scheduler", *more]
    return subprocess.Popen(words, env=environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True)  # noqa: S603


def test_the_command_does_it_until_it_is_told_to_end(installation: Installation, environ: dict[str, str]) -> None:
    ring(installation, "CA1")
    with command(environ) as process:
        try:
            until(lambda: listed(installation) == 1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
        assert "the scheduler works" in str(process.stderr and process.stderr.read())


def test_the_command_ends_with_the_process_beside_which_it_runs(environ: dict[str, str]) -> None:
    with command(environ, "--beside", "1") as process:  # the process that started it is another
        assert process.wait(PATIENCE) == 0
