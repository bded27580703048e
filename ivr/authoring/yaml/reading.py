"""Reading one YAML file: every scalar is text, and what YAML would silently change or drop is refused instead."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NoReturn

import yaml

from ivr.authoring.problems import Problem
from ivr.authoring.yaml.invisible import delete_it, find_invisible
from ivr.authoring.yaml.look_alikes import look_alike_in
from ivr.authoring.yaml.marks import Document, FilePlace, Path, Written
from ivr.authoring.yaml.slips import FULL_WIDTH_COLON, IN_BRACES, explain_slip, hint_of_no_space
from ivr.translation import Sentence, said

LARGEST = 2_000_000  # bytes
DEEPEST = 20


def read_document(file: str, content: bytes, alone: Collection[str] = ()) -> tuple[Document, tuple[Problem, ...]]:
    """The document in `content`, and the problems met; `whole` tells whether it was read to its end.

    Behind the names that stand `alone` nothing need be written.
    """
    if len(content) > LARGEST:
        hint = said("Split the department, or keep what is long in a table.")
        return Document(file, ""), (Problem(file, 0, 1, 1, "too-large", said("this file is larger than 2 MB."), hint),)
    try:
        document = Document(file, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = said("this line is not written in UTF-8.")
        wrong = Problem(file, line, 1, 1, "not-utf-8", message, said("Save the file as UTF-8."))
        return Document(file, content.decode("utf-8-sig", "replace")), (wrong,)
    return document, tuple(_read(document, alone))


def _read(document: Document, alone: Collection[str]) -> list[Problem]:
    reader = _Reader(document, alone)
    try:
        reader.read()
    except yaml.YAMLError as error:
        slip = explain_slip(document.file, document.text, error)
        return [*(each for each in reader.problems if each.line < slip.line), slip]
    except _RefusedError as refused:
        return [*reader.problems, refused.problem]
    document.whole = True
    return reader.problems


class _RefusedError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Reader:
    """Builds a document of the parser's events, so that no alias is ever followed and no depth ever reached."""

    def __init__(self, document: Document, alone: Collection[str]) -> None:
        self.document = document
        self._alone = alone
        self.problems: list[Problem] = []
        self._lines = document.text.splitlines()
        self._events: Iterator[yaml.Event] = yaml.parse(document.text, Loader=yaml.CSafeLoader)

    def read(self) -> None:
        """Read the one document of the file."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.document.values:
                    self._refuse(event, "yaml-syntax", said("a second document begins here."), said("Leave `---` out."))
                self.document.value = self._value(next(self._events), ())

    def _value(self, event: yaml.Event, path: Path) -> Written:
        self._refuse_extras(event)
        self.document.values[path] = self._place(event)
        if len(path) > DEEPEST:
            message = said("settings are nested more than {most} deep here.", most=DEEPEST)
            self._refuse(event, "too-deep", message, said("Nothing in a menu needs that."))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, in_braces=bool(event.flow_style))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return str(event.value) if isinstance(event, yaml.ScalarEvent) else ""

    def _mapping(self, path: Path, *, in_braces: bool) -> Written:
        settings: dict[str, Written] = {}
        empty: list[str] = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._name(event)
            if name in settings:
                self._skip_second(event, name, (*path, name))
                continue
            self.document.names[(*path, name)] = self._place(event)
            value = next(self._events)
            settings[name] = self._value(value, (*path, name))
            missing = isinstance(value, yaml.ScalarEvent) and not value.value and value.implicit[0]
            if missing and name not in self._alone:
                empty.append(name)
        for name, *others in _in_a_row(settings, empty, in_braces):
            hint = _hint_of_nothing(settings, (name, *others), in_braces, self._line_of(path, name))
            self._nothing(name, (*path, name), hint)
        return settings

    def _name(self, event: yaml.Event) -> str:
        self._refuse_extras(event)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        message = said("the name of a setting should stand here.")
        return self._refuse(event, "yaml-syntax", message, said("Text that begins with { or [ needs quotes."))

    def _list(self, path: Path) -> Written:
        items: list[Written] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, str(len(items)))))
        return items

    def _skip_second(self, event: yaml.Event, name: str, path: Path) -> None:
        message = said('"{name}" is already on line {line}.', name=name, line=self.document.names[path].line)
        hint = said("YAML would use only the last of them; keep one.")
        self.problems.append(Problem(self.document.file, *self._place(event), "written-twice", message, hint))
        self.document.left_out = True
        marks = dict(self.document.values), dict(self.document.names)
        self._value(next(self._events), path)
        self.document.values, self.document.names = marks

    def _line_of(self, path: Path, name: str) -> tuple[str, int]:
        """The line on which a setting's name stands, and the column behind it."""
        place = self.document.names[(*path, name)]
        return (self._lines[place.line - 1], place.end_column) if place.line <= len(self._lines) else ("", 0)

    def _nothing(self, name: str, path: Path, hint: Sentence) -> None:
        self.document.left_out = True
        message = said('nothing is written behind "{name}".', name=name)
        place = self.document.names[path]
        self.problems.append(Problem(self.document.file, *place, "nothing-written", message, hint))

    def _refuse_extras(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            hint = said("Write it out, or put text that begins with {mark} in quotes.", mark="*")
            self._refuse(event, "no-aliases", said("`*` refers to another place of the file."), hint)
        if getattr(event, "anchor", None) is not None:
            hint = said("Write it out, or put text that begins with {mark} in quotes.", mark="&")
            self._refuse(event, "no-aliases", said("`&` gives this place a name for use elsewhere."), hint)
        if getattr(event, "tag", None) not in (None, "!"):
            hint = said("Put text that begins with ! in quotes.")
            self._refuse(event, "no-tags", said("`!` means something special to YAML here."), hint)

    def _refuse(self, event: yaml.Event, rule: str, message: Sentence, hint: Sentence) -> NoReturn:
        raise _RefusedError(Problem(self.document.file, *self._place(event), rule, message, hint))

    def _place(self, event: yaml.Event) -> FilePlace:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return FilePlace(1, 1, 2)
        line = self._lines[start.line] if start.line < len(self._lines) else ""
        finish = end.column if end.line == start.line else len(line.rstrip())
        return FilePlace(start.line + 1, start.column + 1, max(finish, start.column + 1) + 1)


def _in_a_row(settings: dict[str, Written], empty: list[str], in_braces: bool) -> list[list[str]]:
    """The names with nothing behind them; together those in braces that a text with several commas came apart into."""
    rows: list[list[str]] = []
    for before, name in pairwise(["", *settings]):
        if name in empty:
            goes_on = in_braces and rows and rows[-1][-1] == before and _text_before(settings, rows[-1][0])
            rows = [*rows[:-1], [*rows[-1], name]] if goes_on else [*rows, [name]]
    return rows


def _text_before(settings: dict[str, Written], name: str) -> str:
    """The name of the setting before, where a text stands behind that."""
    names = list(settings)
    before = names[names.index(name) - 1] if names.index(name) else ""
    return before if isinstance(settings.get(before), str) and settings[before] else ""


def _hint_of_nothing(
    settings: dict[str, Written], row: tuple[str, ...], in_braces: bool, on: tuple[str, int]
) -> Sentence:
    """Why nothing stands behind the names in a row, of which the first stands `on` a line before a column."""
    name, (line, column) = row[0], on
    rest = line[column:]
    if sign := look_alike_in(line):
        return sign.hint
    if unseen := find_invisible(line):
        return delete_it(unseen)
    if "：" in name:
        return FULL_WIDTH_COLON
    if no_space := hint_of_no_space(name):
        return no_space
    if in_braces and len(settings) == 1:
        return said("Text that begins with {mark} needs quotes.", mark="{")
    if in_braces and (before := _text_before(settings, name)):
        example = f'{before}: "{", ".join((str(settings[before]), *row))}"'
        return said(IN_BRACES, mark=",", example=example)
    if rest.lstrip().startswith("#") and not rest.lstrip().startswith("# "):
        return said("Text that begins with {mark} needs quotes.", mark="#")
    return said("Write it, or take the line out.")
