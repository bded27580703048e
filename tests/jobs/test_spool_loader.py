"""Loading the spool: exactly once, in order, whatever is in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ivr.engine.events import CaseOpened
from ivr.errors import StorageAway
from ivr.jobs.spool_loader import load_spool
from ivr.journal.entry import Entry
from ivr.storage.calls.tables import calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.disk.locks import locked
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.keeping import DurableJournal
from ivr.storage.journal.spool import Spool
from ivr.storage.journal.tables import journal
from ivr.switchboard.ports import AfterEnd, Kept, Repeated

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CASE = CaseOpened("transport/complain", "complaint", "1234567890", "", "", 0, "")


class AwayAfter:
    """A journal that goes away after so many entries, after it kept the last but before it says so."""

    def __init__(self, behind: DatabaseJournal, entries: int) -> None:
        self.behind, self.left = behind, entries
        self.order: list[int | None] = []

    def keep(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        raise StorageAway("no")

    def load(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        kept = self.behind.load(entry)
        self.order.append(entry.turn)
        self.left -= 1
        if not self.left:
            raise StorageAway("the answer was lost")
        return kept


def turn(number: int) -> Entry:
    events = (CASE,) if number == 3 else ()
    at = NINE + timedelta(seconds=number)
    return Entry("CA01", f"turn {number}", number, at, "transport", "+1", "+2", "e", "n", "en", {}, events)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool")
    for number in (4, 0, 2, 1, 3):
        spool.put(turn(number))
    yield spool
    assert not list(spool.unfinished())


def count(database: Database) -> dict[str, int]:
    with database.caught_up() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (journal, calls, cases)
        }


def test_the_spool_is_loaded_once(database: Database, spool: Spool) -> None:
    kept = DatabaseJournal(database)
    assert load_spool(kept, spool) == 5
    assert load_spool(kept, spool) == 0
    assert count(database) == {"journal": 5, "calls": 1, "cases": 1}
    assert not spool.waiting()


def test_being_cut_off_anywhere_loses_and_doubles_nothing(database: Database, spool: Spool) -> None:
    kept = DatabaseJournal(database)
    cut = AwayAfter(kept, entries=3)
    assert load_spool(cut, spool) == 2
    assert cut.order == [0, 1, 2]
    assert load_spool(kept, spool) == 3
    assert count(database) == {"journal": 5, "calls": 1, "cases": 1}


def test_a_broken_file_is_set_aside_and_blocks_nothing(database: Database, spool: Spool) -> None:
    broken = spool.waiting()[0]
    broken.write_text('{"call_sid": "CA01"')
    assert load_spool(DatabaseJournal(database), spool) == 4
    assert broken.with_suffix(".broken").read_text() == '{"call_sid": "CA01"'
    assert load_spool(DatabaseJournal(database), spool) == 0


def test_an_entry_the_database_refuses_is_set_aside(database: Database, spool: Spool) -> None:
    broken = spool.waiting()[0]
    broken.write_text(broken.read_text().replace('"hotline":"transport"', '"hotline":null'))
    assert load_spool(DatabaseJournal(database), spool) == 4
    assert not spool.waiting()
    assert broken.with_suffix(".broken").exists()


def test_one_loader_at_a_time(database: Database, spool: Spool) -> None:
    with locked(spool.lock_path, seconds=0):
        assert load_spool(DatabaseJournal(database), spool) == 0
    assert len(spool.waiting()) == 5


def test_without_a_spool_there_is_nothing_to_load(database: Database, tmp_path: Path) -> None:
    assert load_spool(DatabaseJournal(database), Spool(tmp_path / "nowhere")) == 0


def test_a_repeat_after_loading_is_answered_from_the_journal(database: Database, spool: Spool) -> None:
    kept = DatabaseJournal(database)
    load_spool(kept, spool)
    assert DurableJournal(kept, spool, print).keep(turn(3)) == Repeated(turn(3), passed=True)
    assert count(database)["cases"] == 1
