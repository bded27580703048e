"""The records of a CSV file, each with the line it begins on, one in memory at a time."""

import csv
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

from ivr.authoring.tables.spreadsheets import NotCsv, sheet_in
from ivr.translation import Sentence, as_it_stands, said

NOT_CLOSED = said("the quotation mark that opens here is never closed.")
ENDS_EARLY = said("a quotation mark ends this cell, and more stands behind it; inside quotes one is written twice.")
FAULTS = (
    ("unexpected end of data", NOT_CLOSED),
    ("field larger than field limit", NOT_CLOSED),
    ("expected after", ENDS_EARLY),
)


class CsvRecord(NamedTuple):
    """One record: the line it begins on, as it is written (several lines where a cell has some), and its cells."""

    line: int
    written: str
    cells: list[str]
    separator: str = ","

    def place_of(self, cell: int) -> tuple[int, int]:
        """The line and the column (in characters, from 1) where a cell begins."""
        line, column, quoted = self.line, 1, False
        for letter in self.written:
            if cell == 0:
                break
            quoted ^= letter == '"'
            cell -= letter == self.separator and not quoted
            line, column = (line + 1, 1) if letter == "\n" else (line, column + 1)
        return line, column


def records(file: BinaryIO, declares: Callable[[str], bool]) -> Iterator[CsvRecord]:
    """The records of a file, without those that have nothing in any cell. Raises NotCsv.

    `declares` tells whether the table has a column, by which the separator is known.
    """
    sheet = sheet_in(file, declares)
    lines: list[str] = []
    reader = csv.reader(_kept(sheet.lines, lines), delimiter=sheet.separator, strict=True)
    line = sheet.skipped + 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield CsvRecord(line, lines[0] if len(lines) == 1 else "".join(lines), cells, sheet.separator)
            line = sheet.skipped + reader.line_num + 1
            lines.clear()
    except csv.Error as error:
        raise NotCsv(line, _why(str(error))) from None


def header_of(beginning: bytes, declares: Callable[[str], bool]) -> list[str]:
    """The names in the first record of a file that begins so. Raises NotCsv."""
    first = next(records(BytesIO(beginning), declares), None)
    return [column.strip() for column in first.cells] if first else []


def _why(fault: str) -> Sentence:
    plain = (why for begins, why in FAULTS if begins in fault)
    return next(plain, said("this is not CSV: {why}.", why=as_it_stands(fault)))


def _kept(lines: Iterator[str], kept: list[str]) -> Iterator[str]:
    """The lines, those of the record being read in `kept` too."""
    for line in lines:
        kept.append(line)
        yield line
