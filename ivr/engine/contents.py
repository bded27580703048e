"""What departments bring to an edition: each by itself, so that one may be opened when somebody asks for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from ivr.engine.grammar import field_name, full_name
from ivr.engine.known import NamedDay
from ivr.engine.node import Node
from ivr.words import Format

Value = TypeVar("Value")
NO_FIELDS: frozenset[str] = frozenset()
OF_THE_SITE = ""
"""Stands for a department's name where the nodes are that every site has."""


@dataclass(frozen=True)
class Contents:
    """What one department brings, all by full name: its nodes, its fields that are secret or private, its days.

    `labels` are what people call its fields, where that is written.
    """

    nodes: Mapping[str, Node]
    secrets: frozenset[str] = frozenset()
    privates: frozenset[str] = frozenset()
    days: Mapping[str, NamedDay] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def fields(self) -> Mapping[str, Format]:
        """The format of each field: what a question makes of it; a text where only choices note it.

        Those that come from a row have their column's, which the edition knows.
        """
        each = [(department_of(name), node) for name, node in self.nodes.items()]
        noted: dict[str, Format] = {
            f"{mine}/{name}": "text" for mine, node in each for name in (*node.fields_given, *node.fields_found)
        }
        return noted | {f"{mine}/{name}": said for mine, node in each for name, said in node.fields_kept.items()}

    @cached_property
    def found(self) -> Mapping[str, tuple[str, str]]:
        """The fields that are kept of a row found, each with the node that finds it and the column it comes from."""
        return {
            field_name(name, department_of(node_name)): (node_name, column)
            for node_name, node in self.nodes.items()
            if node.enquiry
            for name, column in node.enquiry.keeps.items()
        }

    @cached_property
    def hang_on(self) -> Mapping[str, frozenset[str]]:
        """For each field those that are to be forgotten when it changes: of rows that were found by it."""
        return hanging_on((matched, kept) for matched, kept in self._rows_kept)

    @cached_property
    def along_with(self) -> Mapping[str, frozenset[str]]:
        """For each field kept of a row all that is kept along with it: another look-up for it means another row."""
        names = {name for _, kept in self._rows_kept for name in kept}
        return {name: frozenset().union(*(kept for _, kept in self._rows_kept if name in kept)) for name in names}

    @cached_property
    def _rows_kept(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """Of each look-up of whose row something is kept, the fields by which it is found, and those that are kept."""
        return tuple(
            (
                frozenset(field_name(name, department_of(node_name)) for name in node.enquiry.fields_read),
                frozenset(field_name(name, department_of(node_name)) for name in node.enquiry.keeps),
            )
            for node_name, node in self.nodes.items()
            if node.enquiry and node.enquiry.keeps
        )

    @cached_property
    def looked_up(self) -> frozenset[str]:
        """The fields that a table is searched by."""
        return frozenset(
            field_name(name, department_of(node_name))
            for node_name, node in self.nodes.items()
            if node.enquiry
            for name in node.enquiry.fields_read
        )

    @cached_property
    def keyed(self) -> frozenset[str]:
        """The fields that callers are asked for; the others are noted by what they choose."""
        return frozenset(
            field_name(name, department_of(node_name))
            for node_name, node in self.nodes.items()
            for name in node.fields_kept
        )

    @cached_property
    def needed_at(self) -> Mapping[str, frozenset[str]]:
        """For each node the secrets that a look-up or a choice needs there or further on in this department.

        What is asked for again on the way is not needed before.
        """
        needed = {name: self._asked_for_at(name, node) for name, node in self.nodes.items()}
        leads_here: dict[str, list[str]] = {}
        for name, node in self.nodes.items():
            for to in _ways(name, node):
                leads_here.setdefault(to, []).append(name)
        waiting = [name for name, secrets in needed.items() if secrets]
        while waiting:
            there = waiting.pop()
            for name in leads_here.get(there, ()):
                more = needed[name] | (needed[there] - _given_at(name, self.nodes[name]))
                if more != needed[name]:
                    needed[name] = more
                    waiting.append(name)
        return needed

    @cached_property
    def needed_after(self) -> Mapping[str, frozenset[str]]:
        """For each node the secrets that are needed beyond it by a caller for whom it waits.

        It has looked up then what it looks up, and found something: the way on for nothing is not ahead. Where rows are
        told in pages, each is looked up anew.
        """
        return {
            name: NO_FIELDS.union(
                *(self.needed_at.get(to, NO_FIELDS) for to in _ways(name, node) if to != _on_none(name, node)),
                self._asked_for_at(name, node) if node.enquiry and node.enquiry.in_pages else NO_FIELDS,
            )
            - _given_at(name, node)
            for name, node in self.nodes.items()
        }

    def _asked_for_at(self, name: str, node: Node) -> frozenset[str]:
        fields = (
            *(node.enquiry.fields_read if node.enquiry else ()),
            *((node.decision.on,) if node.decision else ()),
        )
        return self.secrets.intersection(field_name(field, department_of(name)) for field in fields)


def _ways(name: str, node: Node) -> tuple[str, ...]:
    """The nodes that are written in a node: where it leads, and those inside it."""
    leads = (*node.leads_to, *filter(None, (node.own_tries.then,)))
    return (*(full_name(to, department_of(name)) for to in leads), *node.inner(name))


def _on_none(name: str, node: Node) -> str:
    """Where a look-up leads that found nothing, empty where it leads nowhere."""
    on_none = node.enquiry.on_none if node.enquiry else ""
    return on_none and full_name(on_none, department_of(name))


def _given_at(name: str, node: Node) -> frozenset[str]:
    """The fields that callers are asked for at a node, by full name."""
    return frozenset(field_name(field, department_of(name)) for field in node.fields_kept)


NOTHING = Contents({})


def hanging_on(look_ups: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Mapping[str, frozenset[str]]:
    """For each field those that tell of a row which is no longer the one meant once the field has changed.

    Of each look-up there are the fields by which a row is found, and those that are kept of it. What was found by such
    fields hangs on it too.
    """
    direct: dict[str, set[str]] = {}
    for matched, kept in look_ups:
        for name in matched:
            direct.setdefault(name, set()).update(kept)
    return {name: frozenset(_all_after(name, direct) - {name}) for name in direct}


def _all_after(name: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def department_of(name: str) -> str:
    """The department that something with this full name belongs to."""
    department, slash, _ = name.partition("/")
    return department if slash else OF_THE_SITE


class Joined(Mapping[str, Value]):
    """What all departments hold of one kind, by full name; whoever looks one up opens its own department alone."""

    def __init__(self, contents: Mapping[str, Contents], held: Callable[[Contents], Mapping[str, Value]]) -> None:
        self._contents = contents
        self._held = held

    def __getitem__(self, name: str) -> Value:
        return self._held(self._contents[department_of(name)])[name]

    def get(self, name: str, default: Value | None = None) -> Value | None:  # type: ignore[override]
        """As of any mapping; without an exception where there is none, which a turn asks for several times."""
        contents = self._contents.get(department_of(name))
        return self._held(contents).get(name, default) if contents else default

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        for each in self._contents.values():
            yield from self._held(each)

    def __len__(self) -> int:
        return sum(len(self._held(each)) for each in self._contents.values())
