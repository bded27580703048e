"""Tables: imported from CSV all or nothing, looked up in, written out again."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import inspect

from ivr.engine.edition import TableShape
from ivr.engine.ports import Bound, Order, Rows, Sought, Unavailable
from ivr.errors import TableRefused
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.filed.filing import FiledTables
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.tables.catalogue import export_table, list_tables
from ivr.storage.tables.importing import import_table
from ivr.storage.tables.look_ups import EditionEnquiries, TableEnquiries
from ivr.storage.tables.staging import Staging
from ivr.words import format_of

SHAPE = TableShape(
    "transport/applications",
    {"number": "digits", "birth": "date", "status": "text"},
    frozenset({"status"}),
    file="applications.csv",
)
HEADER = "number,birth,status.en,status.yue\n"
GOOD = HEADER + "00100230,1975-09-30,being processed,正喺度處理\n01617240,1982-11-24,refused,未獲批准\n"
Import = Callable[..., int]


@pytest.fixture
def put(database: Database, tmp_path: Path) -> Import:
    """Imports a table from what is given as text or bytes."""

    def make(content: str | bytes, shape: TableShape = SHAPE, **options: object) -> int:
        path = tmp_path / "applications.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_table(database, path, shape, ("number",), **options)

    return make


@pytest.fixture
def enquiries(database: Database) -> EditionEnquiries:
    return EditionEnquiries(
        {SHAPE.name: SHAPE}, "Asia/Hong_Kong", TableEnquiries(database, {}, FiledTables(database, "a key"))
    )


def physical(database: Database) -> list[str]:
    with database.reading() as connection:
        return sorted(name for name in inspect(connection).get_table_names() if name.startswith("t_"))


def test_rows_are_found_with_their_leading_zeros(put: Import, enquiries: EditionEnquiries) -> None:
    assert put(GOOD) == 2
    row = {"number": "00100230", "birth": "1975-09-30", "status.en": "being processed", "status.yue": "正喺度處理"}
    assert enquiries.look_up(SHAPE.name, Sought({"number": "00100230", "birth": "1975-09-30"}), 5) == Rows((row,))
    assert enquiries.look_up(SHAPE.name, Sought({"number": "100230"}), 5) == Rows(())


def test_a_table_tells_when_it_was_imported_by_the_clocks_of_the_site(
    put: Import, database: Database, enquiries: EditionEnquiries
) -> None:
    assert enquiries.imported_at(SHAPE.name) == ""
    put(GOOD)
    at = list_tables(database)[0].at.astimezone(ZoneInfo("Asia/Hong_Kong"))
    assert enquiries.imported_at(SHAPE.name) == at.strftime("%Y-%m-%dT%H:%M")
    assert enquiries.imported_at("transport/unknown") == ""


def test_a_cell_may_be_empty_where_its_column_says_so(
    put: Import, database: Database, enquiries: EditionEnquiries
) -> None:
    row = "00100230,,being processed,正喺度處理\n"
    with pytest.raises(TableRefused, match=r"(?s)birth: there is no date\..*= Fill it in; or write `or empty` behind"):
        put(HEADER + row)
    assert put(HEADER + row, replace(SHAPE, columns={**SHAPE.columns, "birth": format_of("date or empty")})) == 1
    (found,) = enquiries.look_up(SHAPE.name, Sought({"number": "00100230"}), 5).rows
    assert found["birth"] == ""
    export_table(database, SHAPE.name, out := io.StringIO(newline=""))
    assert out.getvalue() == (HEADER + row).replace("\n", "\r\n")


def test_a_text_in_languages_is_matched_in_any(put: Import, enquiries: EditionEnquiries) -> None:
    put(GOOD)
    for status in ("refused", "未獲批准"):
        rows = enquiries.look_up(SHAPE.name, Sought({"status": status}), 5)
        assert isinstance(rows, Rows)
        assert [row["number"] for row in rows.rows] == ["01617240"]


def test_no_more_rows_come_than_were_asked_for_and_in_the_order_of_the_file(
    put: Import, enquiries: EditionEnquiries
) -> None:
    put(HEADER + "".join(f"7,1975-09-30,{number},x\n" for number in range(20)))
    rows = enquiries.look_up(SHAPE.name, Sought({"number": "7"}), 3)
    assert isinstance(rows, Rows)
    assert [row["status.en"] for row in rows.rows] == ["0", "1", "2"]


WORKS = TableShape(
    "transport/works",
    {"street": "text", "starts": "date", "ends": "date", "cost": "money", "opened": "moment"},
    frozenset(),
    file="works.csv",
)
WORKS_ROWS = """street,starts,ends,cost,opened
Pier Road,2026-11-01,2026-11-30,900.00,2026-11-01 09:00
Hill Street,2026-11-23,2026-11-23,1200.00,2026-11-23 23:59
Dock Street,2026-11-24,2026-12-24,80.50,2026-11-24 00:00
Sand Lane,2026-10-01,2026-11-22,5.00,2026-10-01 08:00
"""


@pytest.fixture
def works(database: Database, tmp_path: Path) -> Callable[..., list[str]]:
    """The streets of the works that are sought, in the order found."""
    path = tmp_path / "works.csv"
    path.write_text(WORKS_ROWS, "utf-8")
    import_table(database, path, WORKS, ("street",))
    own = EditionEnquiries(
        {WORKS.name: WORKS}, "Asia/Hong_Kong", TableEnquiries(database, {}, FiledTables(database, "a key"))
    )

    def streets(*bounds: Bound, first_of: Order | None = None, most: int = 5, **match: str) -> list[str]:
        rows = own.look_up(WORKS.name, Sought(match, bounds, first_of), most)
        assert isinstance(rows, Rows), rows
        return [row["street"] for row in rows.rows]

    return streets


def test_days_are_compared_and_both_ends_belong(works: Callable[..., list[str]]) -> None:
    today = "2026-11-23"
    assert works(Bound("starts", "at most", today), Bound("ends", "at least", today)) == ["Pier Road", "Hill Street"]
    assert works(Bound("starts", "at least", "2026-11-24")) == ["Dock Street"]
    assert works(Bound("starts", "at most", today), street="Hill Street") == ["Hill Street"]


def test_amounts_are_compared_as_numbers_not_as_texts(works: Callable[..., list[str]]) -> None:
    assert works(Bound("cost", "at least", "900")) == ["Pier Road", "Hill Street"]
    assert works(Bound("cost", "at most", "80.50")) == ["Dock Street", "Sand Lane"]


def test_a_day_ends_at_midnight_for_a_moment(works: Callable[..., list[str]]) -> None:
    assert works(Bound("opened", "at least", "2026-11-23T00:00"), Bound("opened", "at most", "2026-11-23T24:00")) == [
        "Hill Street"
    ]


def test_what_cannot_be_compared_finds_nothing(works: Callable[..., list[str]]) -> None:
    assert works(Bound("starts", "at most", "tomorrow")) == []


def test_the_latest_and_the_earliest_row_come_first(works: Callable[..., list[str]]) -> None:
    assert works(first_of=Order("starts", latest=True), most=1) == ["Dock Street"]
    assert works(first_of=Order("starts", latest=False), most=1) == ["Sand Lane"]
    assert works(first_of=Order("cost", latest=True), most=4) == [
        "Hill Street",
        "Pier Road",
        "Dock Street",
        "Sand Lane",
    ]


def test_without_anything_to_match_the_whole_table_is_found(works: Callable[..., list[str]]) -> None:
    assert works() == ["Pier Road", "Hill Street", "Dock Street", "Sand Lane"]


HOSTILE = ["' OR '1'='1", "1; DROP TABLE journal;--", "%", "_", "\0", "\ud800", "１２３", "１\n", "9" * 100_000, ""]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_match_nothing(put: Import, enquiries: EditionEnquiries, value: str) -> None:
    put(GOOD)
    assert enquiries.look_up(SHAPE.name, Sought({"number": value}), 5) == Rows(())
    assert enquiries.look_up(SHAPE.name, Sought({"status": value}), 5) == Rows(())
    assert len(list_tables(enquiries.enquiries.imported._database)) == 1


def test_an_unknown_table_or_column_is_unavailable(put: Import, enquiries: EditionEnquiries) -> None:
    assert isinstance(enquiries.look_up(SHAPE.name, Sought({"number": "1"}), 5), Unavailable)
    put(GOOD)
    assert isinstance(enquiries.look_up("no/table", Sought({"number": "1"}), 5), Unavailable)
    assert isinstance(enquiries.look_up(SHAPE.name, Sought({"colour": "1"}), 5), Unavailable)


MISTAKES = {
    "number,birth,status.en\nx,1975-09-30,a\n": [":2:1: error: number: "],
    "number,birth,status.en\n1,1975-02-30,a\n2,1975-01-30\n": [
        ":2:3: error: birth: ",
        ":3:3: error: 2 cells where there are 3 columns",
    ],
    "number,number,birth,status.en\n": [':1:8: error: column "number" is there twice'],
    "number,birht,status.en\n": [':1:1: error: "applications.csv" has no column "birth"', 'Did you mean "birht"?'],
    "number,birth,status\n": ['has no column "status.en"', 'Did you mean "status"?'],
    "number,birth.en,status.en\n": ['has no column "birth"', 'Did you mean "birth.en"?'],
    "": [":1:1: error: the first line names none of the columns of this table (number, "],
    'number,birth,status.en\n1,1975-09-30,"open\n': [":2:1: error: the quotation mark that opens here is never closed"],
    "number,birth,status.en\n1,1975-09-30,a\0b\n": [":2:1: error: this line has a NUL character", "CSV UTF-8"],
    b"number,birth,status.en\n1,1975-09-30,caf\xe9\n": [":2:1: error: this line is not UTF-8", "CSV UTF-8"],
    "處理中".encode("utf-16-be") + b"\0": [":1:1: error: this line has a NUL"],
    GOOD.encode("utf-16")[:-1]: ["error: from this line on the file is damaged: it is not UTF-16"],
    b"PK\x03\x04" + b"\0" * 30 + b"xl/workbook.xml": [":1:1: error: this is an Excel workbook (.xlsx), not CSV"],
    f"number,birth,status.en\n1,1975-09-30,{'a' * 5000}\n": [":2:14: error: status.en: 5000 characters"],
}


@pytest.mark.parametrize(("content", "told"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_a_file_with_a_mistake_changes_nothing(
    database: Database, put: Import, content: str | bytes, told: list[str]
) -> None:
    put(GOOD)
    before, tables = list_tables(database), physical(database)
    with pytest.raises(TableRefused) as refused:
        put(content)
    for words in told:
        assert words in str(refused.value)
    assert list_tables(database) == before
    assert physical(database) == tables


def test_mistakes_are_told_all_together_but_not_without_end(put: Import, tmp_path: Path) -> None:
    with pytest.raises(TableRefused) as refused:
        put(HEADER + "x,y,a,b\n" * 1000)
    lines = str(refused.value).splitlines()
    assert lines[0].startswith(f"{tmp_path / 'applications.csv'}:2:1: error: number: ")
    assert len(lines) == 11
    assert lines[-1].startswith(f"{tmp_path / 'applications.csv'}:7:1: error: and 1990 more in this file.")


def test_languages_that_are_wanted_must_be_there(put: Import) -> None:
    with pytest.raises(TableRefused, match=r'has no column "status\.cmn"'):
        put(GOOD, languages=("en", "cmn"))


def test_columns_that_are_not_declared_are_not_kept(database: Database, put: Import) -> None:
    assert put("identity card,number,birth,status.en,status.en-GB,\nA123456(3),1,1975-09-30,new,new,\n") == 1
    assert [table.columns for table in list_tables(database)] == [("number", "birth", "status.en", "status.en-GB")]
    out = io.StringIO()
    export_table(database, SHAPE.name, out)
    assert "A123456" not in out.getvalue()


def test_a_doubtful_date_is_loaded_and_told(put: Import) -> None:
    told: list[str] = []
    assert put(HEADER + "1,03/04/1975,new,new\n", warn=lambda doubt: told.append(doubt.rule)) == 1
    assert put(HEADER + "1,03/04/1975,new,new\n2,25/04/1975,new,new\n", warn=lambda doubt: told.append(doubt.rule)) == 2
    assert told == ["doubtful-date"]


def test_a_byte_order_mark_and_quoted_line_ends_do_no_harm(put: Import, enquiries: EditionEnquiries) -> None:
    put(b"\xef\xbb\xbf" + HEADER.encode() + b'1,1975-09-30,"two\r\nlines",x\r\n\r\n')
    rows = enquiries.look_up(SHAPE.name, Sought({"number": "1"}), 5)
    assert isinstance(rows, Rows)
    assert len(rows.rows) == 1


def test_only_one_table_before_the_present_one_is_kept(database: Database, put: Import) -> None:
    for _ in range(4):
        put(GOOD)
    assert len(physical(database)) == 2


def test_a_look_up_follows_a_table_that_was_replaced_twice(put: Import, enquiries: EditionEnquiries) -> None:
    put(GOOD)
    enquiries.look_up(SHAPE.name, Sought({"number": "1"}), 5)
    for _ in range(3):
        put(HEADER + "1,1975-09-30,new,new\n")
    rows = enquiries.look_up(SHAPE.name, Sought({"number": "1"}), 5)
    assert isinstance(rows, Rows)
    assert rows.rows[0]["status.en"] == "new"


def test_two_imports_of_one_table_at_once_are_refused(database: Database, put: Import) -> None:
    with Staging(database, SHAPE.name).alone(), pytest.raises(TableRefused, match="somebody else"):
        put(GOOD)
    assert put(GOOD) == 2


@pytest.mark.parametrize("name", ["transport", "a/b/c", 'a/b"; DROP', "../x", "a/" + "x" * 200])
def test_a_name_that_is_none_is_refused(put: Import, name: str) -> None:
    with pytest.raises(TableRefused):
        put(GOOD, replace(SHAPE, name=name))


def test_long_and_odd_names_do_not_meet(database: Database, put: Import) -> None:
    names = ["transport/" + "x" * 90, "transport/" + "x" * 90 + "y", "a-b/c", "a_b/c", "a/b_c", "A/b-c"]
    for name in names:
        put(GOOD, replace(SHAPE, name=name))
    assert len(physical(database)) == len(names)


def test_a_table_written_out_comes_in_again(database: Database, put: Import) -> None:
    put(GOOD)
    out = io.StringIO()
    assert export_table(database, SHAPE.name, out) == 2
    assert put(out.getvalue()) == 2
    with pytest.raises(TableRefused, match="there is no table"):
        export_table(database, "no/table", out)


def test_no_spreadsheet_runs_what_is_written_out(database: Database, put: Import) -> None:
    put(HEADER + "1,1975-09-30,=HYPERLINK(1),@SUM\n")
    out = io.StringIO()
    export_table(database, SHAPE.name, out)
    assert "'=HYPERLINK" in out.getvalue()
    assert "'@SUM" in out.getvalue()


@contextmanager
def calling(database: Database, turn: Callable[..., Entry], kept: list[int]) -> Iterator[None]:
    """Calls going on meanwhile; the turns that were kept go to `kept`."""
    over = False

    def call() -> None:
        while not over:
            DatabaseJournal(database).keep(turn(len(kept)))
            kept.append(len(kept))
            time.sleep(0.002)

    caller = Thread(target=call)
    caller.start()
    try:
        yield
    finally:
        over = True
        caller.join()


def test_two_hundred_thousand_rows_come_in_while_calls_go_on(
    database: Database, put: Import, enquiries: EditionEnquiries, turn: Callable[..., Entry]
) -> None:
    told: list[int] = []
    kept: list[int] = []
    meanwhile: set[int] = set()

    def progress(rows: int) -> None:
        told.append(rows)
        meanwhile.add(len(kept))

    lines = (f"{number:08d},1975-09-30,status {number},x\n" for number in range(200_000))
    with calling(database, turn, kept):
        assert put(HEADER + "".join(lines), progress=progress) == 200_000
    assert told[-1] == 200_000
    assert told == sorted(set(told))
    assert len(meanwhile) > 5, "turns are kept between the parts of a table that comes in"
    for number in range(123_456, 123_556):
        rows = enquiries.look_up(SHAPE.name, Sought({"number": f"{number:08d}"}), 5)
        assert isinstance(rows, Rows)
        assert rows.rows[0]["status.en"] == f"status {number}"
    (imported,) = list_tables(database)
    with database.reading() as connection:
        indexes = inspect(connection).get_indexes(imported.physical)
    assert ["number"] in [index["column_names"] for index in indexes], "what is matched is found by its index"
