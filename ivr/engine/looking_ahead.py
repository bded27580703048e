"""What a call may hold where it is, and what of that it needs: what is read there or further on, also behind `back`.

Every way is taken to be open. So nothing asks for what is not needed here, and nobody gave what is not held.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ivr.engine.call import Call, field_of
from ivr.engine.contents import NO_FIELDS, department_of
from ivr.engine.edition import Edition
from ivr.engine.grammar import full_name, mentions
from ivr.engine.node import Node
from ivr.engine.ways_ahead import WayAhead, names_in, names_read, needed_ahead, ways_from

LANGUAGE, END = "language", "goodbye"
Menus = frozenset[str]


def needless(edition: Edition, call: Call) -> tuple[str, ...]:
    """What a call that waits holds of fields that nothing ahead of it asks for, nor an answer that it would repeat."""
    stages = (*call.trail, call.node)
    begin = {name: frozenset(call.trail[:at]) for at, name in enumerate(stages) if name in edition.nodes}
    starts = tuple(line.start for line in edition.hotlines.values() if line.name == call.hotline)
    ahead = Ahead(edition, begin, starts)
    needed = ahead.needed.get(call.node, NO_FIELDS)
    return tuple(name for name in call.fields if field_of(name) not in needed)


class Ahead:
    """All that may come after the nodes `begin`, each with the menus behind it; `main` leads to one of `starts`."""

    def __init__(self, edition: Edition, begin: Mapping[str, Menus], starts: tuple[str, ...]) -> None:
        self._edition = edition
        self._begin = tuple(begin)
        self._starts = starts
        self.behind = dict(begin)
        """Of each node to which a call may come, the menus that may then be behind it."""
        self._ways = dict(self._explored())

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """The nodes to which a call may come, by full name."""
        return {name: self._edition.nodes[name] for name in self.behind}

    @cached_property
    def held(self) -> Mapping[str, frozenset[str]]:
        """Of each node the fields ("department/field") that a call which waits there may hold.

        What is forgotten by a look-up is there yet while a caller holds before it.
        """
        kept = {name: _named(name, (*each.fields_found, *self._own(name))) for name, each in self.nodes.items()}
        gone = {
            name: NO_FIELDS if each.enquiry and each.enquiry.waits else self._forgotten[name]
            for name, each in self.nodes.items()
        }
        return {name: (self._given[name] - gone[name]) | kept[name] for name in self.nodes}

    @cached_property
    def needed(self) -> Mapping[str, frozenset[str]]:
        """Of each node the fields that a call which waits there may need: what is asked for there and all ahead.

        And at the menus behind it: whoever comes back to a menu further on has passed it on a way from here.
        """
        live = needed_ahead(
            {name: tuple(self._forgetting(name)) for name in self.nodes},
            {name: self._read(name, node) for name, node in self.nodes.items()},
        )
        back = {menus: NO_FIELDS.union(*(live[menu] for menu in menus)) for menus in set(self.behind.values())}
        return {
            name: live[name].union(
                _named(name, self._own(name)),
                back[self.behind[name]],
                *(live[way.to] - way.gives for way in self._ways[name]),
            )
            for name in self.nodes
        }

    def way_to(self, node: str, field: str) -> tuple[str, ...]:
        """The nodes on a way to `node` on which the field is held, from where it is given."""
        way = [node]
        while not self._gives(way[-1], field) and (before := self._came.get((way[-1], field), "")):
            way.append(before)
        return tuple(name for name in reversed(way) if name in self.nodes)

    def _gives(self, name: str, field: str) -> bool:
        if name not in self.nodes:
            return False
        node = self.nodes[name]
        return field in _named(name, (*node.fields_given, *node.fields_found, *node.marks(name)))

    def _explored(self) -> Iterator[tuple[str, tuple[WayAhead, ...]]]:
        """The ways from every node; a way back among them where no menu is behind the caller."""
        found: dict[str, tuple[WayAhead, ...]] = {}
        waiting = list(self.behind)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = tuple(self._ways_from(name))
            landmark = {name} if self._edition.nodes[name].landmark else NO_FIELDS
            for way in found[name]:
                before = self.behind.get(way.to)
                now = (before or NO_FIELDS) | (NO_FIELDS if way.begins_anew else self.behind[name] | landmark)
                if now != before:
                    self.behind[way.to] = now
                    waiting.append(way.to)
        for name, ways in found.items():
            yield name, (*ways, *map(WayAhead, self._starts)) if self._leads_back(name) else ways

    def _ways_from(self, name: str) -> Iterator[WayAhead]:
        """The ways but back, to nodes that there are; from one that every site has into the department rung."""
        for way in ways_from(self._edition, name, self._starts) if name != END else ():
            departments = map(department_of, self._starts) if not department_of(name) else ("",)
            meant = (way._replace(to=full_name(way.to, department)) for department in departments)
            yield from (each for each in meant if each.to in self._edition.nodes)

    def _leads_back(self, name: str) -> bool:
        written = (to for _, value in mentions(self._edition.nodes[name], "destination") for to in names_in(value))
        return name != END and (name == LANGUAGE or "back" in (*self._edition.inherited.values(), *written))

    def _own(self, name: str) -> tuple[str, ...]:
        """What a node itself keeps, by short name, while a call waits there."""
        return (*self.nodes[name].fields_kept, *self.nodes[name].marks(name))

    def _read(self, name: str, node: Node) -> frozenset[str]:
        fields = self._edition.contents[department_of(name)].fields
        known = (field for field in names_read(node) if f"{department_of(name)}/{field}" in fields)
        return _named(name, (*known, *node.marks(name)))

    @cached_property
    def _forgotten(self) -> Mapping[str, frozenset[str]]:
        """What is surely forgotten by coming to a node: all that is kept along with what it may find."""
        return {
            name: NO_FIELDS.union(*map(self._edition.along_with, _named(name, node.fields_found)))
            for name, node in self.nodes.items()
        }

    def _forgetting(self, name: str) -> Iterator[WayAhead]:
        """The ways, on which what is forgotten before is needed no more than what is given."""
        yield from (way._replace(gives=way.gives | self._forgotten[name]) for way in self._ways[name])

    @cached_property
    def _came(self) -> Mapping[tuple[str, str], str]:
        """From where a call first comes to a place with a field."""
        return self._given_and_came[1]

    @cached_property
    def _given(self) -> Mapping[str, frozenset[str]]:
        """The fields that may have been given on some way to a place."""
        return self._given_and_came[0]

    @cached_property
    def _given_and_came(self) -> tuple[dict[str, frozenset[str]], dict[tuple[str, str], str]]:
        ways = {**self._ways, **{_back_to(menus): tuple(map(WayAhead, menus)) for menus in self.behind.values()}}
        ways |= {
            name: (*ways[name], WayAhead(_back_to(self.behind[name]))) for name in self.nodes if self._leads_back(name)
        }
        given, came = dict.fromkeys(ways, NO_FIELDS), dict[tuple[str, str], str]()
        waiting = list(ways)
        while waiting:
            name = waiting.pop()
            lasting = given[name] - self._forgotten.get(name, NO_FIELDS)
            for way in ways[name]:
                new = (lasting | way.may_give) - given[way.to]
                if new:
                    given[way.to] |= new
                    came.update(((way.to, field), name) for field in new)
                    waiting.append(way.to)
        return given, came


def _back_to(menus: Menus) -> str:
    """The place that stands for the way back to one of these menus."""
    return f"back to {' '.join(sorted(menus))}"


def _named(node: str, fields: Iterable[str]) -> frozenset[str]:
    """These fields of a node's department by their full names."""
    return frozenset(f"{department_of(node)}/{field}" for field in fields)
