"""The records of a CSV file, each with the line it begins on, one in memory at a time."""

import csv
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ivr.authoring.sentences import NOTHING, Sentence, said

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SAVE_ANEW = said("Save it as CSV UTF-8.")


class Record(NamedTuple):
    """One record: the line it begins on, as it is written (several lines where a cell has some), and its cells."""

    line: int
    written: str
    cells: list[str]

    def place_of(self, cell: int) -> tuple[int, int]:
        """The line and the column (in characters, from 1) where a cell begins."""
        line, column, quoted = self.line, 1, False
        for letter in self.written:
            if cell == 0:
                break
            quoted ^= letter == '"'
            cell -= letter == "," and not quoted
            line, column = (line + 1, 1) if letter == "\n" else (line, column + 1)
        return line, column


class NotCsv(Exception):
    """The file cannot be read beyond this line."""

    def __init__(self, line: int, why: Sentence, hint: Sentence = NOTHING) -> None:
        super().__init__(why)
        self.line, self.why, self.hint = line, why, hint


def records(file: BinaryIO) -> Iterator[Record]:
    """The records of a file, without its empty lines. Raises NotCsv."""
    lines: list[str] = []
    reader = csv.reader(_lines(file, lines), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield Record(line, lines[0] if len(lines) == 1 else "".join(lines), cells)
            line = reader.line_num + 1
            lines.clear()
    except csv.Error as error:
        raise NotCsv(line, said("this is not CSV: {why}.", why=error)) from None


def header_of(first_line: bytes) -> list[str]:
    """The names in the first line of a file, whatever it may be."""
    text = first_line.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "replace")
    return [column.strip() for column in next(csv.reader([text]), [])]


def _lines(file: BinaryIO, kept: list[str]) -> Iterator[str]:
    """The lines as text, those of the record being read in `kept` too."""
    for number, line in enumerate(file, 1):
        try:
            text = (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).decode("utf-8")
        except UnicodeDecodeError:
            raise NotCsv(number, said("this line is not UTF-8."), SAVE_ANEW) from None
        if "\0" in text:
            raise NotCsv(number, said("this line has a NUL character."), SAVE_ANEW)
        kept.append(text)
        yield text
