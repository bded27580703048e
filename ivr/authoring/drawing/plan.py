"""The one walk: from where hotlines begin to every node a caller can come to, each met once, the nearest way first."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ivr.authoring.drawing.places import RAN_OUT, DrawnNode, DrawnReach, Edge, place_of
from ivr.authoring.problems import did_you_mean, one_of
from ivr.engine.edition import Edition
from ivr.engine.grammar import RESERVED, full_name

Reaches = Mapping[str, Mapping[str, DrawnReach]]
"""By the full name of a node, then by language."""


@dataclass(frozen=True)
class Root:
    """Where a drawing begins: a hotline with its number, or a department, and the node callers meet there."""

    name: str
    title: Mapping[str, str]
    start: str
    number: str = ""


@dataclass(frozen=True)
class Plan:
    """What is drawn: the places by name, nearest first, and for each the place and way (its index) it hangs on."""

    edition: Edition
    roots: tuple[Root, ...]
    places: Mapping[str, DrawnNode]
    hung: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def is_drawn_at(self, name: str, parent: str, way: int) -> bool:
        """Whether the place `name` is drawn at this way of `parent`, and only mentioned at others."""
        return self.hung.get(name) == (parent, way)


def plan_of(edition: Edition, which: str = "", reaches: Reaches | None = None) -> Plan:
    """The plan of a hotline or a department, or of all hotlines. Raises KeyError, with a hint, for any other name."""
    roots = _roots(edition, which)
    begin = dict.fromkeys(root.start for root in roots)
    waiting, seen = deque(begin), set(begin)
    places: dict[str, DrawnNode] = {}
    hung: dict[str, tuple[str, int]] = {}
    entered: set[str] = set()
    while waiting:
        name = waiting.popleft()
        if name not in edition.nodes:
            continue
        place = place_of(edition, name, (reaches or {}).get(name, {}))
        if place.department not in entered:
            entered.add(place.department)
            place = replace(place, edges=(*place.edges, *_open_everywhere(edition, place)))
        places[name] = place
        for way, edge in enumerate(place.edges):
            if edge.to not in seen and edge.to not in RESERVED:
                seen.add(edge.to)
                hung[edge.to] = (name, way)
                waiting.append(edge.to)
    return Plan(edition, roots, places, hung)


def all_roots(edition: Edition) -> tuple[Root, ...]:
    """Every hotline as the beginning of a drawing, and what callers may choose beside the languages."""
    lines = (Root(line.name, line.title, line.start, line.number) for line in edition.hotlines.values())
    beside = (Root(f"key_{key}", each.label, each.to) for key, each in edition.beside_languages.items())
    return (*lines, *beside)


def _roots(edition: Edition, which: str) -> tuple[Root, ...]:
    lines = all_roots(edition)
    if not which:
        return lines
    found = tuple(root for root in lines if which in (root.name, root.number))
    if found:
        return found
    if which in edition.departments:
        department = edition.departments[which]
        return (Root(which, department.title, department.start),)
    known = (*(root.name for root in lines), *edition.departments)
    hint = did_you_mean(which, known) or f"There are {one_of(dict.fromkeys(known))}."
    raise KeyError(f'no hotline or department is called "{which}". {hint}')


def _open_everywhere(edition: Edition, place: DrawnNode) -> Iterator[Edge]:
    """The ways that every menu of a department has by itself, to nodes that the place does not lead to on that key."""
    to_nodes = {key: to for key, to in edition.inherited.items() if full_name(to, place.department) in edition.nodes}
    own = {edge.key for edge in place.edges}
    for key, to in to_nodes.items():
        if key not in own:
            yield Edge(full_name(to, place.department), key=key, inherited=True)
    then = full_name(edition.tries.then, place.department)
    if edition.tries.then not in to_nodes.values() and then in edition.nodes:
        yield Edge(then, case=RAN_OUT, inherited=True)
