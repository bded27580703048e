"""The spool, and the journal that never fails a call."""

import shutil
import stat
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ivr.engine.events import CaseOpened, NodeReached
from ivr.errors import StorageAway
from ivr.jobs.spool_loader import load_spool
from ivr.journal.entry import Entry
from ivr.storage.journal.keeping import DurableJournal
from ivr.storage.journal.spool import Spool
from ivr.switchboard.ports import AfterEnd, Kept, Repeated, Unkept

NewEntry = Callable[..., Entry]


@dataclass
class SwitchableJournal:
    """A journal in memory that can be away, or take nothing and still be read."""

    away: bool = False
    full: bool = False
    kept: dict[str, Entry] = field(default_factory=dict)

    def keep(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        if self.away or self.full:
            raise StorageAway("switched off")
        if entry.entry in self.kept:
            return Repeated(self.kept[entry.entry])
        self.kept[entry.entry] = entry
        return Kept()

    load = keep

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        if self.away:
            raise StorageAway("switched off")
        return [entry for entry in self.kept.values() if entry.call_sid == call_sid]


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def test_a_spooled_entry_comes_back_as_it_was(spool: Spool, turn: NewEntry) -> None:
    entry = turn(1, NodeReached("a", "menu"), CaseOpened("n", "complaint", "1", "", "", 0, ""), heard={"w": "\ud800"})
    assert spool.put(entry) == Kept()
    assert spool.find("CA01", "turn 1") == entry


def test_a_repeat_finds_the_first(spool: Spool, turn: NewEntry) -> None:
    spool.put(turn(1))
    assert spool.put(turn(1, token="another")) == Repeated(turn(1))
    assert len(spool.waiting()) == 1


def test_six_copies_at_once_leave_one_file(spool: Spool, turn: NewEntry) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda copy: spool.put(turn(1, token=str(copy))), range(6)))
    assert answers.count(Kept()) == 1
    assert len(spool.waiting()) == 1
    assert not list(spool.unfinished())


@pytest.mark.parametrize("sid", ["../../etc/passwd", "a/b", "\0", "長" * 400, ""])
def test_no_call_names_a_file_elsewhere(spool: Spool, turn: NewEntry, sid: str) -> None:
    spool.put(turn(1, call_sid=sid))
    (path,) = spool.waiting()
    assert path.parent == spool.folder
    assert spool.find(sid, "turn 1") == turn(1, call_sid=sid)


def test_while_the_database_is_away_turns_are_spooled_and_repeats_answered(spool: Spool, turn: NewEntry) -> None:
    journal = SwitchableJournal(away=True)
    durable = DurableJournal(journal, spool, print)
    assert durable.keep(turn(1)) == Kept()
    assert durable.keep(turn(1, token="another")) == Repeated(turn(1))
    assert not journal.kept


def test_a_repeat_is_answered_from_the_spool_until_that_is_loaded(spool: Spool, turn: NewEntry) -> None:
    journal = SwitchableJournal(away=True)
    durable = DurableJournal(journal, spool, print)
    durable.keep(turn(1))
    journal.away = False
    assert durable.keep(turn(1, token="another")) == Repeated(turn(1))
    assert not journal.kept


def left(turn: NewEntry, number: int = 3) -> Entry:
    return turn(number, CaseOpened("n", "complaint", "1234567897", "RE1", "https://x/RE1", 20, ""))


def test_what_was_left_just_before_the_database_went_away_is_not_asked_for_again(spool: Spool, turn: NewEntry) -> None:
    journal = SwitchableJournal()
    durable = DurableJournal(journal, spool, print)
    assert durable.keep(left(turn)) == Kept()
    journal.away = True
    again = turn(3, heard={"heard": "Resumed", "code": "11200"})
    assert durable.keep(again) == Repeated(left(turn))
    assert durable.keep(again) == Repeated(left(turn))
    assert spool.find("CA01", "turn 3") == left(turn)


def test_what_was_kept_is_answered_again_by_a_database_that_can_only_be_read(spool: Spool, turn: NewEntry) -> None:
    journal = SwitchableJournal()
    durable = DurableJournal(journal, spool, print)
    durable.keep(left(turn))
    durable.keep(turn(4))
    journal.full = True
    again = turn(3, heard={"heard": "Resumed", "code": "11200"})
    assert durable.keep(again) == Repeated(left(turn), passed=True)
    assert durable.keep(turn(4, token="another")) == Repeated(turn(4))
    assert durable.keep(left(turn, 5)) == Kept()
    assert spool.find("CA01", "turn 5") == left(turn, 5)
    assert len(spool.waiting()) == 1


