"""The plan as a nested outline: each place opens once, and elsewhere is only mentioned as standing above or below."""

from dataclasses import dataclass, field
from typing import Literal

from ivr.authoring.drawing.places import DrawnNode, Edge
from ivr.authoring.drawing.plan import Plan, Root
from ivr.engine.grammar import RESERVED

DEEPEST = 30  # levels on one outline
Standing = Literal["here", "above", "below", "reserved", "missing"]


@dataclass(frozen=True)
class Twig:
    """A way and what it leads to: the place itself where it stands `here`, with its own twigs; otherwise its name."""

    edge: Edge
    standing: Standing
    place: DrawnNode | None = None
    twigs: tuple["Twig", ...] = ()


def outline_of(plan: Plan) -> tuple[tuple[Root, Twig], ...]:
    """Every beginning of the plan with the outline below it; what lies too deep begins an outline of its own."""
    page = _Page(plan)
    found = [(root, page.twig(Edge(root.start), root.start not in page.drawn, 0)) for root in plan.roots]
    while page.later:
        name = page.later.pop(0)
        found.append((Root(name, {}, name), page.twig(Edge(name), True, 0)))
    return tuple(found)


@dataclass
class _Page:
    """What stands on the page so far (`drawn`), and the places that lay too deep and come `later`."""

    plan: Plan
    drawn: set[str] = field(default_factory=set)
    later: list[str] = field(default_factory=list)

    def twig(self, edge: Edge, opens: bool, depth: int) -> Twig:
        """The twig of a way, `opens` telling whether its place is drawn here."""
        if edge.to in RESERVED:
            return Twig(edge, "reserved")
        place = self.plan.places.get(edge.to)
        if place is None:
            return Twig(edge, "missing")
        if opens and depth == DEEPEST:
            self.later.append(edge.to)
        if not opens or depth == DEEPEST:
            return Twig(edge, "above" if edge.to in self.drawn else "below", place)
        self.drawn.add(edge.to)
        hung = (
            self.twig(way, self.plan.is_drawn_at(way.to, edge.to, at), depth + 1) for at, way in enumerate(place.edges)
        )
        return Twig(edge, "here", place, tuple(hung))
