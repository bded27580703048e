"""Reading one YAML file: every scalar is text, and what YAML would silently change or drop is refused instead."""

import re
from collections.abc import Iterator

import yaml

from ivr.authoring.marks import Document, Path, Place, Written
from ivr.authoring.problems import Problem
from ivr.authoring.slips import explain_slip

LARGEST = 2_000_000  # bytes
DEEPEST = 20
_HASH_LINE = re.compile(r"(?m)^[ ]*(#:)(?=\s|$)")


def read_document(file: str, content: bytes) -> tuple[Document, tuple[Problem, ...]]:
    """The document in `content`, and the problems met; `whole` tells whether it was read to its end."""
    if len(content) > LARGEST:
        return _refused(
            file, "too-large", "this file is larger than 2 MB.", "Split the department, or keep data in a table."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(
            file, line, 1, 1, "not-utf-8", "this line is not written in UTF-8.", "Save the file as UTF-8."
        )
        return Document(file, content.decode("utf-8-sig", "replace")), (problem,)
    document = Document(file, text)
    reader = _Reader(document)
    try:
        reader.read()
        document.whole = True
    except yaml.YAMLError as error:
        reader.problems.append(explain_slip(file, text, error))
    except _RefusedError as refusal:
        reader.problems.append(refusal.problem)
    return document, (*reader.problems, *_hash_lines(file, text))


def _refused(file: str, rule: str, message: str, hint: str) -> tuple[Document, tuple[Problem, ...]]:
    return Document(file, ""), (Problem(file, 0, 1, 1, rule, message, hint),)


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
        self._lines = document.text.splitlines() or [""]
        self._events: Iterator[yaml.Event] = yaml.parse(document.text, Loader=yaml.CSafeLoader)

    def read(self) -> None:
        """Read the one document of the file."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.document.values:
                    self._refuse(event, "yaml-syntax", "a second document begins here.", "Leave `---` out.")
                self.document.value = self._value(next(self._events), ())

    def _value(self, event: yaml.Event, path: Path) -> Written:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event,
                "no-aliases",
                "`*` refers to another place of the file.",
                "Write it out, or put text that begins with * in quotes.",
            )
        self._refuse_extras(event)
        self.document.values[path] = self._place(event)
        if len(path) > DEEPEST:
            self._refuse(
                event,
                "too-deep",
                f"settings are nested more than {DEEPEST} deep here.",
                "Nothing in a menu needs that.",
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return str(event.value) if isinstance(event, yaml.ScalarEvent) else ""

    def _mapping(self, path: Path) -> Written:
        settings: dict[str, Written] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._name(event)
            here = (*path, name)
            if name in settings:
                self._twice(event, name, here)
                kept = {**self.document.values}, {**self.document.names}
                self._value(next(self._events), (*path, f"{name} again"))
                self.document.values, self.document.names = kept
                continue
            self.document.names[here] = self._place(event)
            value = next(self._events)
            settings[name] = self._value(value, here)
            if isinstance(value, yaml.ScalarEvent) and not value.value and value.implicit[0]:
                self._nothing(name, here)
        return settings

    def _name(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event)
            return str(event.value)
        if isinstance(event, yaml.AliasEvent):
            return str(self._value(event, ()))
        return self._refuse(
            event, "yaml-syntax", "a setting's name must stand here.", "Text that begins with { or [ needs quotes."
        )

    def _list(self, path: Path) -> Written:
        items: list[Written] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, str(len(items)))))
        return items

    def _twice(self, event: yaml.Event, name: str, path: Path) -> None:
        line = self.document.names[path].line
        message = f'"{name}" is already on line {line}.'
        hint = "YAML would use only the last of them; keep one."
        self.problems.append(Problem(self.document.file, *self._place(event), "written-twice", message, hint))

    def _nothing(self, name: str, path: Path) -> None:
        message = f'nothing is written behind "{name}".'
        place = self.document.names[path]
        self.problems.append(
            Problem(self.document.file, *place, "nothing-written", message, "Write it, or take the line out.")
        )

    def _refuse_extras(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None) is not None:
            self._refuse(
                event,
                "no-aliases",
                "`&` gives this place a name for use elsewhere.",
                "Write it out, or put text that begins with & in quotes.",
            )
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(
                event, "no-tags", "`!` means something special to YAML here.", "Put text that begins with ! in quotes."
            )

    def _refuse(self, event: yaml.Event, rule: str, message: str, hint: str) -> str:
        raise _RefusedError(Problem(self.document.file, *self._place(event), rule, message, hint))

    def _place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Place(1, 1, 1)
        line = self._lines[start.line] if start.line < len(self._lines) else ""
        finish = end.column if end.line == start.line else len(line.rstrip())
        return Place(start.line + 1, start.column + 1, max(finish, start.column) + 1)


def _hash_lines(file: str, text: str) -> Iterator[Problem]:
    for found in _HASH_LINE.finditer(text):
        line = text.count("\n", 0, found.start(1)) + 1
        column = found.start(1) - text.rfind("\n", 0, found.start(1))
        hint = "For the hash key write   hash:   and leave a space after # in a comment."
        message = "YAML reads this line as a comment."
        yield Problem(file, line, column, column + 2, "hash-is-comment", message, hint, "warning")
