"""Rows that callers entered, listed, corrected and taken back, each deed on record."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.engine.edition import FiledShape, TableShape
from ivr.engine.filing import RowToFile
from ivr.engine.ports import Bound, Order, Sought
from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.listing import FiledFilters, list_filed_rows
from ivr.storage.filed.work import FiledWork, RowRefused, version_of
from ivr.storage.journal.entries import DatabaseJournal
from ivr.switchboard.ports import Kept, NotFiled

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Hong_Kong")
CLAIMS = TableShape(
    "city/claims",
    {"number": "digits", "week": "date", "entry": "reference", "filed": "moment"},
    frozenset(),
    filed=FiledShape(("number", "week"), 2, ("week",)),
)


@pytest.fixture
def filed(database):
    return FiledTables(database, "a key of hashes, and long enough for that")


@pytest.fixture
def file(database, filed, turn):
    """Files a row; the first argument is its turn and its number."""

    def kept(at: int, number: str, week: str = "2026-11-23", private: str = "") -> object:
        row = RowToFile("city/claims", f"{at:010d}", {"number": number, "week": week}, frozenset(private.split()))
        return DatabaseJournal(database, filed=filed).keep(turn(at), [(CLAIMS, row)])

    return kept


@pytest.fixture
def work(filed):
    return FiledWork(filed)


def test_rows_are_listed_as_they_came_in_by_table(file, work):
    file(1, "111")
    file(2, "222")
    assert [row.cells["number"] for row in work.rows("city/claims")] == ["111", "222"]
    assert [row.entry for row in work.rows()] == ["0000000001", "0000000002"]
    assert list(work.rows("city/other")) == []


def test_rows_are_found_within_bounds_the_latest_first(file, filed):
    for at, week in enumerate(("2026-11-09", "2026-11-23", "2026-11-16"), 1):
        file(at, "111", week)
    sought = Sought({"number": "111"}, (Bound("week", "at least", "2026-11-10"),), Order("week", latest=True))
    assert [row["week"] for row in filed.find(CLAIMS, sought, 5, ZONE)] == ["2026-11-23", "2026-11-16"]


def test_what_is_private_is_hidden_until_somebody_asks_who_is_on_record_then(file, work):
    file(1, "55501234", private="number")
    assert work.row("0000000001").cells == {"number": "****", "week": "2026-11-23"}
    assert work.unseal("0000000001", "kim", NOON).cells["number"] == "55501234"
    (seen,) = work.history(work.row("0000000001"))
    assert (seen.who, seen.what, seen.column) == ("kim", "seen", "number")


def test_a_correction_is_found_counts_and_tells_what_was_there_before(file, filed, work):
    file(1, "111")
    row = work.correct(CLAIMS, "0000000001", {"week": "30/11/2026"}, "kim", NOON)
    assert row.cells == {"number": "111", "week": "2026-11-30"}
    found = filed.find(CLAIMS, Sought({"week": "2026-11-30"}), 5, ZONE)
    assert [each["entry"] for each in found] == ["0000000001"]
    assert filed.find(CLAIMS, Sought({"week": "2026-11-23"}), 5, ZONE) == ()
    assert file(2, "111") == Kept()
    (change,) = work.history(row)
    assert (change.what, change.before, change.after) == ("corrected", "2026-11-23", "2026-11-30")


def test_a_correction_never_tells_what_is_private(file, work):
    file(1, "55501234", private="number")
    work.correct(CLAIMS, "0000000001", {"number": "55509999"}, "kim", NOON)
    assert "5550" not in str(work.history(work.row("0000000001")))
    assert work.unseal("0000000001", "kim", NOON).cells["number"] == "55509999"


@pytest.mark.parametrize(
    ("values", "why"),
    [({"week": "never"}, "not a date"), ({"weeek": "1"}, "has no column"), ({"number": "222"}, "another row")],
)
def test_what_cannot_be_is_not_corrected(file, work, values, why):
    file(1, "111")
    file(2, "222")
    with pytest.raises(RowRefused, match=why):
        work.correct(CLAIMS, "0000000001", values, "kim", NOON)
    assert work.row("0000000001").cells == {"number": "111", "week": "2026-11-23"}
    assert work.history(work.row("0000000001")) == ()


def test_what_a_row_took_is_free_once_it_is_withdrawn(file, filed, work):
    file(1, "111")
    assert isinstance(file(2, "111"), NotFiled)
    work.withdraw("0000000001", "kim", NOON)
    work.withdraw("0000000001", "lee", NOON)
    assert filed.find(CLAIMS, Sought({"number": "111"}), 5, ZONE) == ()
    assert (list(work.rows()), [row.entry for row in work.rows(withdrawn=True)]) == ([], ["0000000001"])
    assert [(each.who, each.what) for each in work.history(work.row("0000000001"))] == [("kim", "withdrawn")]
    assert file(2, "111") == Kept()


def test_a_row_that_was_taken_back_is_not_corrected(file, work):
    file(1, "111")
    work.withdraw("0000000001", "kim", NOON)
    with pytest.raises(RowRefused, match="was taken back"):
        work.correct(CLAIMS, "0000000001", {"number": "222"}, "kim", NOON)
    assert file(2, "111") == Kept()


def test_nobody_is_corrected_into_a_full_week(file, work):
    for at, week in enumerate(("2026-11-23", "2026-11-23", "2026-11-30"), 1):
        file(at, f"{at}", week)
    with pytest.raises(RowRefused, match="room for no more"):
        work.correct(CLAIMS, "0000000003", {"week": "2026-11-23"}, "kim", NOON)
    assert work.correct(CLAIMS, "0000000001", {"number": "9"}, "kim", NOON).cells["number"] == "9"


def test_what_was_sealed_with_another_key_is_not_corrected_away(database, file, work):
    file(1, "55501234", private="number")
    other = FiledWork(FiledTables(database, "another key, and long enough for that"))
    with pytest.raises(RowRefused, match="IVR_HASH_KEY"):
        other.correct(CLAIMS, "0000000001", {"week": "2026-11-30"}, "kim", NOON)
    assert work.unseal("0000000001", "kim", NOON).cells["number"] == "55501234"


def test_with_another_key_nothing_is_found_by_what_is_private_and_the_same_is_entered_anew(database, file, filed, turn):
    file(1, "55501234", private="number")
    again = RowToFile("city/claims", "0000000002", {"number": "55501234", "week": "2026-11-23"}, frozenset({"number"}))
    other = FiledTables(database, "another key, and long enough for that")
    sought = Sought({"number": "55501234"})
    assert [len(each.find(CLAIMS, sought, 5, ZONE)) for each in (filed, other)] == [1, 0]
    assert isinstance(DatabaseJournal(database, filed=filed).keep(turn(2), [(CLAIMS, again)]), NotFiled)
    assert DatabaseJournal(database, filed=other).keep(turn(2), [(CLAIMS, again)]) == Kept()


def test_a_row_of_an_edition_before_is_corrected_by_the_columns_of_now(file, work):
    file(1, "111")
    shape = TableShape(
        "city/claims",
        {**CLAIMS.columns, "hours": "number"},
        frozenset(),
        private=frozenset({"number"}),
        filed=FiledShape(("number", "hours")),
    )
    assert work.correct(shape, "0000000001", {"hours": "8"}, "kim", NOON).cells == {
        "number": "****", "week": "2026-11-23", "hours": "8",
    }  # fmt: skip


def test_a_number_that_another_row_has_files_nothing_and_says_so(database, filed, file, turn):
    file(1, "111")
    row = RowToFile("city/claims", "0000000001", {"number": "222", "week": "2026-11-23"})
    with pytest.raises(ValueError, match="refuses"):
        DatabaseJournal(database, filed=filed).keep(turn(5), [(CLAIMS, row)])
    assert filed.find(CLAIMS, Sought({"number": "222"}), 5, ZONE) == ()


def test_a_number_that_no_row_has_is_told(work):
    with pytest.raises(RecordMissing, match="no row has the number 7"):
        work.row("7")


def test_rows_are_chosen_by_their_cells_their_day_and_their_state(file, filed, work):
    for at, (number, week) in enumerate((("111", "2026-11-16"), ("112", "2026-11-23"), ("221", "2026-11-23")), 1):
        file(at, number, week, private="number" if number == "112" else "")
    work.withdraw("0000000003", "kim", NOON)

    def chosen(**filters: object) -> list[str]:
        return [row.entry[-1] for row in list_filed_rows(filed, FiledFilters("city/claims", **filters))]

    assert chosen() == ["2", "1"]
    assert chosen(state="") == ["3", "2", "1"]
    assert chosen(state="withdrawn", equal={"week": "2026-11-23"}) == ["3"]
    assert chosen(begins={"week": "2026-11"}) == ["2", "1"]
    assert chosen(begins={"week": "2026_"}) == []
    assert chosen(begins={"number": "11"}) == ["1"], "what is private has no beginning"
    assert chosen(entry="0000000002") == ["2"]
    last = list_filed_rows(filed, FiledFilters("city/claims", limit=1))[0]
    assert chosen(after=(last.filed_at, last.id)) == ["1"]
    assert chosen(since=last.filed_at, until=last.filed_at) == []


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(file, work):
    file(1, "111", private="number")
    work.unseal("0000000001", "lee", NOON)
    work.correct(CLAIMS, "0000000001", {"week": "2026-11-30"}, "lee", NOON, 0)
    with pytest.raises(WorkConflict) as refused:
        work.correct(CLAIMS, "0000000001", {"week": "2026-12-07"}, "kim", NOON, 0)
    assert refused.value.version == version_of(work.history(work.row("0000000001"))) == 1
    with pytest.raises(WorkConflict):
        work.withdraw("0000000001", "kim", NOON, 0)
    assert work.withdraw("0000000001", "kim", NOON, 1).withdrawn_at == NOON
