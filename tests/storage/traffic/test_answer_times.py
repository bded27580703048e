"""Seconds of answers: noted by workers, summed in one file, whatever is killed or full."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ivr.storage.traffic.answer_times import BOUNDS, AnswerTimes


def test_what_workers_noted_is_summed_by_door_and_bound(tmp_path: Path) -> None:
    one, other = AnswerTimes(tmp_path), AnswerTimes(tmp_path)
    for seconds in (0.004, 0.005, 0.006):
        one.note(("/voice/turn", seconds))
    other.note(("/voice/turn", 99.0))
    other.note(("/voice/status", 0.1))
    one.write()
    other.write()
    turns = one.read()["/voice/turn"]
    assert (turns.counts[0], turns.counts[1], turns.counts[-1], sum(turns.counts)) == (2, 1, 1, 4)
    assert turns.seconds == pytest.approx(99.015)
    assert other.read()["/voice/status"].counts[BOUNDS.index(0.1)] == 1


def test_nothing_is_lost_or_counted_twice_where_many_write_at_once(tmp_path: Path) -> None:
    def work(_number: int) -> None:
        mine = AnswerTimes(tmp_path)
        for _ in range(10):
            mine.note(("/voice/turn", 0.01))
            mine.write()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sum(AnswerTimes(tmp_path).read()["/voice/turn"].counts) == 40


def test_what_a_disk_does_not_take_is_written_later(tmp_path: Path) -> None:
    times = AnswerTimes(tmp_path / "later")
    times.note(("/voice/turn", 0.01))
    with pytest.raises(OSError, match="later"):
        times.write()
    (tmp_path / "later").mkdir()
    times.write()
    assert sum(times.read()["/voice/turn"].counts) == 1


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"/voice/turn": [[1], 0.1]}', '{"/voice/turn": 1}'])
def test_a_damaged_file_counts_anew(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "answer-times.json").write_text(damaged)
    times = AnswerTimes(tmp_path)
    assert times.read() == {}
    times.note(("/voice/turn", 0.01))
    times.write()
    assert sum(times.read()["/voice/turn"].counts) == 1
