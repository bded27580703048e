"""The menu of one department as nested lists: each node once, nearest the start; other departments only mentioned."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from ivr.authoring.drawing import DrawnNode, Edge, plan_of
from ivr.authoring.drawing.captions import key_shown
from ivr.authoring.drawing.places import place_of
from ivr.authoring.walking.times import Reach
from ivr.engine.edition import Edition, Hotline
from ivr.engine.grammar import RESERVED
from ivr.web.desk.menus.facts import KnownEdition, known

OUTLINES = 64  # kept in memory
DEEPEST = 12  # levels of one list; what lies deeper begins a list of its own
Standing = Literal["here", "mentioned", "elsewhere", "reserved", "missing"]


@dataclass(frozen=True)
class OutlineBranch:
    """A way and where it leads: to a place that opens `here`, one `mentioned` again, or one `elsewhere`."""

    edge: Edge
    standing: Standing
    place: DrawnNode | None = None
    branches: tuple["OutlineBranch", ...] = ()


def outline_of_department(edition: Edition, department: str) -> tuple[OutlineBranch, ...]:
    """The outline from the department's start, then whatever is only entered from elsewhere. Raises KeyError."""
    return _outline(known(edition), department)


@lru_cache(OUTLINES)
def _outline(one: KnownEdition, department: str) -> tuple[OutlineBranch, ...]:
    edition = one.edition
    places = _places(edition, department)
    drawing = _Drawing(edition, department, places, _hung(places, edition.departments[department].start))
    return tuple(drawing.all())


def _places(edition: Edition, department: str) -> Mapping[str, DrawnNode]:
    """The department's places by name, the start first, then the nearest."""
    near = {name: each for name, each in plan_of(edition, department).places.items() if each.department == department}
    rest = (name for name in edition.nodes_of(department) if name not in near)
    return {**near, **{name: place_of(edition, name, {}) for name in rest}}


def _hung(places: Mapping[str, DrawnNode], start: str) -> dict[str, tuple[str, int]]:
    """By place: the place and the way it opens at, the nearest to the start."""
    found: dict[str, tuple[str, int]] = {}
    seen: set[str] = set()
    for begin in (start, *places):
        waiting = deque([begin] if begin in places and begin not in seen else [])
        seen |= {*waiting}
        while waiting:
            name = waiting.popleft()
            for way, edge in enumerate(places[name].edges):
                if edge.to in places and edge.to not in seen:
                    seen.add(edge.to)
                    found[edge.to] = (name, way)
                    waiting.append(edge.to)
    return found


@dataclass
class _Drawing:
    edition: Edition
    department: str
    places: Mapping[str, DrawnNode]
    hung: Mapping[str, tuple[str, int]]
    later: list[str] = field(default_factory=list)

    def all(self) -> Iterator[OutlineBranch]:
        """Every list: one a place that hangs on none, and one a place too deep in another."""
        yield from (self._branch(Edge(name), True, 0) for name in self.places if name not in self.hung)
        while self.later:
            yield self._branch(Edge(self.later.pop(0)), True, 0)

    def _branch(self, edge: Edge, opens: bool, depth: int) -> OutlineBranch:
        place = self.places.get(edge.to)
        if place is None:
            return OutlineBranch(edge, self._standing(edge.to))
        if opens and depth == DEEPEST:
            self.later.append(edge.to)
        if not opens or depth == DEEPEST:
            return OutlineBranch(edge, "mentioned", place)
        ways = enumerate(place.edges)
        inside = (self._branch(way, self.hung.get(way.to) == (edge.to, at), depth + 1) for at, way in ways)
        return OutlineBranch(edge, "here", place, tuple(inside))

    def _standing(self, name: str) -> Standing:
        if name in RESERVED:
            return "reserved"
        return "elsewhere" if name in self.edition.nodes else "missing"


@dataclass(frozen=True)
class Ways:
    """How callers of a language get to nodes: the hotline's number and what they do, the quickest first."""

    edition: Edition
    language: str
    reaches: tuple[Reach, ...]

    def to(self, department: str) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """By full name of a department's nodes: the number to ring, and the acts of a script.

        The department's own hotlines come first; others are looked through only for what is still lacking.
        """
        wanted = set(self.edition.nodes_of(department))
        lines = sorted(self.edition.hotlines.values(), key=lambda line: line.start.partition("/")[0] != department)
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for line in lines:
            if wanted <= found.keys():
                break
            for name, acts in {**self._by_keys(line), **self._reached(line)}.items():
                if name.partition("/")[0] == department:
                    found.setdefault(name, (line.number, acts))
        return found

    def _reached(self, line: Hotline) -> Mapping[str, tuple[str, ...]]:
        mine = (each for each in self.reaches if each.hotline == line.name and each.language == self.language)
        return {each.node: each.script for each in mine}

    def _by_keys(self, line: Hotline) -> Mapping[str, tuple[str, ...]]:
        """The nodes to which keys alone lead, menus among them."""
        several = len(self.edition.languages) > 1
        found = {line.start: self.edition.languages[self.language].keys if several else ()}
        waiting = deque(found)
        while waiting:
            name = waiting.popleft()
            for edge in place_of(self.edition, name, {}).edges if name in self.edition.nodes else ():
                if edge.key and edge.to not in found and edge.to not in RESERVED:
                    found[edge.to] = (*found[name], key_shown(edge.key))
                    waiting.append(edge.to)
        return found
