"""What a spreadsheet program really saved: its characters, its line ends, its separator; or what it is instead of CSV.

Read are UTF-8, and UTF-16 and UTF-32 as Excel's "Unicode Text" has it, with the line ends of any system. A file in
another character set is never guessed at, as wrong names would be spoken: only what it looks like is told.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import BinaryIO, NamedTuple

from ivr.translation import NOTHING, Sentence, said

LOOKED_AT = 64_000  # bytes at the beginning of a file
LONGEST_LINE = 1_000_000  # characters
SEPARATORS = (",", ";", "\t", "|")
SAVE_ANEW = said("Open it in the spreadsheet program and save it as CSV UTF-8.")
MARKS = (  # UTF-32 first: its mark begins like the one of UTF-16
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
BINARY = (
    (rb"PK\x03\x04.*xl/", said("this is an Excel workbook (.xlsx), not CSV.")),
    (rb"PK\x03\x04.*opendocument\.spreadsheet", said("this is an OpenDocument spreadsheet (.ods), not CSV.")),
    (rb"PK\x03\x04.*Index/", said("this is a Numbers spreadsheet, not CSV.")),
    (rb"PK\x03\x04", said("this is a compressed file, perhaps an Excel workbook (.xlsx), and not CSV.")),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", said("this is an Excel workbook (.xls, or one with a password), not CSV.")),
    (rb"%PDF-", said("this is a PDF document, not CSV.")),
    (rb"\{\\rtf", said("this is a text document (RTF), not CSV.")),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!", said("this is a compressed file, not CSV.")),
)
MARKUP = (
    (r"<!doctype html|<html|<head|<meta|<table", said("this is a web page, not CSV.")),
    (r"<\?xml", said("this is an XML file, not CSV.")),
)
_NO_TEXT = re.compile("[\0\udc80-\udcff]")  # NUL, and bytes that are not UTF-8
NOT_UTF_8 = said("this line is not UTF-8.")
BIG5 = said("this line is not UTF-8; it looks like Big5, as Excel in Hong Kong saves CSV.")
GBK = said("this line is not UTF-8; it looks like GBK, as Excel on the Mainland saves CSV.")


class NotCsv(Exception):
    """The file cannot be read from this line on."""

    def __init__(self, line: int, why: Sentence, hint: Sentence = NOTHING) -> None:
        super().__init__(why)
        self.line, self.why, self.hint = line, why, hint


class Sheet(NamedTuple):
    """The lines of a file, each ended alike, what separates its cells, and how many lines were passed over."""

    lines: Iterator[str]
    separator: str
    skipped: int


def sheet_in(file: BinaryIO, declares: Callable[[str], bool]) -> Sheet:
    """The file as text; of all separators the one with which its first line names most declared columns.

    `lines` begin behind a line such as `sep=;`. Raises NotCsv, as reading the lines does.
    """
    beginning = file.read(LOOKED_AT)
    file.seek(0)
    charset = _charset(beginning)
    _refuse_others(beginning, charset)
    lines = _lines(io.TextIOWrapper(file, charset, "surrogateescape" if charset.startswith("utf-8") else "strict"))
    for skipped, line in enumerate(lines):
        named = re.fullmatch(r'(?i)"?sep=(.)"?\s*', line)
        if named:
            return Sheet(lines, named[1], skipped + 1)
        if line.strip():
            return Sheet(chain((line,), lines), _separator(line, declares), skipped)
    return Sheet(lines, ",", 0)


def _charset(beginning: bytes) -> str:
    for mark, charset in MARKS:
        if beginning.startswith(mark):
            return charset
    zeros = "".join("x" if byte else "0" for byte in beginning[:4])
    return {"x0x0": "utf-16-le", "0x0x": "utf-16-be"}.get(zeros, "utf-8")


def _refuse_others(beginning: bytes, charset: str) -> None:
    """Raises NotCsv for what another program wrote."""
    for pattern, why in BINARY:
        if re.match(pattern, beginning, re.DOTALL):
            raise NotCsv(1, why, SAVE_ANEW)
    text = beginning.decode(charset, "replace").lstrip("\ufeff \t\r\n")
    for markup, why in MARKUP:
        if re.match(markup, text, re.IGNORECASE):
            raise NotCsv(1, why, SAVE_ANEW)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 1
    with text:
        while line := _line(text, number):
            yield line
            number += 1


def _line(text: io.TextIOWrapper, number: int) -> str:
    try:
        line = text.readline(LONGEST_LINE)
    except UnicodeError:
        why = said("from this line on the file is damaged: it is not {charset}.", charset=text.encoding.upper())
        raise NotCsv(number, why, SAVE_ANEW) from None
    if len(line) == LONGEST_LINE:
        raise NotCsv(number, said("this line has more than {most} characters.", most=f"{LONGEST_LINE:,}"), SAVE_ANEW)
    if _NO_TEXT.search(line) is None:
        return line
    if "\0" in line:
        raise NotCsv(number, said("this line has a NUL character."), SAVE_ANEW)
    raise NotCsv(number, _looks_like(line.encode("utf-8", "surrogateescape")), SAVE_ANEW)


def _looks_like(line: bytes) -> Sentence:
    """Which character set a line that is not UTF-8 is probably written in."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", line)
    if _above_ascii(b"".join(pairs)) != _above_ascii(line):
        return NOT_UTF_8
    common_in_big5 = sum(0xA1 <= pair[0] <= 0xC6 and (pair[1] < 0x7F or pair[1] > 0xA0) for pair in pairs)
    common_in_gbk = sum((0xB0 <= pair[0] <= 0xD7 or pair[0] in (0xA1, 0xA3)) and pair[1] > 0xA0 for pair in pairs)
    if max(common_in_big5, common_in_gbk) * 2 < len(pairs):
        return NOT_UTF_8
    return BIG5 if common_in_big5 > common_in_gbk else GBK


def _above_ascii(written: bytes) -> int:
    return sum(byte >= 0x80 for byte in written)


def _separator(first: str, declares: Callable[[str], bool]) -> str:
    def columns(separator: str) -> tuple[int, int]:
        with suppress(csv.Error):
            cells = next(csv.reader([first], delimiter=separator), [])
            return sum(declares(cell.strip()) for cell in cells), len(cells)
        return 0, 0

    return max(SEPARATORS, key=columns)
