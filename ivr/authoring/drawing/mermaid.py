"""The plan as Mermaid text, for Markdown pages and anything else that draws it."""

from collections.abc import Iterator

from ivr.authoring.drawing.captions import facts, is_reserved, root_shown, way_shown
from ivr.authoring.drawing.names import drawn_name, root_name
from ivr.authoring.drawing.places import DrawnNode, Edge
from ivr.authoring.drawing.plan import Plan

CODES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "&": "#38;", "\\": "#92;"}


def mermaid(plan: Plan, language: str) -> str:
    """A flowchart whose names stay the same as long as the nodes keep theirs."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _lines(plan, language))]) + "\n"


def _lines(plan: Plan, language: str) -> Iterator[str]:
    for root in plan.roots:
        yield f'{root_name(root)}(["{_safe(root_shown(root, language))}"])'
        yield f"{root_name(root)} --> {drawn_name(root.start)}"
    for place in plan.places.values():
        yield f'{drawn_name(place.name)}["{_box(plan, place, language)}"]'
    reserved = {edge.to for place in plan.places.values() for edge in place.edges if is_reserved(edge.to)}
    yield from (f'{drawn_name(name)}(["{name}"])' for name in sorted(reserved))
    for place in plan.places.values():
        yield from (_arrow(place, edge, language) for edge in place.edges)


def _box(plan: Plan, place: DrawnNode, language: str) -> str:
    told = " · ".join(filter(None, (place.kind, *facts(plan, place, language))))
    return f"{_safe(place.name)}<br/>{_safe(told)}"


def _arrow(place: DrawnNode, edge: Edge, language: str) -> str:
    line = "-.->" if edge.inherited else "-->"
    return f'{drawn_name(place.name)} {line}|"{_safe(way_shown(edge, language))}"| {drawn_name(edge.to)}'


def _safe(text: str) -> str:
    """Text between quotes; a character that Mermaid reads as its own is written as its code."""
    return "".join(CODES.get(character, character) for character in text)
