"""Reading one YAML file: every scalar is text, and what YAML would silently change or drop is refused instead."""

import re
from collections.abc import Iterator
from typing import NoReturn

import yaml

from ivr.authoring.marks import Document, Path, Place, Written
from ivr.authoring.problems import Problem
from ivr.authoring.slips import FULL_WIDTH_COLON, explain_slip

LARGEST = 2_000_000  # bytes
DEEPEST = 20
_HASH_LINE = re.compile(r"(?m)^[ ]*(#:)(?=\s|$)")


def read_document(file: str, content: bytes) -> tuple[Document, tuple[Problem, ...]]:
    """The document in `content`, and the problems met; `whole` tells whether it was read to its end."""
    if len(content) > LARGEST:
        hint = "Split the department, or keep what is long in a table."
        return Document(file, ""), (Problem(file, 0, 1, 1, "too-large", "this file is larger than 2 MB.", hint),)
    try:
        document = Document(file, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = Problem(file, line, 1, 1, "not-utf-8", "this line is not written in UTF-8.", "Save the file as UTF-8.")
        return Document(file, content.decode("utf-8-sig", "replace")), (wrong,)
    return document, (*_read(document), *_hash_lines(document))


def _read(document: Document) -> list[Problem]:
    reader = _Reader(document)
    try:
        reader.read()
    except yaml.YAMLError as error:
        slip = explain_slip(document.file, document.text, error)
        return [*(each for each in reader.problems if each.line < slip.line), slip]
    except _RefusedError as refused:
        return [*reader.problems, refused.problem]
    document.whole = True
    return reader.problems


def _hash_lines(document: Document) -> Iterator[Problem]:
    """Lines meant for the hash key that are comments to YAML."""
    for found in _HASH_LINE.finditer(document.text):
        line = document.text.count("\n", 0, found.start(1)) + 1
        column = found.start(1) - document.text.rfind("\n", 0, found.start(1))
        hint = "For the hash key write   hash:   and leave a space after # in a comment."
        message = "YAML reads this line as a comment."
        yield Problem(document.file, line, column, column + 2, "hash-is-comment", message, hint, "warning")


class _RefusedError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Reader:
    """Builds a document of the parser's events, so that no alias is ever followed and no depth ever reached."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self._lines = document.text.splitlines()
        self._events: Iterator[yaml.Event] = yaml.parse(document.text, Loader=yaml.CSafeLoader)

    def read(self) -> None:
        """Read the one document of the file."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.document.values:
                    self._refuse(event, "yaml-syntax", "a second document begins here.", "Leave `---` out.")
                self.document.value = self._value(next(self._events), ())

    def _value(self, event: yaml.Event, path: Path) -> Written:
        self._refuse_extras(event)
        self.document.values[path] = self._place(event)
        if len(path) > DEEPEST:
            message = f"settings are nested more than {DEEPEST} deep here."
            self._refuse(event, "too-deep", message, "Nothing in a menu needs that.")
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
            if isinstance(value, yaml.ScalarEvent) and not value.value and value.implicit[0]:
                empty.append(name)
        for name in empty:
            self._nothing(name, (*path, name), in_braces and len(settings) == 1)
        return settings

    def _name(self, event: yaml.Event) -> str:
        self._refuse_extras(event)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        message = "the name of a setting should stand here."
        return self._refuse(event, "yaml-syntax", message, "Text that begins with { or [ needs quotes.")

    def _list(self, path: Path) -> Written:
        items: list[Written] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, str(len(items)))))
        return items

    def _skip_second(self, event: yaml.Event, name: str, path: Path) -> None:
        message = f'"{name}" is already on line {self.document.names[path].line}.'
        hint = "YAML would use only the last of them; keep one."
        self.problems.append(Problem(self.document.file, *self._place(event), "written-twice", message, hint))
        self.document.left_out = True
        marks = dict(self.document.values), dict(self.document.names)
        self._value(next(self._events), path)
        self.document.values, self.document.names = marks

    def _nothing(self, name: str, path: Path, is_text: bool) -> None:
        hint = "Write it, or take the line out."
        if is_text:
            hint = "Text that begins with { needs quotes."
        elif "：" in name:
            hint = FULL_WIDTH_COLON
        message = f'nothing is written behind "{name}".'
        place = self.document.names[path]
        self.problems.append(Problem(self.document.file, *place, "nothing-written", message, hint))

    def _refuse_extras(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            hint = "Write it out, or put text that begins with * in quotes."
            self._refuse(event, "no-aliases", "`*` refers to another place of the file.", hint)
        if getattr(event, "anchor", None) is not None:
            hint = "Write it out, or put text that begins with & in quotes."
            self._refuse(event, "no-aliases", "`&` gives this place a name for use elsewhere.", hint)
        if getattr(event, "tag", None) not in (None, "!"):
            hint = "Put text that begins with ! in quotes."
            self._refuse(event, "no-tags", "`!` means something special to YAML here.", hint)

    def _refuse(self, event: yaml.Event, rule: str, message: str, hint: str) -> NoReturn:
        raise _RefusedError(Problem(self.document.file, *self._place(event), rule, message, hint))

    def _place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Place(1, 1, 1)
        line = self._lines[start.line] if start.line < len(self._lines) else ""
        finish = end.column if end.line == start.line else len(line.rstrip())
        return Place(start.line + 1, start.column + 1, max(finish, start.column) + 1)
