"""The journal in the database: once, whatever comes how often."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from ivr.engine.events import CallEnded, CaseOpened, KeyPressed, MessageLeft
from ivr.journal.entry import Entry
from ivr.storage.calls.tables import calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages
from ivr.switchboard.ports import AfterEnd, Kept, Repeated

CASE = CaseOpened("transport/complain", "complaint", "1234567890", "RE1", "https://x/RE1", 12, "")
MESSAGE = MessageLeft("transport/leave", "RE1", "https://x/RE1", 9, "+85290000001")
NewEntry = Callable[..., Entry]


def rows(database: Database, table: object) -> list[dict[str, object]]:
    with database.caught_up() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def test_a_lost_answer_is_repeated_from_its_row(database: Database, turn: NewEntry) -> None:
    kept, other = turn(1, KeyPressed("a", "1", "b")), turn(1, token="another", instructions=())
    journal_ = DatabaseJournal(database)
    assert journal_.keep(kept) == Kept()
    assert journal_.keep(other) == Repeated(kept)
    assert len(rows(database, journal)) == 1


def test_what_callers_and_carriers_send_is_cut_to_size_and_made_storable(database: Database, turn: NewEntry) -> None:
    awkward = turn(0, caller="+" * 4000, heard={"words": "a\0b\ud800"}, token="t\0", node="\udfff" * 300)
    DatabaseJournal(database).keep(awkward)
    repeated = DatabaseJournal(database).keep(awkward)
    assert isinstance(repeated, Repeated)
    assert repeated.first.caller == "+" * 255
    assert repeated.first.heard == awkward.heard
    assert repeated.first.token == "t\ufffd"


def test_six_copies_at_once_open_one_case(database: Database, turn: NewEntry) -> None:
    entry = turn(3, CASE)
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: DatabaseJournal(database).keep(entry), range(6)))
    assert answers.count(Kept()) == 1
    assert answers.count(Repeated(entry)) == 5
    assert [row["reference"] for row in rows(database, cases)] == ["1234567890"]
    assert [row["turns"] for row in rows(database, calls)] == [1]


def test_a_turn_after_the_end_is_not_kept(database: Database, turn: NewEntry, notice: NewEntry) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(0))
    kept.keep(notice("end", 30, ends=True, seconds=30))
    before = rows(database, calls)
    assert kept.keep(turn(1, CASE)) == AfterEnd()
    assert kept.keep(turn(0)) == AfterEnd()
    assert rows(database, calls) == before
    assert not rows(database, cases)
    assert len(rows(database, journal)) == 2


def test_a_repetition_tells_whether_its_call_has_gone_on_since(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    for number in (1, 2):
        kept.keep(turn(number))
    kept.keep(turn(3, call_sid="CA02"))
    assert kept.keep(turn(1)) == Repeated(turn(1), passed=True)
    assert kept.keep(turn(2)) == Repeated(turn(2), passed=False)


def test_a_call_that_was_given_up_as_lost_lives_again_with_its_next_turn(
    database: Database, turn: NewEntry, notice: NewEntry
) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(1))
    kept.keep(notice("lost", 30, ends=True, events=(CallEnded("", "lost"),)))
    assert kept.keep(turn(2, CASE)) == Kept()
    kept.keep(notice("end", 60, ends=True, events=(CallEnded("", "caller hung up"),)))
    assert kept.keep(turn(3, CASE)) == AfterEnd()
    assert len(rows(database, cases)) == 1


def test_the_end_itself_is_repeated(database: Database, notice: NewEntry) -> None:
    end = notice("end", 30, ends=True, seconds=30)
    assert DatabaseJournal(database).keep(end) == Kept()
    assert DatabaseJournal(database).keep(end) == Repeated(end)


def test_a_message_whose_caller_hung_up_is_kept_after_the_end(
    database: Database, turn: NewEntry, notice: NewEntry
) -> None:
    kept = DatabaseJournal(database)
    kept.keep(notice("end", 30, ends=True, seconds=30))
    assert kept.keep(turn(1, MESSAGE, ends=True)) == Kept()
    assert len(rows(database, messages)) == 1


@pytest.mark.parametrize("notice_first", [True, False])
def test_the_state_of_a_recording_is_known_whichever_comes_first(
    database: Database, turn: NewEntry, notice: NewEntry, notice_first: bool
) -> None:
    entries = [notice("recording RE1 completed", 40), turn(2, MESSAGE, CASE)]
    for entry in entries if notice_first else entries[::-1]:
        DatabaseJournal(database).keep(entry)
    assert [row["recording_status"] for row in rows(database, messages) + rows(database, cases)] == ["completed"] * 2


def test_an_entry_that_comes_late_from_the_spool_is_kept_after_the_end(
    database: Database, turn: NewEntry, notice: NewEntry
) -> None:
    kept = DatabaseJournal(database)
    kept.keep(notice("end", 30, ends=True, seconds=30))
    assert kept.load(turn(1)) == Kept()
    with database.caught_up() as connection:
        assert connection.scalar(select(func.count()).select_from(journal)) == 2
