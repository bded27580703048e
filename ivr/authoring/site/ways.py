"""The ways that lead through a site, from node to node."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import contents_of
from ivr.engine.contents import NO_FIELDS, Contents, department_of
from ivr.engine.grammar import RESERVED, field_name, full_name

OFFICER = "officer"


class NodeWay(NamedTuple):
    """One way from a node to another (full names), the fields that are given by going it, and those forgotten."""

    to: str
    gives: frozenset[str]
    forgets: frozenset[str] = frozenset()


def ways_of(site: Site) -> Mapping[str, tuple[NodeWay, ...]]:
    """The ways written in each node; those that every menu has by itself are in `always_open`."""
    starts = starts_of(site)
    inner: dict[str, tuple[NodeWay, ...]] = {
        name: () for placed in site.nodes for name in placed.node.inner(placed.name)
    }
    contents = {name: contents_of(department) for name, department in site.departments.items()}
    return {
        **inner,
        **{placed.name: tuple(_written_ways(placed, starts, contents[placed.department])) for placed in site.nodes},
    }


def starts_of(site: Site) -> tuple[str, ...]:
    """The nodes at which hotlines begin, and those that callers may choose beside the languages."""
    if site.flows is None:
        return ()
    named = [line.start for line in site.flows.hotlines.values()]
    named += [each.to for each in site.flows.beside_languages.values()]
    return tuple(dict.fromkeys(map(site.start_of, named)))


def always_open(site: Site, name: str) -> tuple[str, ...]:
    """The nodes that the inherited keys, and the end of the allowed tries, lead to from a node (full name)."""
    if site.flows is None:
        return ()
    department = name.partition("/")[0]
    placed = site.departments[department].nodes.get(name) if department in site.departments else None
    own = placed.node.own_tries.then if placed else None
    named = (*site.flows.keys.values(), own or site.flows.tries.then)
    return tuple(full_name(to, department) for to in named if to not in RESERVED)


def without_officers(site: Site) -> frozenset[str]:
    """The departments to which hotlines without officers lead, and none that has officers."""
    lines = site.flows.hotlines.values() if site.flows else ()
    if site.flows is None or all(site.flows.has_officers(line) for line in lines):
        return frozenset()
    leads: dict[str, set[str]] = {}
    for placed in site.nodes:
        leads.setdefault(placed.department, set()).update(department_of(to) for _, to in placed.mentions("destination"))
    begin: dict[bool, set[str]] = {True: set(), False: set()}
    for line in lines:
        begin[site.flows.has_officers(line)].add(line.start.partition("/")[0])
        begin[site.flows.has_officers(line)].update(
            each.to.partition("/")[0] for each in site.flows.beside_languages.values()
        )
    return frozenset(_led_to(leads, begin[False]) - _led_to(leads, begin[True]))


def _led_to(leads: Mapping[str, set[str]], begin: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += leads.get(name, ())
    return found


def reached(ways: Mapping[str, tuple[NodeWay, ...]], begin: Iterable[str], site: Site) -> set[str]:
    """Every node a caller can come to from `begin`."""
    found: set[str] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name in found or name not in ways:
            continue
        found.add(name)
        waiting += (way.to for way in ways[name])
        waiting += always_open(site, name)
    return found


def always_given(site: Site, ways: Mapping[str, tuple[NodeWay, ...]]) -> Mapping[str, frozenset[str]]:
    """For each node reached, the fields ("department/field") that were given on every way there."""
    given: dict[str, frozenset[str]] = {}
    waiting = [NodeWay(name, frozenset()) for name in starts_of(site)]
    while waiting:
        way = waiting.pop()
        before = given.get(way.to)
        now = way.gives if before is None else before & way.gives
        if now == before or way.to not in ways:
            continue
        given[way.to] = now
        waiting += (NodeWay(further.to, (now - further.forgets) | further.gives) for further in ways[way.to])
        waiting += (NodeWay(name, now) for name in always_open(site, way.to))
    return given


def _written_ways(placed: PlacedNode, starts: tuple[str, ...], contents: Contents) -> Iterator[NodeWay]:
    def fields(names: Iterable[str]) -> frozenset[str]:
        return frozenset(field_name(name, placed.department) for name in names)

    def way(to: str, anew: frozenset[str], known: frozenset[str] = frozenset()) -> NodeWay:
        return NodeWay(to, anew | known, found.union(*(contents.hang_on.get(name, NO_FIELDS) for name in anew | found)))

    found = NO_FIELDS.union(*(contents.along_with[name] for name in fields(placed.node.fields_found)))
    for path, to in placed.mentions("destination"):
        setting = path[len(placed.path) :]
        anew, known = fields(placed.node.gives_at(setting)), fields(placed.node.known_at(setting))
        yield from (way(name, anew, known) for name in (starts if to == "main" else (to,)))
    for inner in placed.node.inner(placed.name):
        key = inner.rpartition(".")[2]
        yield way(inner, fields(next((keeps for path, keeps in placed.groups("keeps") if path[-2] == key), {})))