def test_without_a_disk_too_what_was_kept_is_answered_again(spool: Spool, turn: NewEntry) -> None:
    journal = SwitchableJournal()
    durable = DurableJournal(journal, spool, print)
    durable.keep(left(turn))
    shutil.rmtree(spool.folder)
    spool.folder.write_text("a file where the folder should be")
    journal.full = True
    assert durable.keep(turn(3, heard={"heard": "Resumed", "code": "11200"})) == Repeated(left(turn))
    assert durable.keep(turn(4)) == Unkept()


def test_what_was_left_and_perhaps_kept_is_spooled_as_it_was(spool: Spool, turn: NewEntry) -> None:
    journal = SwitchableJournal(away=True)
    durable = DurableJournal(journal, spool, print)
    assert durable.keep(left(turn)) == Kept()
    assert durable.keep(turn(3)) == Repeated(left(turn))


def test_what_the_journal_held_before_is_not_noted_anew(spool: Spool, turn: NewEntry) -> None:
    journal = SwitchableJournal()
    durable = DurableJournal(journal, spool, print)
    durable.keep(turn(3))
    assert durable.keep(left(turn)) == Repeated(turn(3))
    assert list(spool.notes()) == []


def test_without_a_disk_what_is_left_is_kept_by_the_database_alone(spool: Spool, turn: NewEntry) -> None:
    spool.folder.write_text("a file where the folder should be")
    assert DurableJournal(SwitchableJournal(), spool, print).keep(left(turn)) == Kept()


def test_with_the_disk_gone_too_nothing_is_said_to_be_kept(spool: Spool, turn: NewEntry) -> None:
    spool.folder.write_text("a file where the folder should be")
    assert DurableJournal(SwitchableJournal(away=True), spool, print).keep(turn(1)) == Unkept()


def test_a_disk_that_cannot_even_be_read_keeps_nothing_from_the_database(spool: Spool, turn: NewEntry) -> None:
    spool.folder.symlink_to(spool.folder)  # a circle, which no path leads through
    assert DurableJournal(SwitchableJournal(), spool, print).keep(turn(1)) == Kept()


def test_what_is_spooled_nobody_else_may_read(spool: Spool, turn: NewEntry) -> None:
    spool.folder.mkdir(mode=0o755)
    spool.put(turn(1))
    assert spool.refuses() == ""
    modes = {stat.S_IMODE(path.stat().st_mode) for path in spool.folder.iterdir()}
    assert (stat.S_IMODE(spool.folder.stat().st_mode), modes) == (0o700, {0o600})


def test_an_entry_the_database_refuses_is_spooled(spool: Spool, turn: NewEntry) -> None:
    class Refusing(SwitchableJournal):
        def keep(self, entry: Entry) -> Kept | Repeated | AfterEnd:
            raise RuntimeError("never")

    assert DurableJournal(Refusing(), spool, print).keep(turn(1)) == Kept()
    assert len(spool.waiting()) == 1


def test_a_spool_folder_that_was_removed_is_made_again(spool: Spool, turn: NewEntry) -> None:
    spool.put(turn(1))
    shutil.rmtree(spool.folder)
    assert spool.put(turn(1)) == Kept()
    assert len(spool.waiting()) == 1


@dataclass
class LoadedMeanwhile(SwitchableJournal):
    """A journal into which the spool is loaded while it is asked, as another process does."""

    spool: Spool | None = None

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        found = super().of_call(call_sid)
        if self.spool:
            load_spool(self, self.spool)
        return found


def test_what_is_loaded_while_a_call_is_read_is_seen_all_the_same(spool: Spool, turn: NewEntry) -> None:
    journal = LoadedMeanwhile(away=True)
    durable = DurableJournal(journal, spool, lambda entry: None)
    durable.keep(turn(1))
    journal.away, journal.spool = False, spool
    assert [entry.entry for entry in durable.of_call("CA01")] == ["turn 1"]
    assert not spool.waiting()
