"""Tables as files: CSV that every spreadsheet opens in Chinese and runs nothing of, and XLSX.

A cell is a text, a number, a day, a moment (by the clocks of the site) or None.
"""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from textwrap import shorten
from typing import IO, Any
from unicodedata import category
from zoneinfo import ZoneInfo

from defusedcsv import csv
from flask import Response, abort
from flask_babel import gettext

from ivr.web.progress import with_progress

Cell = str | int | float | date | datetime | None
Row = Sequence[Cell]
Sheet = tuple[str, Sequence[str], Iterable[Row]]
"""A table of a workbook: its title, its headings, its rows."""
WIDTHS = (8, 60)  # of a column, in letters: at least, at most
MEASURED = 1000  # rows that are looked at for it
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
IN_MEMORY = 1_000_000  # bytes of an XLSX file that are not put on the disk
PIECE = 64 * 1024
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BUNCH = 200  # rows sent at once
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")  # kinds of letter that show nothing
WIDE = tuple("＝＋－＠")  # a spreadsheet made for Chinese may take them for = + - @
NOT_IN_SHEET_NAMES = "[]:*?/\\'"
LONGEST_SHEET_NAME = 31
Forms = Mapping[type, Any]
NUMBER_FORMS: Mapping[type, str] = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", int: "#,##0", float: "#,##0.0"}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def download(form: str, name: str, headings: Sequence[str], rows: Iterable[Row], zone: ZoneInfo) -> Response:
    """The rows as a file `name`.`form`; 404 for a form other than csv and xlsx. Write the audit first.

    CSV is sent while it is read: should the database go away meanwhile, the download breaks off rather than end short.
    """
    if form not in FORMS:
        abort(404)
    response = FORMS[form](name, headings, rows, zone)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def download_book(name: str, sheets: Iterable[Sheet], zone: ZoneInfo) -> Response:
    """Several tables as one XLSX file `name`.xlsx, a sheet each. Write the audit first."""
    response = _sent(sheets, zone)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def csv_pieces(headings: Sequence[str], rows: Iterable[Row], zone: ZoneInfo) -> Iterator[str]:
    """The text of the CSV file, a bunch of rows at a time; moments as the clocks of `zone` show them."""
    piece = io.StringIO()
    writer = csv.writer(piece)
    piece.write("\ufeff")  # without it a spreadsheet takes Chinese for something else
    writer.writerow(headings)
    for count, row in enumerate(with_progress(rows), start=1):
        writer.writerow([_plain(cell, zone) for cell in row])
        if count % BUNCH == 0:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()


def write_xlsx(file: IO[bytes], sheets: Iterable[Sheet], zone: ZoneInfo) -> None:
    """Write a workbook, moments as the clocks of `zone` show them.

    What is beyond the size of a sheet is left out, and its last row says so.
    """
    from xlsxwriter import Workbook  # 2 MB that only a download needs

    with Workbook(file, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        forms = {kind: book.add_format({"num_format": form}) for kind, form in NUMBER_FORMS.items()}
        for number, (title, headings, rows) in enumerate(sheets, start=1):
            sheet = book.add_worksheet(_sheet_name(number, title))
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
            widths = [len(heading) for heading in headings]
            last = _write_rows(sheet, _measured(_local(rows, zone), widths), bold, forms)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, min(max(width + 2, WIDTHS[0]), WIDTHS[1]))
            if last and headings:
                sheet.autofilter(0, 0, last, len(headings) - 1)


def _local(rows: Iterable[Row], zone: ZoneInfo) -> Iterator[Row]:
    for row in rows:
        yield [cell.astimezone(zone) if isinstance(cell, datetime) else cell for cell in row]


def _measured(rows: Iterable[Row], widths: list[int]) -> Iterator[Row]:
    """The same rows; `widths` become those of the widest cells among the first. A Chinese character counts twice."""
    from rich.cells import cell_len

    for number, row in enumerate(rows):
        if number < MEASURED:
            shown = (len("2026-11-23 10:00:00") if isinstance(cell, datetime) else cell_len(str(cell)) for cell in row)
            widths[:] = map(max, zip_longest(widths, shown, fillvalue=0))
        yield row


def _sheet_name(number: int, title: str) -> str:
    """What a sheet may be called: short, in whole words, no two alike."""
    whole = f"{number} " + "".join(letter for letter in title if letter not in NOT_IN_SHEET_NAMES)
    short = shorten(whole, LONGEST_SHEET_NAME, placeholder="…")
    fits = len(short) > LONGEST_SHEET_NAME // 2  # Chinese has no spaces to cut at
    return short if fits or len(whole) <= LONGEST_SHEET_NAME else whole[:LONGEST_SHEET_NAME].strip()


def _write_rows(sheet: Any, rows: Iterable[Row], bold: Any, forms: Forms) -> int:
    """Write the rows; the number of the last one."""
    number = 0
    for number, row in enumerate(with_progress(rows), start=1):
        if number > MOST_ROWS:
            sheet.write_string(number, 0, gettext("There are more; choose less, or take CSV."), bold)
            return number - 1
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, forms)
    return number


def _write(sheet: Any, row: int, column: int, cell: Cell, forms: Forms) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), forms[datetime])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, forms[date])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, forms[type(cell)])
    elif cell:
        sheet.write_string(row, column, cell)


def _plain(cell: Cell, zone: ZoneInfo) -> str | int | float:
    if isinstance(cell, datetime):
        return cell.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell and (category(cell[0]) in UNSEEN or cell.startswith(WIDE)):
        return f"'{cell}"  # a spreadsheet may skip what shows nothing and read on
    return "" if cell is None else cell


def _csv(_name: str, headings: Sequence[str], rows: Iterable[Row], zone: ZoneInfo) -> Response:
    return Response(csv_pieces(headings, rows, zone), content_type="text/csv; charset=utf-8")


def _xlsx(name: str, headings: Sequence[str], rows: Iterable[Row], zone: ZoneInfo) -> Response:
    return _sent([(name, headings, rows)], zone)


def _sent(sheets: Iterable[Sheet], zone: ZoneInfo) -> Response:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    write_xlsx(file, sheets, zone)
    file.seek(0)
    return Response(_pieces_of(file), content_type=SHEET)


def _pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


FORMS: dict[str, Callable[[str, Sequence[str], Iterable[Row], ZoneInfo], Response]] = {"csv": _csv, "xlsx": _xlsx}
