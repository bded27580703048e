"""Files of tables: nothing in them runs, Chinese is Chinese, and times are Hong Kong's."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from flask import Flask

from ivr.storage.cases.due import HONG_KONG
from ivr.web.desk.frame import exporting
from ivr.web.desk.frame.exporting import csv_pieces, download, write_xlsx

HOSTILE = [
    '=HYPERLINK("http://x.example","click")',
    "+852 9123 ••••",
    "@SUM(1+1)",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    'quotes "and" lines\nof text, with commas',
    "http://x.example/",
]
MOMENT = datetime(2026, 11, 23, 2, 4, 5, tzinfo=UTC)


def _csv(rows):
    return list(
        csv.reader(io.StringIO("".join(csv_pieces(["標題"], rows, HONG_KONG)).removeprefix("\ufeff"), newline=""))
    )


def _sheet(rows):
    file = io.BytesIO()
    write_xlsx(file, [("calls", ["標題"], rows)], HONG_KONG)
    return openpyxl.load_workbook(io.BytesIO(file.getvalue())).active


@pytest.mark.parametrize("text", HOSTILE)
def test_no_spreadsheet_takes_a_cell_of_csv_for_a_formula(text):
    (_, (cell,)) = _csv([[text]])
    assert cell[0] not in "=+-@\t\r"
    assert text.strip("\t\r") in cell.replace("\\|", "|")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_a_workbook_is_text_and_nothing_else(text):
    cell = _sheet([[text]])["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_times_are_hong_kongs_and_numbers_are_numbers():
    assert _csv([[MOMENT, 5, None]])[1] == ["2026-11-23 10:04:05", "5", ""]
    row = [cell.value for cell in _sheet([[MOMENT, 5, None]])[2]]
    assert (row[0].isoformat(), row[1]) == ("2026-11-23T10:04:05", 5)


def test_days_are_days_columns_are_as_wide_as_their_cells_and_can_be_filtered():
    sheet = _sheet([[date(2026, 11, 23)], ["一二三四五六七八九十"]])
    assert sheet["A2"].value.date() == date(2026, 11, 23)
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions["A"].width >= 22
    assert sheet.auto_filter.ref == "A1:A3"
    assert _csv([[date(2026, 11, 23)]])[1] == ["2026-11-23"]


def test_csv_comes_in_pieces_and_is_whole(monkeypatch):
    monkeypatch.setattr(exporting, "BUNCH", 2)
    pieces = list(csv_pieces(["n"], ([number] for number in range(5)), HONG_KONG))
    assert len(pieces) == 3
    assert _csv([number] for number in range(5))[1:] == [["0"], ["1"], ["2"], ["3"], ["4"]]


def test_the_headings_of_a_file_are_chinese_with_a_mark_that_says_so():
    app = Flask("files")
    with app.test_request_context():
        answer = download("csv", "calls", ["標題"], [], HONG_KONG)
    assert answer.data == b"\xef\xbb\xbf" + "標題\r\n".encode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="calls.csv"'
