"""The plan as plain data, for programs."""

from collections.abc import Mapping

from ivr.authoring.drawing.places import DrawnNode, Edge
from ivr.authoring.drawing.plan import Plan, Root


def plain(plan: Plan) -> dict[str, object]:
    """Hotlines (or the department), departments, the keys of every menu, and each place once, nearest first."""
    departments = dict.fromkeys(place.department for place in plan.places.values())
    return {
        "edition": plan.edition.hash,
        "begins": [_root(root) for root in plan.roots],
        "departments": {
            name: {"title": dict(found.title), "owner": found.owner, "review": found.review}
            for name in departments
            if (found := plan.edition.departments.get(name))
        },
        "keys": dict(plan.edition.inherited),
        "places": [_place(place) for place in plan.places.values()],
    }


def _root(root: Root) -> dict[str, object]:
    return {"name": root.name, "number": root.number, "title": dict(root.title), "start": root.start}


def _place(place: DrawnNode) -> dict[str, object]:
    return {
        "name": place.name,
        "kind": place.kind,
        "says": {said.setting: dict(said.words) for said in place.says},
        "about": [{"what": what, "name": name} for what, name in place.about],
        "missing": list(place.missing),
        "recorded": list(place.recorded),
        "reached": {code: {"seconds": each.seconds, "keys": each.keys} for code, each in place.reached.items()},
        "ways": [_edge(edge) for edge in place.edges],
    }


def _edge(edge: Edge) -> Mapping[str, object]:
    way: dict[str, object] = {"to": edge.to}
    if edge.key:
        way |= {"key": edge.key, "label": dict(edge.label)}
    if edge.keeps:
        way["keeps"] = dict(edge.keeps)
    if edge.case:
        way["case"] = edge.case
    if edge.days:
        way["days"] = edge.days
    return way | ({"inherited": True} if edge.inherited else {})
