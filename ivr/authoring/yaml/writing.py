"""Texts put into a file of YAML as an editor would type them: comments, order, quotes and blank lines stay.

A text that is there is replaced in the way it was written; one that is not goes to its place among those beside it.
What was written is read again, and must say what was wished and nothing else.
"""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple

import yaml

from ivr.authoring.yaml.marks import Path, Written
from ivr.authoring.yaml.reading import read_document

WIDEST = 120  # columns of a line


class NotWritten(Exception):
    """A text has no place in the file, or what was written would not say it."""


class _Change(NamedTuple):
    """What stands from `start` up to `end` of the file becomes `text`."""

    start: int
    end: int
    text: str


def with_texts(content: str, wishes: Mapping[Path, str], order: Sequence[str]) -> str:
    """The file with the texts at these paths; `order` is that of names beside each other. Raises NotWritten."""
    root = yaml.compose(content, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise NotWritten("the file is no group of settings")
    writing = _Writing(content, order)
    changes = [writing.change(root, path, words) for path, words in wishes.items()]
    written = content
    for change in sorted(changes, reverse=True, key=lambda each: (each.start, _place_in(order, each.text))):
        written = written[: change.start] + change.text + written[change.end :]
    if read_document("", written.encode())[0].value != _wished(content, wishes):
        raise NotWritten("what was written would not be read as it is meant")
    return written


def _place_in(order: Sequence[str], text: str) -> int:
    """The place in the order of the name that a new line or setting begins with."""
    found = re.match(r"[\s,]*([^\s:]+):", text)
    return order.index(found[1]) if found and found[1] in order else 0


def _wished(content: str, wishes: Mapping[Path, str]) -> Written:
    value = deepcopy(read_document("", content.encode())[0].value)
    for path, words in wishes.items():
        group = value
        for step in path[:-1]:
            group = group[int(step)] if isinstance(group, list) else group[step]  # type: ignore[index]  # it was found
        group[path[-1]] = words  # type: ignore[index,call-overload]
    return value


@dataclass(frozen=True)
class _Writing:
    """A file, and the order of names in it."""

    text: str
    order: Sequence[str]

    def change(self, root: yaml.MappingNode, path: Path, words: str) -> _Change:
        """The change that puts the words at `path`. Raises NotWritten where the group round it is not there."""
        group = _node_at(root, path[:-1])
        if not isinstance(group, yaml.MappingNode):
            raise NotWritten(f"there is no group of settings at {'.'.join(path[:-1])}")
        at = {name.value: (name, value) for name, value in group.value}
        if path[-1] in at:
            return self._replaced(group, *at[path[-1]], words)
        if not group.value:
            raise NotWritten(f"nothing stands beside {'.'.join(path)}")
        return self._added(group, path[-1], words)

    def _replaced(self, group: yaml.MappingNode, name: yaml.Node, value: yaml.Node, words: str) -> _Change:
        if not isinstance(value, yaml.ScalarNode):
            raise NotWritten(f"{name.value} is a group of settings")
        start, end = value.start_mark.index, value.end_mark.index
        end = start + len(self.text[start:end].rstrip())
        gap = " " if self.text[start - 1] == ":" else ""
        style = value.style or ("" if self.text[start:end] else '"')
        return _Change(start, end, gap + self._scalar(words, style, group, name.start_mark.column, len(name.value)))

    def _added(self, group: yaml.MappingNode, name: str, words: str) -> _Change:
        (first, beside) = group.value[0]
        style = beside.style if isinstance(beside, yaml.ScalarNode) else ""
        scalar = self._scalar(words, style or "", group, first.start_mark.column, len(name))
        before = self._before(group, name)
        if group.flow_style:
            if before is None:
                return _Change(first.start_mark.index, first.start_mark.index, f"{name}: {scalar}, ")
            end = before.end_mark.index
            return _Change(end, end, f", {name}: {scalar}")
        margin = " " * first.start_mark.column
        if before is None:
            return _Change(first.start_mark.index, first.start_mark.index, f"{name}: {scalar}{self.newline}{margin}")
        end = self._end_of_line(before)
        return _Change(end, end, f"{self.newline}{margin}{name}: {scalar}")

    def _before(self, group: yaml.MappingNode, name: str) -> yaml.Node | None:
        """The value behind which a new one goes: the nearest before it in the order, the last where it is not there."""
        if name not in self.order:
            last: yaml.Node = group.value[-1][1]
            return last
        at = {each.value: value for each, value in group.value}
        earlier = self.order[: self.order.index(name)]
        return next((at[each] for each in reversed(earlier) if each in at), None)

    def _end_of_line(self, value: yaml.Node) -> int:
        """The end of the last line of a value, behind its comment."""
        last = value.start_mark.index + len(self.text[value.start_mark.index : value.end_mark.index].rstrip())
        end = self.text.find("\n", last)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    @property
    def newline(self) -> str:
        """How lines end here."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def _scalar(self, words: str, style: str, group: yaml.MappingNode, column: int, name: int) -> str:
        """The words as they are written in a style; in quotes where they would mean something else without."""
        too_wide = column + name + 2 + _columns(words) + 2 > WIDEST
        if not group.flow_style and (style in (">", "|") or (too_wide and " " in words and not style)):
            folded = self._folded(words, column + 2)
            if _reads_as(folded.replace("\r\n", "\n"), words, " " * column + "k: {}"):
                return folded
        plain = "{{k: {}, other: x}}" if group.flow_style else "k: {}"
        if style not in ("'", '"') and _reads_as(words, words, plain):
            return words
        single = "'" + words.replace("'", "''") + "'"
        return single if style == "'" and _reads_as(single, words, plain) else json.dumps(words, ensure_ascii=False)

    def _folded(self, words: str, indent: int) -> str:
        lines = textwrap.wrap(words, WIDEST - indent, break_long_words=False, break_on_hyphens=False)
        return self.newline.join((">-", *(" " * indent + line for line in lines)))


def _columns(words: str) -> int:
    """How wide words stand, of whose letters a Chinese one takes two columns."""
    return sum(2 if letter > "\u2e7f" else 1 for letter in words)


def _reads_as(scalar: str, words: str, within: str) -> bool:
    """Whether a scalar is read as these words, without a doubt, in a small file of its own."""
    document, problems = read_document("", within.format(scalar).encode())
    return document.whole and not problems and document.at(("k",)) == words


def _node_at(node: yaml.Node | None, path: Path) -> yaml.Node | None:
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
            node = node.value[int(step)]
        else:
            return None
    return node
