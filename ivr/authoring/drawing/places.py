"""One node as it is drawn: what it says, where its ways lead and by which key or in which case.

Nothing here knows a kind: ways, texts and names are found by their marks, so that a new kind is drawn by itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pydantic import BaseModel

from ivr.engine.edition import Edition
from ivr.engine.grammar import KEYS, TRIES, Mark, Path, mentions
from ivr.engine.node import Node

ABOUT: tuple[Mark, ...] = ("table", "officers", "calendar", "field")
RAN_OUT = "tries ran out"
LAST_STEPS = ("then", "to")  # settings that only say "the call goes on at"


class DrawnText(NamedTuple):
    """A text of a node: the settings that lead to it ("found.say") and its words by language."""

    setting: str
    words: Mapping[str, str]


class DrawnReach(NamedTuple):
    """How long callers of one language are on the line, and how many keys they press, before they hear this."""

    seconds: float
    keys: int


@dataclass(frozen=True)
class Edge:
    """One way on: by a `key` with its `label`, or in a `case` ("found", "closed"); `to` is a full or reserved name.

    `keeps` are the fields noted by going it, `days` those on which it is offered, where that is not always. An
    `inherited` way is open in every menu of the department and drawn where the department is entered.
    """

    to: str
    key: str = ""
    case: str = ""
    label: Mapping[str, str] = field(default_factory=dict)
    keeps: Mapping[str, str] = field(default_factory=dict)
    inherited: bool = False
    days: str = ""


@dataclass(frozen=True)
class DrawnNode:
    """A node as it is drawn.

    `about` are names it mentions ("table", "applications"); `missing` and `recorded` are languages; `reached` is by
    language.
    """

    name: str
    kind: str
    says: tuple[DrawnText, ...]
    edges: tuple[Edge, ...]
    about: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    recorded: tuple[str, ...]
    reached: Mapping[str, DrawnReach] = field(default_factory=dict)

    @property
    def department(self) -> str:
        """The department it belongs to."""
        return self.name.partition("/")[0]

    @property
    def short(self) -> str:
        """Its name inside the department."""
        return self.name.partition("/")[2]


def place_of(edition: Edition, name: str, reached: Mapping[str, DrawnReach]) -> DrawnNode:
    """The node of that full name as it is drawn. Raises KeyError when there is none."""
    node = edition.nodes[name]
    written = [value for _, value in mentions(node, "text")]
    return DrawnNode(
        name,
        node.kind,
        tuple(_says(node, name)),
        tuple(_edges(node, name)),
        tuple(_about(node)),
        tuple(code for code in edition.languages if any(not text.get(code, "").strip() for text in written)),
        tuple(code for code in edition.languages if (code, name) in edition.recordings),
        reached,
    )


def _says(node: Node, name: str) -> Iterator[DrawnText]:
    """What the node itself says; labels are drawn on the ways, and what inner nodes say with them."""
    inside = [text for inner in node.inner(name).values() for _, text in mentions(inner, "text")]
    for path, words in mentions(node, "text"):
        if path[-1] != "label" and words not in inside:
            yield DrawnText(".".join(path), words)


def _edges(node: Node, name: str) -> Iterator[Edge]:
    found = [_edge(node, path, to) for path, value in mentions(node, "destination") for path, to in _each(path, value)]
    found += [_inner_edge(node, inner) for inner in node.inner(name)]
    for edge in sorted(found, key=lambda edge: _position(node, edge.key)):
        yield replace(edge, days=_days(node, edge.key))


def _days(node: Node, key: str) -> str:
    """The days on which a choice is offered, empty where it always is."""
    return str(node.offers[key].season) if key in node.offers else ""


def _each(path: Path, value: str | Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        yield from (((*path, case), to) for case, to in value.items())
    else:
        yield path, value


def _edge(node: Node, path: Path, to: str) -> Edge:
    steps = path[:-1] if path[-1] in LAST_STEPS and path[1:] else path
    label = _label(node, steps)
    if label:
        return Edge(to, steps[-1], "", label, _keeps(node, steps))
    return Edge(to, case=RAN_OUT if steps[0] == TRIES else steps[-1])


def _inner_edge(node: Node, inner: str) -> Edge:
    key = inner.rpartition(".")[2]
    for setting, group in _groups(node):
        if key in group:
            return Edge(inner, key, "", _label(node, (setting, key)), _keeps(node, (setting, key)))
    return Edge(inner, case=key)


def _label(node: Node, steps: Path) -> Mapping[str, str]:
    """The label of the choice on a key, empty where the steps lead to no choice."""
    groups = dict(_groups(node))
    if len(steps) != 2 or steps[1] not in KEYS:
        return {}
    label: Mapping[str, str] = getattr(groups.get(steps[0], {}).get(steps[1]), "label", {})
    return label


def _keeps(node: Node, steps: Path) -> Mapping[str, str]:
    """The fields noted by a choice."""
    return {
        name: value for path, noted in mentions(node, "keeps") if path[:-1] == steps for name, value in noted.items()
    }


def _groups(node: Node) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The settings of a node that hold groups of settings by name."""
    for name, info in type(node).model_fields.items():
        value = getattr(node, name)
        if isinstance(value, Mapping) and any(isinstance(item, BaseModel) for item in value.values()):
            yield info.alias or name, value


def _position(node: Node, key: str) -> int:
    """Where a key stands among the node's own, in the order written; what has no key comes after them."""
    keys = [each for _, group in _groups(node) for each in group]
    return keys.index(key) if key in keys else len(keys)


def _about(node: Node) -> Iterator[tuple[str, str]]:
    for mark in ABOUT:
        for _, value in mentions(node, mark):
            several = value if isinstance(value, tuple) else (value,)
            named = value.values() if isinstance(value, Mapping) else several
            yield from ((mark, name) for name in named if name)
