"""Rows that callers enter: with the turn that says so, once, within the bounds of their table, or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from ivr.engine.edition import FiledShape, TableShape
from ivr.engine.filing import RowToFile
from ivr.engine.ports import Sought
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.tables import filed_cells, filed_rows
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.tables import journal
from ivr.switchboard.ports import AfterEnd, Kept, NotFiled, Repeated

ZONE = ZoneInfo("Asia/Hong_Kong")
COLUMNS = {"number": "digits", "week": "date", "slot": "text", "entry": "reference", "filed": "moment"}
CLAIMS = TableShape("city/claims", COLUMNS, frozenset(), filed=FiledShape(("number", "week"), 20, ("slot",)))
NewEntry = Callable[..., Entry]


def row(entry: int, number: str = "123", week: str = "2026-11-23", slot: str = "am", private: str = "") -> RowToFile:
    values = {"number": number, "week": week, "slot": slot}
    return RowToFile("city/claims", f"{entry:010d}", values, frozenset(private.split()))


@pytest.fixture
def filed(database: Database) -> FiledTables:
    return FiledTables(database, "a key of hashes, and long enough for that")


@pytest.fixture
def kept(database: Database, filed: FiledTables) -> DatabaseJournal:
    return DatabaseJournal(database, filed=filed)


def count(database: Database, table: object) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_a_row_is_filed_with_its_turn_and_found(database, kept, filed, turn) -> None:
    assert kept.keep(turn(3), [(CLAIMS, row(7, number="0 123"))]) == Kept()
    (found,) = filed.find(CLAIMS, Sought({"number": "0123"}), 5, ZONE)
    assert found == {
        "number": "0123", "week": "2026-11-23", "slot": "am", "entry": "0000000007", "filed": "2026-11-23T17:00",
    }  # fmt: skip
    assert filed.find(CLAIMS, Sought({"entry": "0000000007"}), 5, ZONE) == (found,)
    assert filed.find(CLAIMS, Sought({"number": "0123", "slot": "pm"}), 5, ZONE) == ()


def test_the_same_turn_again_files_nothing_again(database, kept, turn) -> None:
    rows = [(CLAIMS, row(7))]
    kept.keep(turn(3), rows)
    assert kept.keep(turn(3), rows) == Repeated(turn(3))
    assert count(database, filed_rows) == 1


def test_a_row_like_one_that_is_there_is_not_filed_and_nor_is_its_turn_kept(database, kept, turn) -> None:
    kept.keep(turn(3), [(CLAIMS, row(7))])
    again = row(8, slot="pm")
    assert kept.keep(turn(4), [(CLAIMS, again)]) == NotFiled(again, "taken")
    assert (count(database, filed_rows), count(database, filed_cells), count(database, journal)) == (1, 3, 1)


def test_of_two_rows_in_one_turn_both_are_filed_or_neither(database, kept, turn) -> None:
    kept.keep(turn(3), [(CLAIMS, row(7))])
    taken = row(9)
    assert kept.keep(turn(4), [(CLAIMS, row(8, week="2026-11-30")), (CLAIMS, taken)]) == NotFiled(taken, "taken")
    assert count(database, filed_rows) == 1


def test_a_table_takes_so_many_and_no_more_with_the_same(database, kept, turn) -> None:
    few = replace(CLAIMS, filed=FiledShape((), 2, ("slot",)))
    assert [kept.keep(turn(at), [(few, row(at))]) for at in (1, 2)] == [Kept(), Kept()]
    assert kept.keep(turn(3), [(few, row(3))]) == NotFiled(row(3), "full")
    assert kept.keep(turn(4), [(few, row(4, slot="pm"))]) == Kept()


def test_nothing_is_filed_after_the_end_of_a_call(database, kept, turn, notice) -> None:
    kept.keep(turn(0))
    kept.keep(notice("end", 30, ends=True, seconds=30))
    assert kept.keep(turn(1), [(CLAIMS, row(7))]) == AfterEnd()
    assert count(database, filed_rows) == 0


def test_fifty_callers_at_once_get_twenty_places(database, filed, turn) -> None:
    def call(at: int) -> object:
        entry = turn(1, call_sid=f"CA{at:02d}")
        return DatabaseJournal(database, filed=filed).keep(entry, [(CLAIMS, row(at, number=str(at)))])

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(call, range(50)))
    outcomes = [answer.outcome if isinstance(answer, NotFiled) else "done" for answer in answers]
    assert (outcomes.count("done"), outcomes.count("full")) == (20, 30)
    assert (count(database, filed_rows), count(database, journal)) == (20, 20)


def test_ten_callers_with_one_number_get_one_place(database, filed, turn) -> None:
    def call(at: int) -> object:
        return DatabaseJournal(database, filed=filed).keep(turn(1, call_sid=f"CA{at:02d}"), [(CLAIMS, row(at))])

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(call, range(10)))
    assert answers.count(Kept()) == 1
    assert count(database, filed_rows) == 1


def test_what_is_private_is_sealed_told_apart_and_found_all_the_same(database, kept, filed, turn) -> None:
    kept.keep(turn(1), [(CLAIMS, row(7, number="55501234", private="number"))])
    with database.reading() as connection:
        written = [*connection.execute(select(filed_rows)).all(), *connection.execute(select(filed_cells)).all()]
    assert "55501234" not in str(written)
    assert [found["number"] for found in filed.find(CLAIMS, Sought({"number": "55501234"}), 5, ZONE)] == ["55501234"]
    again = row(8, number="55501234", private="number")
    assert kept.keep(turn(2), [(CLAIMS, again)]) == NotFiled(again, "taken")


def test_what_was_sealed_with_another_key_is_hidden(database, kept, turn) -> None:
    kept.keep(turn(1), [(CLAIMS, row(7, private="number"))])
    (found,) = FiledTables(database, "another key, and long enough for that").find(
        CLAIMS, Sought({"slot": "am"}), 5, ZONE
    )
    assert found["number"] == "****"


def test_a_value_that_its_column_cannot_have_is_refused_as_a_whole(database, kept, turn) -> None:
    with pytest.raises(ValueError, match="not a date"):
        kept.keep(turn(1), [(CLAIMS, row(7, week="never"))])
    assert (count(database, filed_rows), count(database, journal)) == (0, 0)
