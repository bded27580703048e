"""Reading a table's CSV file: every cell checked, every mistake with its line."""

import csv
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ivr.engine.edition import TableShape
from ivr.errors import TableRefused
from ivr.storage.tables import COLUMN_NAME, TABLE_NAME
from ivr.words import Format, canonical

MOST_MISTAKES = 50
LONGEST_CELL = 4000  # characters; more is no prompt but a file gone wrong


class TableFile:
    """A CSV file to be read as a table of this shape. `mistakes` fills while `rows` are read.

    `languages` are those that each column in languages must have; none given, one is enough.
    """

    def __init__(self, path: Path, shape: TableShape, languages: Collection[str] = ()) -> None:
        self.path = path
        self.shape = shape
        self.languages = languages
        self.mistakes: list[str] = []
        self.columns: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows, each cell in its canonical form. Raises TableRefused with every mistake found, at the end."""
        if not TABLE_NAME.fullmatch(self.shape.name):
            raise TableRefused(f"{self.shape.name} cannot be a table's name; use letters, digits, - and _")
        try:
            with self.path.open("rb") as file:
                yield from self._checked(csv.reader(self._lines(file), strict=True))
        except OSError as error:
            raise TableRefused(f"{self.path}: {error.strerror}") from error
        self._refuse_mistakes()

    def _lines(self, file: Iterator[bytes]) -> Iterator[str]:
        for number, line in enumerate(file, 1):
            raw = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                self._mistake(number, "not UTF-8; save it as CSV UTF-8")
                self._refuse_mistakes()
            if "\0" in text:
                self._mistake(number, "a NUL character; save it as CSV UTF-8, not as a spreadsheet")
                self._refuse_mistakes()
            yield text

    def _checked(self, reader: Any) -> Iterator[tuple[str, ...]]:
        try:
            self.columns = self._header(next(reader, []))
            formats = [self._format_of(column) for column in self.columns]
            for cells in reader:
                row = self._row(cells, formats, reader.line_num) if cells else None
                if row and not self.mistakes:
                    yield row
        except csv.Error as error:
            self._mistake(reader.line_num, f"not CSV: {error}")
        self._refuse_mistakes()

    def _header(self, cells: list[str]) -> tuple[str, ...]:
        columns = tuple(cell.strip() for cell in cells)
        if not any(columns):
            self._mistake(1, "the first line must name the columns")
        for column in sorted({column for column in columns if columns.count(column) > 1}):
            self._mistake(1, f"column {column} is there twice")
        for column in columns:
            self._check_column(column)
        for missing in self._missing(columns):
            self._mistake(1, f"column {missing} is missing")
        self._refuse_mistakes()
        return columns

    def _check_column(self, column: str) -> None:
        name, dot, _ = column.partition(".")
        known = name in self.shape.columns and bool(dot) == (name in self.shape.in_languages)
        if known and COLUMN_NAME.fullmatch(column):
            return
        hint = get_close_matches(name, self.shape.columns, 1)
        like = f"; did you mean {hint[0]}?" if hint and hint[0] != name else ""
        if name in self.shape.columns:
            like = f"; write {name}.en and so on" if name in self.shape.in_languages else f"; write {name}"
        self._mistake(1, f'no column "{column[:60]}" is declared for {self.shape.name}{like}')

    def _missing(self, columns: tuple[str, ...]) -> Iterator[str]:
        for name in self.shape.columns:
            if name not in self.shape.in_languages:
                wanted = [name]
            elif self.languages:
                wanted = [f"{name}.{language}" for language in self.languages]
            else:
                wanted = [] if any(column.startswith(f"{name}.") for column in columns) else [f"{name}.en"]
            yield from (column for column in wanted if column not in columns)

    def _format_of(self, column: str) -> Format:
        return self.shape.columns[column.partition(".")[0]]

    def _row(self, cells: list[str], formats: list[Format], line: int) -> tuple[str, ...] | None:
        if len(cells) != len(self.columns):
            self._mistake(line, f"{len(cells)} cells where there are {len(self.columns)} columns")
            return None
        if max(map(len, cells)) <= LONGEST_CELL:
            with suppress(ValueError):
                return tuple(map(canonical, cells, formats))
        self._look_closely(cells, formats, line)
        return None

    def _look_closely(self, cells: list[str], formats: list[Format], line: int) -> None:
        """Say what is wrong with each cell of a row that has something wrong with it."""
        for column, cell, kept_as in zip(self.columns, cells, formats, strict=True):
            if len(cell) > LONGEST_CELL:
                self._mistake(line, f"{column}: {len(cell)} characters; at most {LONGEST_CELL}")
                continue
            try:
                canonical(cell, kept_as)
            except ValueError as error:
                self._mistake(line, f"{column}: {_one_line(error)}")

    def _mistake(self, line: int, message: str) -> None:
        self.mistakes.append(f"{self.path}:{line}: {message}")
        if len(self.mistakes) >= MOST_MISTAKES:
            self.mistakes.append(f"{self.path}: and perhaps more; these are the first {MOST_MISTAKES}")
            self._refuse_mistakes()

    def _refuse_mistakes(self) -> None:
        if self.mistakes:
            raise TableRefused("\n".join(self.mistakes))


def _one_line(error: ValueError) -> str:
    return re.sub(r"\s+", " ", str(error))
