"""A disk that takes nothing more, under the spool and under the database: nothing is said to be kept, nothing lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from empty_database import put_tables
from storage.disk.full_disks import DISKS, Disk, NoMountsError
from storage.journal.test_spool import SwitchableJournal
from structlog.testing import capture_logs

from ivr.engine.events import CaseOpened
from ivr.errors import StorageAway
from ivr.jobs.spool_loader import LoadedLog, load_log, load_spool
from ivr.journal.entry import Entry
from ivr.storage.database import breaker
from ivr.storage.database.condition import try_writing
from ivr.storage.database.transactions import open_database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.keeping import DurableJournal
from ivr.storage.journal.last_place import EntrySeal, LastPlace
from ivr.storage.journal.spool import Spool
from ivr.switchboard.ports import Kept, Repeated, Unkept

NewEntry = Callable[..., Entry]
CASE = CaseOpened("transport/complain", "complaint", "1234567890", "RE1", "https://x/RE1", 12, "+85290000001")
SEAL = EntrySeal(["a key that nobody knows, of 32 letters"])


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A disk that can be made full in one way."""
    try:
        with DISKS[request.param](tmp_path / "disk") as made, capture_logs():  # a log is a file too
            yield made
    except NoMountsError:
        pytest.skip("nobody may mount a file system here; `a limit such as a quota` needs none")


@pytest.fixture
def lines() -> list[str]:
    """What was written to standard error as the last place."""
    return []


def durable(journal: object, spool: Spool, lines: list[str]) -> DurableJournal:
    return DurableJournal(journal, spool, LastPlace(SEAL, lambda: None, lambda line: not lines.append(line)).take)


def test_with_the_spool_full_too_an_entry_is_not_kept_until_there_is_room(
    disk: Disk, turn: NewEntry, lines: list[str]
) -> None:
    spool = Spool(disk.folder / "spool")
    journal = durable(SwitchableJournal(away=True), spool, lines)
    assert journal.keep(turn(1)) == Kept()
    with disk.full():
        assert journal.keep(turn(2, CASE)) == Unkept()
        assert journal.keep(turn(1)) == Repeated(turn(1))
    assert not list(spool.unfinished())
    assert journal.keep(turn(2, CASE)) == Kept()


def test_a_full_disk_says_so_when_it_is_asked_to_write(disk: Disk, turn: NewEntry) -> None:
    Spool(disk.folder / "spool").put(turn(1))
    with disk.full():
        assert Spool(disk.folder / "spool").refuses()
    assert Spool(disk.folder / "spool").refuses() == ""


def test_nobody_who_asks_makes_a_disk_write_more_than_once_a_second(disk: Disk) -> None:
    spool = Spool(disk.folder / "spool")
    assert spool.refuses() == ""
    with disk.full():
        assert spool.refuses() == ""


def test_with_database_and_spool_on_a_full_disk_nothing_is_lost(
    disk: Disk, turn: NewEntry, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(breaker, "LONGEST_PAUSE", 0.0)
    database = open_database(f"sqlite:///{disk.folder / 'ivr.db'}", lock_folder=disk.folder)
    put_tables(database)
    spool = Spool(disk.folder / "spool")
    journal = durable(DatabaseJournal(database), spool, lines)
    assert journal.keep(turn(1)) == Kept()
    try_writing(database)
    database.close()  # a disk is made read-only only where no file is open for writing
    entries = [turn(number, CASE, heard={"padding": "x" * 3000}) for number in range(2, 400)]
    with disk.full():
        kept = {entry.entry: journal.keep(entry) for entry in entries[:1]}
        while kept[entries[len(kept) - 1].entry] == Kept() and len(kept) < len(entries):  # into what room is left
            kept[entries[len(kept)].entry] = journal.keep(entries[len(kept)])
        unkept = [entry for entry in entries if kept.get(entry.entry) == Unkept()]
        for entry in unkept:
            journal.set_down(entry)
        if unkept:
            with pytest.raises(StorageAway):
                try_writing(database)
        database.close()
    assert len(lines) == len(unkept)
    try_writing(database)
    load_spool(DatabaseJournal(database), spool)
    for again in (False, True):
        done = load_log(DatabaseJournal(database), SEAL, [f"Nov 28 ivr[7]: {line}" for line in lines])
        assert done == LoadedLog(0 if again else len(lines), len(lines) if again else 0, ())
    taken = [turn(1), *entries[: len(kept)]]
    with database.caught_up() as connection:
        names = set(connection.exec_driver_sql("SELECT entry FROM journal").scalars())
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == len(kept)
    assert names == {entry.entry for entry in taken}
    database.close()


@pytest.mark.parametrize("disk", ["no room"], indirect=True)
def test_a_turn_that_was_kept_before_the_disk_was_full_is_answered_again(
    disk: Disk, turn: NewEntry, lines: list[str]
) -> None:
    database = open_database(f"sqlite:///{disk.folder / 'ivr.db'}", lock_folder=disk.folder)
    put_tables(database)
    journal = durable(DatabaseJournal(database), Spool(disk.folder / "spool"), lines)
    assert journal.keep(turn(1)) == Kept()
    assert journal.keep(turn(2, CASE)) == Kept()
    with disk.full():
        while journal.keep(turn(3, CASE, heard={"padding": "x" * 3000}, call_sid=f"CA{len(lines)}")) != Unkept():
            lines.append("into what room is left")
        assert journal.keep(turn(2, token="asked again")) == Repeated(turn(2, CASE))
        assert journal.keep(turn(1, token="asked again")) == Repeated(turn(1), passed=True)
    database.close()
