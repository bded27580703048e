"""The plan as a nested outline: each place opens once, and elsewhere is only mentioned as standing above or below."""

from dataclasses import dataclass
from typing import Literal

from ivr.authoring.drawing.places import Edge, Place
from ivr.authoring.drawing.plan import Plan, Root
from ivr.engine.grammar import RESERVED

Standing = Literal["here", "above", "below", "reserved", "missing"]


@dataclass(frozen=True)
class Twig:
    """A way and what it leads to: the place itself where it stands `here`, with its own twigs; otherwise its name."""

    edge: Edge
    standing: Standing
    place: Place | None = None
    twigs: tuple["Twig", ...] = ()


def outline_of(plan: Plan) -> tuple[tuple[Root, Twig], ...]:
    """Every beginning of the plan with the outline below it."""
    drawn: set[str] = set()
    return tuple((root, _twig(plan, Edge(root.start), root.start not in drawn, drawn)) for root in plan.roots)


def _twig(plan: Plan, edge: Edge, opens: bool, drawn: set[str]) -> Twig:
    """The twig of a way; `drawn` holds the places that stand above it on the page, and grows with what it opens."""
    if edge.to in RESERVED:
        return Twig(edge, "reserved")
    place = plan.places.get(edge.to)
    if place is None:
        return Twig(edge, "missing")
    if not opens:
        return Twig(edge, "above" if edge.to in drawn else "below", place)
    drawn.add(edge.to)
    hung = (_twig(plan, way, plan.is_drawn_at(way.to, edge.to, at), drawn) for at, way in enumerate(place.edges))
    return Twig(edge, "here", place, tuple(hung))
