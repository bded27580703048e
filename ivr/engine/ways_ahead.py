"""The ways that lead from a node, what is read there, and which fields are needed before they are given anew."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.engine.contents import NO_FIELDS, department_of
from ivr.engine.edition import Edition
from ivr.engine.grammar import RESERVED, TRIES, full_name, mentions
from ivr.engine.node import Node
from ivr.words import placeholders


class WayAhead(NamedTuple):
    """Where a node leads, the fields ("department/field") that going there gives, and those that it may give.

    `begins_anew` tells that then no menu is behind the caller.
    """

    to: str
    gives: frozenset[str] = NO_FIELDS
    may_give: frozenset[str] = NO_FIELDS
    begins_anew: bool = False


def ways_from(edition: Edition, name: str, starts: tuple[str, ...]) -> Iterator[WayAhead]:
    """The ways written in a node; the keys that every menu has, but back; and where one comes after too many tries.

    `starts` are the nodes that `main` may mean.
    """
    node, department = edition.nodes[name], department_of(name)
    own = frozenset((*node.fields_kept, *node.marks(name)))
    noted = {path[:-1]: frozenset(value) for path, value in mentions(node, "keeps")}

    def ways(to: str, gives: frozenset[str], may_give: frozenset[str]) -> Iterator[WayAhead]:
        sure, may = (frozenset(f"{department}/{field}" for field in each) for each in (gives, gives | own | may_give))
        yield from (WayAhead(full_name(each, department), sure, may, to == "main") for each in _named(to, starts))

    for path, value in mentions(node, "destination"):
        kept = frozenset(node.fields_found) if path[0] == TRIES else NO_FIELDS
        for each in names_in(value):
            yield from ways(each, node.gives_at(path), kept)
    for inner in node.inner(name):
        gives = next((keeps for path, keeps in noted.items() if path[-1] == inner.rpartition(".")[2]), NO_FIELDS)
        yield from ways(inner, gives, NO_FIELDS)
    if not department:
        yield from (WayAhead(beside.to) for beside in edition.beside_languages.values())
    for to in (*(to for to in edition.inherited.values() if to != "back"), edition.tries_at(name).then):
        yield from ways(to, NO_FIELDS, frozenset(node.fields_found))


def _named(to: str, starts: tuple[str, ...]) -> tuple[str, ...]:
    """The nodes a destination means, none where it depends on the call."""
    if to == "main":
        return starts
    return () if to in RESERVED else (to,)


def names_read(node: Node) -> frozenset[str]:
    """The names of what is read at a node, in texts and else; not of what is asked for there."""
    named = [field for _, value in mentions(node, "field") for field in names_in(value)]
    texts = [text for _, value in mentions(node, "text") for text in names_in(value)]
    places = [place for text in texts for place in placeholders(text)]
    return frozenset((*named, *places)) - node.fields_kept.keys()


def names_in(value: object) -> tuple[str, ...]:
    """The names, or texts, in a setting that has one, several, or one each by something."""
    found = value if isinstance(value, tuple) else tuple(value.values()) if isinstance(value, Mapping) else (value,)
    return tuple(map(str, found))


def needed_ahead(
    ways: Mapping[str, tuple[WayAhead, ...]], read: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """For each node the fields that are `read` there or further on, before they are given anew."""
    needed = dict(read)
    leads_here: dict[str, list[tuple[str, WayAhead]]] = {}
    for name, going in ways.items():
        for way in going:
            leads_here.setdefault(way.to, []).append((name, way))
    waiting = [name for name, fields in needed.items() if fields]
    while waiting:
        name = waiting.pop()
        for before, way in leads_here.get(name, ()):
            more = needed[before] | (needed[name] - way.gives)
            if more != needed[before]:
                needed[before] = more
                waiting.append(before)
    return needed
