"""Dates in a column of which nobody can tell whether the day or the month comes first."""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.tables.records import CsvRecord
from ivr.translation import said
from ivr.words import date_order, read_date

RULE = "doubtful-date"


class DateColumn:
    """A column of dates or moments while its rows are read; `cell` is its place among the cells.

    03/04/2026 is read as the third of April. One date such as 25/04/2026 shows that the column is written so; a column
    without one may have been meant the other way round.
    """

    def __init__(self, name: str, cell: int) -> None:
        self.name = name
        self.cell = cell
        self._doubtful = 0
        self._first: CsvRecord | None = None
        self._shown = False

    def see(self, record: CsvRecord) -> None:
        """Look at the column's cell in one more record."""
        order = date_order(record.cells[self.cell])
        if order == "either":
            self._doubtful += 1
            self._first = self._first or record
        self._shown = self._shown or order == "day first"

    def doubts(self, file: str) -> Iterator[Problem]:
        """One warning where no date of the column shows the order."""
        if self._shown or self._first is None:
            return
        date = self._first.cells[self.cell].strip()
        message = said(
            '{column}: "{given}" is read day first, as {read}, and no date of this column shows which number is the '
            "month (dates that could be either: {number}).",
            column=self.name,
            given=date,
            read=read_date(date.replace("T", " ").split(" ")[0]),
            number=self._doubtful,
        )
        line, column = self._first.place_of(self.cell)
        hint = said("Write dates as year-month-day, such as 2026-04-03.")
        yield Problem(file, line, column, column + len(date), RULE, message, hint, "warning")
