"""Changes of single words in a file, so that comments, order, quotes and blank lines stay as they were typed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ivr.authoring.yaml.marks import Document, FilePlace, Path


@dataclass(frozen=True, order=True)
class Edit:
    """What stands from `column` up to `end_column` of a line (both count from 1) becomes `text`."""

    line: int
    column: int
    end_column: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they are of the text as it was, and none overlap."""
    lines = text.splitlines(keepends=True)
    for edit in sorted(set(edits), reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.column - 1] + edit.text + line[edit.end_column - 1 :]
    return "".join(lines)


def renamed(document: Document, group: Path, words: Mapping[str, str]) -> Iterator[Edit]:
    """The settings of a group that have other names now, unless what they are called now is there too."""
    settings = document.at(group)
    if not isinstance(settings, dict):
        return
    for before, now in words.items():
        if before in settings and now not in settings:
            place = document.names[(*group, before)]
            yield Edit(*place, now)


def first_setting(document: Document) -> FilePlace:
    """Where the first setting of a file stands: below the comments it begins with."""
    return min(place for path, place in document.names.items() if len(path) == 1)


def setting_on_top(document: Document, setting: str) -> Edit:
    """A setting on a line of its own before all others; inside the braces of a file that is written in braces."""
    first = first_setting(document)
    root = document.values[()]
    braces = document.text.splitlines()[root.line - 1][root.column - 1 : root.column] == "{"
    newline = "\r\n" if "\r\n" in document.text else "\n"
    gap = ", " if braces else newline + " " * (first.column - 1)
    return Edit(first.line, first.column, first.column, f"{setting}{gap}")
