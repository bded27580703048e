"""A table's CSV file, read row by row: every cell checked, every mistake a problem with its place."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import repeat
from pathlib import Path
from types import MappingProxyType

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.tables.dates import DateColumn
from ivr.authoring.tables.doubts import SPOILT, Doubt, doubts_in
from ivr.authoring.tables.keyed import KeyedDigits
from ivr.authoring.tables.records import CsvRecord, records
from ivr.authoring.tables.spreadsheets import NotCsv
from ivr.authoring.yaml.plain_files import open_file, why_not_read
from ivr.engine.call import LONGEST_KEPT, bytes_in_call
from ivr.engine.edition import TableShape
from ivr.translation import NOTHING, Sentence, said
from ivr.words import Format, NotTaken, canonical, named

SHOWN = 10  # mistakes of one file; one gone wrong has as many as rows, so that more are only counted
LONGEST_CELL = 4000  # characters; more is no prompt but a file gone wrong
RULE, NOT_CSV = "bad-row", "not-csv"
MAY_BE_EMPTY = said("Fill it in; or write `or empty` behind the column's format, if it may be empty.")
NAMES_FIRST = said("The first line of a table's file names its columns.")
FIRST = CsvRecord(1, "", [])
SHORTEN = said("Shorten it, or do not `keep` this column. A Chinese character takes three bytes.")
NOTHING_KEYED: Mapping[str, KeyedDigits] = MappingProxyType({})


class TableFile:
    """A CSV file to be read as a table of this shape; `mistakes` and `doubts` fill while `rows` are read.

    `name` is what the file is called in problems. `languages` are those that each column in languages must have; none
    given, one is enough. `keyed` is how callers key the digits of a column that is matched, `kept` are the columns
    that calls keep of a row. Columns that the table does not declare are passed over. `read` counts the rows.
    """

    def __init__(
        self,
        path: Path,
        shape: TableShape,
        languages: Collection[str] = (),
        name: str = "",
        keyed: Mapping[str, KeyedDigits] = NOTHING_KEYED,
        kept: Collection[str] = (),
    ) -> None:
        self.path = path
        self.shape = shape
        self.languages = languages
        self.name = name or str(path)
        self.keyed = keyed
        self.kept = kept
        self.read = 0
        self.columns: tuple[str, ...] = ()
        self._places: tuple[int, ...] = ()
        self._formats: tuple[Format, ...] = ()
        self._carried: tuple[int, ...] = ()  # where in a row stands what a call keeps of it
        self._watched: Sequence[DateColumn | Doubt] = ()
        self._found: list[Problem] = []
        self._more = 0
        self._more_from = 0  # the line of the first that is only counted

    @property
    def mistakes(self) -> tuple[Problem, ...]:
        """What keeps the file from being loaded."""
        if not self._more:
            return tuple(self._found)
        message = said("and {number} more in this file.", number=self._more)
        return (*self._found, Problem(self.name, self._more_from, 1, 1, RULE, message))

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """Warnings about what can be loaded and may be meant otherwise."""
        found = tuple(doubt for each in self._watched for doubt in each.doubts(self.name))
        if self.columns and not self.read and not self._found:
            none, hint = said("there is no row in this table."), said("Enquiries would find nothing in it.")
            return (
                *found,
                Problem(self.name, 0, 1, 1, SPOILT, none, hint, "warning"),
            )
        return found

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows up to the first mistake, each cell in its canonical form; what follows is only checked.

        Raises OSError.
        """
        with open_file(self.path) as file:
            found = records(file, self._declares)
            try:
                header = next(found, FIRST)
                self._header(header)
                if not self._found:
                    yield from self._checked(found, len(header.cells))
            except NotCsv as error:
                self._mistake(FIRST._replace(line=error.line), 0, error.why, error.hint, NOT_CSV)

    def read_through(self) -> "TableFile":
        """Read all of it for its problems alone; a file that went away since is one of them."""
        try:
            for _ in self.rows():
                pass
        except OSError as error:
            self._mistake(FIRST, 0, said("this file could not be read: {why}.", why=why_not_read(error)))
        return self

    def _header(self, record: CsvRecord) -> None:
        header = [cell.strip() for cell in record.cells]
        self._places = tuple(place for place, column in enumerate(header) if self._declares(column))
        self.columns = tuple(header[place] for place in self._places)
        for place, column in zip(self._places, self.columns, strict=True):
            if header.index(column) < place:
                self._mistake(record, place, said('column "{column}" is there twice.', column=column))
        if not self.columns:
            self._mistake(FIRST, 0, none_named(self.shape, self.languages), NAMES_FIRST)
            return
        for column in missing_columns(self.shape, self.languages, header):
            message = said('"{file}" has no column "{column}".', file=self.path.name, column=column)
            self._mistake(FIRST, 0, message, did_you_mean(column, header))
        self._formats = tuple(self.shape.columns[column.partition(".")[0]] for column in self.columns)
        placed = list(zip(self.columns, self._places, self._formats, strict=True))
        self._carried = tuple(at for at, name in enumerate(self.columns) if name.partition(".")[0] in self.kept)
        dates = [DateColumn(name, place) for name, place, form in placed if named(form) in ("date", "moment")]
        self._watched = (*dates, *doubts_in(self.shape, {name: place for name, place, _ in placed}, self.keyed))

    def _declares(self, column: str) -> bool:
        return declares(self.shape, column)

    def _checked(self, found: Iterator[CsvRecord], width: int) -> Iterator[tuple[str, ...]]:
        for record in found:
            self.read += 1
            if not any(record.cells[width:]):
                del record.cells[width:]
            if len(record.cells) != width:
                self._uneven(record, width)
            elif (row := self._row(record)) and not self._found:
                yield row

    def _uneven(self, record: CsvRecord, width: int) -> None:
        message = said("{cells} cells where there are {columns} columns.", cells=len(record.cells), columns=width)
        hint = said("A cell with a comma in it needs quotes round it.") if len(record.cells) > width else NOTHING
        self._mistake(record, min(len(record.cells), width) - 1, message, hint)

    def _row(self, record: CsvRecord) -> tuple[str, ...] | None:
        for each in self._watched:
            each.see(record)
        cells = [record.cells[place] for place in self._places]
        fits = all(bytes_in_call(cells[at]) <= LONGEST_KEPT for at in self._carried)
        if fits and max(map(len, cells)) <= LONGEST_CELL:
            with suppress(ValueError):
                return tuple(map(canonical, cells, self._formats, repeat(self.shape.home)))
        self._look_closely(record)
        return None

    def _look_closely(self, record: CsvRecord) -> None:
        """Say what is wrong with each cell of a row that has something wrong with it."""
        for column, place, kept_as in zip(self.columns, self._places, self._formats, strict=True):
            cell = record.cells[place]
            if len(cell) > LONGEST_CELL:
                why = said("{number} characters; at most {most}.", number=len(cell), most=LONGEST_CELL)
                self._mistake(record, place, said("{column}: {why}", column=column, why=why))
                continue
            if column.partition(".")[0] in self.kept and (size := bytes_in_call(cell)) > LONGEST_KEPT:
                why = said("{size} bytes; a call keeps {most} at most.", size=size, most=LONGEST_KEPT)
                self._mistake(record, place, said("{column}: {why}", column=column, why=why), SHORTEN)
            try:
                canonical(cell, kept_as, self.shape.home)
            except NotTaken as error:
                hint = NOTHING if cell.strip() else MAY_BE_EMPTY
                self._mistake(record, place, said("{column}: {why}", column=column, why=error.why), hint)

    def _mistake(
        self, record: CsvRecord, cell: int, message: Sentence, hint: Sentence = NOTHING, rule: str = RULE
    ) -> None:
        if len(self._found) == SHOWN:
            self._more_from = self._more_from or record.line
            self._more += 1
            return
        line, column = record.place_of(cell)
        end = column + max(len(record.cells[cell]) if cell < len(record.cells) else 0, 1)
        self._found.append(Problem(self.name, line, column, end, rule, message, hint))


def declares(shape: TableShape, column: str) -> bool:
    """Whether a column of this name belongs to the table."""
    name, dot, _ = column.partition(".")
    return name in shape.columns and bool(dot) == (name in shape.in_languages)


def none_named(shape: TableShape, languages: Collection[str]) -> Sentence:
    """What is said of a first line that names not one column of the table."""
    wanted = ", ".join(missing_columns(shape, languages, ()))
    return said("the first line names none of the columns of this table ({columns}).", columns=wanted)


def missing_columns(shape: TableShape, languages: Collection[str], header: Collection[str]) -> Iterator[str]:
    """The columns that the table declares and the first line of its file lacks."""
    for name in shape.columns:
        if name not in shape.in_languages:
            wanted = [name]
        elif languages:
            wanted = [f"{name}.{language}" for language in languages]
        else:
            wanted = [] if any(column.startswith(f"{name}.") for column in header) else [f"{name}.en"]
        yield from (column for column in wanted if column not in header)
