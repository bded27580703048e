"""What a spreadsheet ruins without a word: seen while rows are read, told once a column at the first such cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ivr.authoring.problems import Problem
from ivr.authoring.tables.keyed import KeyedDigits
from ivr.authoring.tables.records import CsvRecord
from ivr.authoring.yaml.invisible import find_invisible, name_of_sign
from ivr.engine.edition import TableShape
from ivr.engine.entry import KeyedEntry, Refused
from ivr.engine.grammar import Bounds
from ivr.translation import NOTHING, Sentence, said
from ivr.words import named

SPOILT, INVISIBLE = "spoilt-table", "invisible-sign"
ZEROS = said("A spreadsheet takes zeros away at the beginning: format the column as text, then fill it in anew.")
ZEROS_GONE = said(
    '{column}: "{given}" has {digits} digits; callers key {keyed} and never find it (such cells: {number}).'
)
CHECK_DIGIT = said(
    '{column}: "{given}" has a wrong check digit; callers who key it never find it (such cells: {number}).'
)
RIGHT_DIGIT = said("With the check digit that callers' numbers are tested by it is {right}.")
EMPTY = said("{column}: empty beside words in another language; its callers would hear nothing (such cells: {number}).")
FORMULA = said('{column}: "{given}" is a formula gone wrong, and callers would hear it (such cells: {number}).')
UNSEEN = said("{column}: there is an invisible character in this cell, {sign} (such cells: {number}).")
_GONE_WRONG = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)")

A_DAY = date(2026, 1, 1)  # digits are the same on any
ANYWHERE = ""  # and in every country
Cells = Sequence[str]


class Doubt:
    """Cells in which `sees` finds something doubtful, and what is `told` of the first of them and of their number."""

    rule = SPOILT

    def __init__(self, column: str, place: int) -> None:
        self.column, self.place = column, place
        self._first: CsvRecord | None = None
        self._number = 0

    def see(self, record: CsvRecord) -> None:
        """Look at the column's cell in one more record."""
        if self.sees(record.cells):
            self._number += 1
            self._first = self._first or record

    def doubts(self, file: str) -> Iterator[Problem]:
        """One warning where there was such a cell."""
        if self._first is None:
            return
        cell = self._first.cells[self.place]
        line, column = self._first.place_of(self.place)
        message, hint = self.told(cell.strip(), self._number), self.hint(cell)
        yield Problem(file, line, column, column + max(len(cell), 1), self.rule, message, hint, "warning")

    def sees(self, cells: Cells) -> bool:
        """Whether the column's cell is doubtful in a row."""
        raise NotImplementedError

    def told(self, cell: str, number: int) -> Sentence:
        """What is said of the first such cell, there being so many."""
        raise NotImplementedError

    def hint(self, cell: str) -> Sentence:
        """What to do about it."""
        return NOTHING


class FormulaGoneWrong(Doubt):
    """A cell such as #N/A or ####."""

    def sees(self, cells: Cells) -> bool:
        """A spreadsheet's own word for a fault."""
        return cells[self.place].startswith("#") and bool(_GONE_WRONG.fullmatch(cells[self.place].strip()))

    def told(self, cell: str, number: int) -> Sentence:
        """The word."""
        return said(FORMULA, column=self.column, given=cell, number=number)


class InvisibleSign(Doubt):
    """A cell with a sign that nobody sees."""

    rule = INVISIBLE

    def sees(self, cells: Cells) -> bool:
        """Such a sign."""
        return bool(find_invisible(cells[self.place]))

    def told(self, cell: str, number: int) -> Sentence:
        """Which sign it is."""
        sign = name_of_sign(find_invisible(cell) or "\u00a0")  # what was stripped is a space of another kind
        return said(UNSEEN, column=self.column, sign=sign, number=number)


