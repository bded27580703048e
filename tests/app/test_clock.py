"""The clock of a demo at another time: one for all processes of a machine."""

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.app.clock import StartedClock

CHRISTMAS = datetime.fromisoformat("2026-12-25T10:00+08:00")


def _ahead(state: Path) -> timedelta:
    return StartedClock(CHRISTMAS, state).going_on().ahead


def test_all_workers_show_the_clock_that_the_server_started(tmp_path: Path) -> None:
    server = StartedClock(CHRISTMAS, tmp_path).started_now()
    assert abs(server.now() - CHRISTMAS) < timedelta(minutes=5)
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        assert set(workers.map(_ahead, [tmp_path] * 4)) == {server.ahead}


def test_workers_without_a_server_of_ours_start_one_clock_between_them(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as workers:
        assert len(set(workers.map(_ahead, [tmp_path] * 8, chunksize=1))) == 1


def test_a_worker_that_is_replaced_goes_on_where_the_clock_is(tmp_path: Path) -> None:
    before = StartedClock(CHRISTMAS, tmp_path).going_on()
    assert _ahead(tmp_path) == before.ahead


def test_starting_the_server_again_starts_the_clock_again(tmp_path: Path) -> None:
    first = StartedClock(CHRISTMAS, tmp_path).started_now()
    again = StartedClock(CHRISTMAS, tmp_path).started_now()
    assert again.ahead < first.ahead
    assert _ahead(tmp_path) == again.ahead


def test_another_start_is_another_clock(tmp_path: Path) -> None:
    StartedClock(CHRISTMAS, tmp_path).started_now()
    later = CHRISTMAS + timedelta(days=1)
    assert abs(StartedClock(later, tmp_path).going_on().now() - later) < timedelta(minutes=5)


@pytest.mark.parametrize("written", ["", "never", "2026-12-25T10:00:00+08:00", "\udcff"])
def test_a_damaged_note_is_as_none(tmp_path: Path, written: str) -> None:
    (tmp_path / "clock").write_bytes(written.encode("utf-8", "surrogateescape"))
    assert _ahead(tmp_path) == _ahead(tmp_path)


def test_a_disk_that_takes_no_note_leaves_each_process_its_own_clock(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("a file where the folder should be")
    clock = StartedClock(CHRISTMAS, nowhere).going_on()
    assert abs(clock.ahead - (CHRISTMAS - datetime.now(UTC))) < timedelta(minutes=5)
