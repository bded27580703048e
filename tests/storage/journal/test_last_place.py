"""The last place: an entry as one sealed line, which only who has the key reads back."""

import json
from collections.abc import Callable

import pytest

from ivr.engine.events import CaseOpened
from ivr.engine.instructions import Ask, Say
from ivr.jobs.spool_loader import LoadedLog, load_log
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.last_place import EntrySeal, LastPlace

NewEntry = Callable[..., Entry]
OLD, NEW = "an old key of at least 32 letters", "a new key of at least 32 letters"
CASE = CaseOpened("n", "complaint", "1234567890", "RE1", "https://x/RE1", 9, "+85290000001")


def test_an_entry_is_one_word_that_tells_nothing(turn: NewEntry) -> None:
    sealed = EntrySeal([NEW]).close(turn(1, CASE, heard={"w": "\ud800\n"}))
    assert sealed.isascii()
    assert not any(part in sealed for part in ("CA01", "9000", "1234567890", " ", "\n"))
    assert EntrySeal([NEW, OLD]).open_all(sealed) == [turn(1, CASE, heard={"w": "\ud800\n"})]


def test_it_is_found_whatever_keeps_the_log_puts_around_it(turn: NewEntry) -> None:
    seal = EntrySeal([NEW])
    docker = json.dumps({"log": seal.close(turn(1)) + "\n", "stream": "stderr"})
    for line in (f"Nov 28 10:00:00 host ivr[7]: {seal.close(turn(1))}", docker, f'"{seal.close(turn(1))}"'):
        assert seal.open_all(line) == [turn(1)]
    assert seal.open_all(seal.close(turn(1)) + " " + seal.close(turn(2))) == [turn(1), turn(2)]
    assert seal.open_all("an ordinary line") == []


@pytest.mark.parametrize("spoil", [lambda line: line[:-9], lambda line: line.swapcase(), lambda line: line[:-1] + "_"])
def test_a_line_that_was_cut_or_changed_is_refused(turn: NewEntry, spoil: Callable[[str], str]) -> None:
    mark, _, sealed = EntrySeal([NEW]).close(turn(1)).partition(":")
    with pytest.raises(ValueError, match="cut or changed"):
        EntrySeal([NEW]).open_all(f"{mark}:{spoil(sealed)}")


def test_a_log_is_loaded_once_however_often_and_says_which_lines_are_bad(database: Database, turn: NewEntry) -> None:
    old, new, journal = EntrySeal([OLD]), EntrySeal([NEW]), DatabaseJournal(database)
    log = [old.close(turn(1)), "ordinary", new.close(turn(2, CASE)), new.close(turn(2, CASE)), new.close(turn(3))[:-5]]
    assert load_log(journal, new, log) == LoadedLog(1, 1, (1, 5))
    assert load_log(journal, EntrySeal([NEW, OLD]), log) == LoadedLog(1, 2, (5,))
    with database.caught_up() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 1


def test_notices_from_a_log_bring_what_callers_left(database: Database, notice: NewEntry) -> None:
    told: list[str] = []
    log = [EntrySeal([NEW]).close(notice("end", 30, ends=True))]
    load_log(DatabaseJournal(database), EntrySeal([NEW]), log, told.append)
    assert told == ["CA01"]


@pytest.mark.parametrize("broken", [lambda line: False, lambda line: 1 / 0])
def test_where_even_that_fails_it_never_raises_and_is_counted(turn: NewEntry, broken: Callable[[str], bool]) -> None:
    noted: list[int] = []
    LastPlace(EntrySeal([NEW]), lambda: noted.append(1), broken).take(turn(1))
    assert noted == [1]


def test_an_ordinary_entry_is_short_enough_for_a_pipe_to_take_it_whole(turn: NewEntry) -> None:
    words = tuple(Say(f"查詢第 {number} 類駕駛執照，請按 {number}。", "yue") for number in range(10))
    entry = turn(1, CASE, instructions=(Ask(words),), token="t" * 700)
    assert len(EntrySeal([NEW]).close(entry)) < 4096