class ZerosGone(Doubt):
    """A cell with fewer or more digits than callers key for it."""

    def __init__(self, column: str, place: int, keyed: Bounds) -> None:
        super().__init__(column, place)
        self._keyed = keyed

    def sees(self, cells: Cells) -> bool:
        """Digits in a number that cannot be keyed."""
        digits = _digits(cells[self.place])
        return bool(digits) and not self._keyed.least <= digits <= self._keyed.most

    def told(self, cell: str, number: int) -> Sentence:
        """How many there are, and how many callers key."""
        least, most = self._keyed
        keyed = str(least) if least == most else f"{least}-{most}"
        values = {"given": cell, "digits": _digits(cell), "keyed": keyed}
        return said(ZEROS_GONE, column=self.column, number=number, **values)

    def hint(self, cell: str) -> Sentence:
        """What took the zeros away, where some may be missing."""
        return ZEROS if _digits(cell) < self._keyed.least else NOTHING


class WrongCheckDigit(Doubt):
    """A cell whose digits no question takes for it, because of their check digit."""

    def __init__(self, column: str, place: int, entries: Sequence[KeyedEntry]) -> None:
        super().__init__(column, place)
        self._entries = entries

    def sees(self, cells: Cells) -> bool:
        """Digits that every question refuses for that reason."""
        keys = _keys(cells[self.place])
        return bool(keys) and all(_fails(entry, keys) for entry in self._entries)

    def told(self, cell: str, number: int) -> Sentence:
        """That nobody finds it."""
        return said(CHECK_DIGIT, column=self.column, given=cell, number=number)

    def hint(self, cell: str) -> Sentence:
        """The digits that a question takes, which differ in the last one."""
        keys = _keys(cell)
        right = (f"{keys[:-1]}{last}" for last in "0123456789")
        return said(
            RIGHT_DIGIT, right=next(each for each in right if not all(_fails(one, each) for one in self._entries))
        )


class EmptyLanguage(Doubt):
    """An empty cell where another language of the same column has words; `others` are the places of all of them."""

    def __init__(self, column: str, place: int, others: Sequence[int]) -> None:
        super().__init__(column, place)
        self._others = others

    def sees(self, cells: Cells) -> bool:
        """Words elsewhere and none here."""
        return not cells[self.place].strip() and any(cells[other].strip() for other in self._others)

    def told(self, cell: str, number: int) -> Sentence:
        """That it is empty."""
        return said(EMPTY, column=self.column, number=number)


def doubts_in(shape: TableShape, columns: Mapping[str, int], keyed: Mapping[str, KeyedDigits]) -> Iterator[Doubt]:
    """What is looked for in `columns`, given with their places; `keyed` is how callers key the digits of some."""
    for column, place in columns.items():
        group, dot, _ = column.partition(".")
        if named(shape.columns[group]) == "text":
            yield from (FormulaGoneWrong(column, place), InvisibleSign(column, place))
        if column in keyed:
            yield ZerosGone(column, place, keyed[column].digits)
            if any(map(tests_a_digit, keyed[column].entries)):
                yield WrongCheckDigit(column, place, keyed[column].entries)
        if dot:
            yield EmptyLanguage(column, place, [at for name, at in columns.items() if name.startswith(f"{group}.")])


def tests_a_digit(entry: KeyedEntry) -> bool:
    """Whether digits are refused for their check digit alone."""
    return any(_fails(entry, f"{sample[:-1]}{last}") for sample in entry.samples(A_DAY, ANYWHERE) for last in "01")


def _fails(entry: KeyedEntry, keys: str) -> bool:
    read = entry.read(keys, A_DAY, ANYWHERE)
    return isinstance(read, Refused) and read.why == "entry_wrong_check"


def _keys(cell: str) -> str:
    """What callers key of a cell, empty for what is no row of digits."""
    return re.sub("[ -]", "", cell) if _digits(cell) else ""


def _digits(cell: str) -> int:
    """How many digits a number has, 0 for what is no row of digits: that is a mistake of its own."""
    if cell.isdecimal() and cell.isascii():  # as nearly all are
        return len(cell)
    return sum(map(str.isdecimal, cell)) if re.fullmatch(r"[0-9 -]+", cell.strip()) else 0
