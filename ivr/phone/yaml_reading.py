"""Reads YAML in which every scalar is the text that was typed, and says where a mistake is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml

from ivr.errors import SiteRefused


@dataclass(frozen=True)
class Reader:
    """Takes apart the nodes of one file. Every method raises SiteRefused with file, line, column and what to do."""

    path: Path

    def place(self, node: yaml.Node) -> str:
        """File, line and column of a node, as editors click them."""
        return f"{self.path}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"

    def problem(self, node: yaml.Node, message: str) -> SiteRefused:
        """The error to raise about a node."""
        return SiteRefused(f"{self.place(node)}: {message}")

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        """The items of a list."""
        if not isinstance(node, yaml.SequenceNode):
            raise self.problem(node, "expected a list, each item beginning with a dash")
        return list(node.value)

    def settings(self, node: yaml.Node, known: Sequence[str]) -> Mapping[str, yaml.Node]:
        """The settings of a map, each known and none twice."""
        if not isinstance(node, yaml.MappingNode):
            raise self.problem(node, f"expected settings such as {known[0]}: …")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if name in found:
                raise self.problem(key, f"{name!r} stands here twice")
            if name not in known:
                raise self.problem(key, f"unknown setting {name!r}{_meant(name, known)}")
            found[name] = value
        return found

    def text(self, node: yaml.Node) -> str:
        """The text of a scalar."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.problem(node, "expected plain text; put quotes round a text with a colon or dash in it")
        return str(node.value)

    def texts(self, node: yaml.Node) -> tuple[str, ...]:
        """One text, or a list of texts."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(item) for item in node.value)
        return (self.text(node),)

    def check_word(self, node: yaml.Node | None, words: Sequence[str]) -> None:
        """A setting, where it is given, is one of `words`."""
        if node is not None and self.text(node) not in words:
            raise self.problem(node, f"{self.text(node)!r}: write one of {', '.join(words)}")


def _meant(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f", did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
