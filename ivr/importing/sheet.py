"""Rows of a sheet, as CSV or as XLSX; nothing is run, nothing is large."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ivr.errors import ImportRefused
from ivr.importing.spoken import plain

LARGEST = 5_000_000  # bytes
LARGEST_UNPACKED = 50_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 100
NOT_READ = "this is not a workbook that can be read; save it as CSV UTF-8"
LONGEST_CELL = 4_000  # characters; more is no prompt but a file gone wrong


class Row(NamedTuple):
    """The cells of one row and its number, as the spreadsheet counts."""

    number: int
    cells: tuple[str, ...]


def read_sheet(file: str, content: bytes) -> tuple[Row, ...]:
    """Every row that has something in it. Raises ImportRefused for what is no sheet, and for one that is too large."""
    if len(content) > LARGEST:
        raise ImportRefused(f"{file}: this file is larger than 5 MB")
    cells = _xlsx(file, content) if content.startswith(b"PK") else _csv(file, content)
    found: list[Row] = []
    for number, row in enumerate(cells, start=1):
        if number > MOST_ROWS:
            raise ImportRefused(f"{file}: this sheet has more than {MOST_ROWS:,} rows")
        kept = tuple(plain(cell) for cell in row[:MOST_COLUMNS])
        if max(map(len, kept), default=0) > LONGEST_CELL:
            raise ImportRefused(f"{file}: row {number} has a cell of more than {LONGEST_CELL:,} characters")
        if any(kept):
            found.append(Row(number, kept))
    return tuple(found)


def _csv(file: str, content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportRefused(f"{file}:{line}: this is not UTF-8; save it as CSV UTF-8, or as XLSX") from error
    first = text.partition("\n")[0]
    mark = max((",", ";", "\t"), key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    except csv.Error as error:
        raise ImportRefused(f"{file}: this is not CSV: {error}") from error


def open_workbook(file: str, content: bytes) -> Any:
    """A workbook of which values are read, and nothing is run. Raises ImportRefused for one that cannot be read."""
    import openpyxl  # 10 MB that only a workbook needs

    try:
        _refuse_traps(file, content)
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except ImportRefused:
        raise
    except Exception as error:  # a broken workbook raises whatever its parts raise
        raise ImportRefused(f"{file}: {NOT_READ}") from error


def _xlsx(file: str, content: bytes) -> Iterator[list[str]]:
    sheet = open_workbook(file, content).active
    if sheet is None:
        raise ImportRefused(f"{file}: this workbook has no sheet")
    try:
        yield from (list(_texts(row)) for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
    except Exception as error:  # so do its sheets
        raise ImportRefused(f"{file}: {NOT_READ}") from error


def _refuse_traps(file: str, content: bytes) -> None:
    """A workbook is a ZIP of XML: refuse one that unpacks to a flood, and document types."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
            raise ImportRefused(f"{file}: this workbook is larger than 50 MB when it is unpacked")
        for part in parts.infolist():
            if part.filename.endswith((".xml", ".rels")) and re.search(rb"<!(?:DOCTYPE|ENTITY)", parts.read(part)):
                raise ImportRefused(f"{file}: this workbook has a document type in it, which no spreadsheet writes")


def _texts(row: Iterable[object]) -> Iterator[str]:
    for cell in row:
        whole = isinstance(cell, float) and cell.is_integer()
        yield "" if cell is None else str(int(cell) if whole and isinstance(cell, float) else cell)
