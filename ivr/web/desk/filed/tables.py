"""The tables that callers fill, as the desk shows them: their columns, and which of these are not for every eye."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ivr.engine.edition import Edition, TableShape
from ivr.engine.filing import OF_EVERY_ROW
from ivr.engine.private_words import BLANK
from ivr.logs import mask_number
from ivr.storage.filed.listing import FiledRow
from ivr.storage.filed.work import FiledWork
from ivr.storage.people.accounts import Role
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.place_names import PlaceWords
from ivr.web.desk.frame.showing import department_title, field_label
from ivr.words import Format, named

TYPES: Mapping[str, str] = {"date": "date", "moment": "datetime-local", "phone": "tel"}
"""Fields of forms by the format of what they hold; texts otherwise."""


@dataclass(frozen=True)
class FilledTable:
    """A table by its full `name`; without a shape when no menu has it any more.

    What callers are asked in private is filed under `private` columns, their telephone numbers under `numbers`.
    `fields` are what is filed, by column.
    """

    name: str
    shape: TableShape | None = None
    private: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def department(self) -> str:
        """Whose it is."""
        return self.name.partition("/")[0]

    @property
    def title(self) -> str:
        """What the reader calls it, with its department."""
        return f"{department_title(self.department)} · {PlaceWords(desk.edition).table(self.name)}"

    def called(self, column: str) -> str:
        """What the reader calls a column: as the field that is filed there, or by its name in words."""
        return field_label(self.fields.get(column, column), self.department)

    @property
    def formats(self) -> Mapping[str, Format]:
        """Its own columns; none when no menu has it."""
        columns = self.shape.columns if self.shape else {}
        return {name: said_as for name, said_as in columns.items() if name not in OF_EVERY_ROW}

    @property
    def open_columns(self) -> Mapping[str, Format]:
        """The columns whose values may stand in an address: they are neither private nor telephone numbers."""
        return {
            name: said_as
            for name, said_as in self.formats.items()
            if name not in self.private | self.numbers and named(said_as) != "phone"
        }

    @property
    def number_columns(self) -> frozenset[str]:
        """The columns that hold telephone numbers."""
        return self.numbers | {name for name, said_as in self.formats.items() if named(said_as) == "phone"}

    def columns_with(self, others: Iterable[str]) -> tuple[str, ...]:
        """Its columns, and others that rows have, filed when the menu had these."""
        return tuple(dict.fromkeys([*self.formats, *others]))

    def hides(self, row: FiledRow, column: str) -> bool:
        """Whether a cell is not for every eye."""
        return bool(row.cells.get(column)) and (column in row.private | self.private or self._is_number(row, column))

    def told(self, row: FiledRow, column: str, *, whole: bool = False) -> str:
        """A cell as pages and files show it: what is private as asterisks, of a telephone number only a part."""
        text = row.cells.get(column, "")
        if whole or not self.hides(row, column):
            return _with_space(text)
        return BLANK if column in row.private | self.private else mask_number(text)

    def _is_number(self, row: FiledRow, column: str) -> bool:
        return column in self.numbers or is_number(row.cells.get(column, ""))

    def sought_by(self, column: str) -> str:
        """What kind of field a form has to look for a value of a column."""
        return "date" if named(self.formats[column]) in ("date", "moment") else "text"

    def type_of(self, column: str) -> str:
        """What kind of field a form has for a column."""
        return TYPES.get(named(self.formats[column]), "text")


def tables_of(role: Role) -> dict[str, FilledTable]:
    """The tables that callers fill, or did, in the departments in which the person holds a role, by full name."""
    edition = desk.edition
    filled = {name for name, shape in edition.tables.items() if shape.filed} | FiledWork(desk.filed).tables()
    mine = sorted(name for name in filled if person().may(role, name.partition("/")[0]))
    return {name: table_named(edition, name) for name in mine}


def table_named(edition: Edition, name: str) -> FilledTable:
    """The table of a row."""
    shape = edition.tables.get(name)
    if shape is None or not shape.filed:
        return FilledTable(name)
    department = name.partition("/")[0]
    nodes = edition.nodes_of(department).values()
    filings = [node.files.values for node in nodes if node.files and node.files.table == name]
    given = {(column, field) for values in filings for column, field in values.items()}
    private = {column for column, field in given if edition.is_private(f"{department}/{field}")}
    numbers = {column for column, field in given if field == "caller"}
    return FilledTable(name, shape, shape.private | private, frozenset(numbers), dict(sorted(given)))


def is_number(text: str) -> bool:
    """Whether a cell is a telephone number."""
    return text.startswith("+")


def _with_space(text: str) -> str:
    """A moment as people read it; everything else as it stands."""
    return text.replace("T", " ") if len(text) == len("2026-11-23T09:30") and text[4:11:3] == "--T" else text
