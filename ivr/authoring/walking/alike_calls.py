"""What of a call decides how it goes on: calls alike in this are walked once.

Every call of the walk is a real one, made by pressing keys, so whatever is found wrong can be rung. What is left out
bounds the walk: the turn, the time but for calendars, the values of fields that no switch further on reads, fields
that nothing further on reads, and, at a node that many menus lead to, which of them is behind the caller (the walk
goes back to the first; the others were walked from when it came to them). Whether any menu is behind the caller
decides what is offered on coming to a node and after its answer, not what is asked in between.

How often each look-up found nothing is kept apart (`misses`): it matters only on the way back to that look-up, and
there only together with which other look-ups on that way have had their last try. So a caller who fails at one table
is walked to the end of the tries, and one who fails at two tables by turns is not walked for every pair of counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.grammar import full_name
from ivr.engine.node import Node
from ivr.engine.node_facts import Decision
from ivr.engine.ways_ahead import names_read, needed_ahead, ways_from

Key = tuple[object, ...]
Missed = tuple[str, int, tuple[bool, ...]]
"""A look-up, how often it found nothing, and which others on the way back to it have had their last try."""
NOTHING: frozenset[str] = frozenset()
CALLER = "caller"
"""The caller's number among the fields, where no department keeps one of its own under this name."""
OFFERING_BACK = ("", "answered")
"""The stages of a node at which callers are told of the way back where there is one."""


@dataclass(frozen=True)
class Essence:
    """What matters at each node of one edition: `live` are the fields that may still be read from there.

    `told_apart` are those that a switch may read, of which only `switched`, the cases it knows, differ. `returning`
    tells for each node the look-ups to which it leads back after they found nothing, and the others on that way.
    """

    live: Mapping[str, frozenset[str]]
    told_apart: Mapping[str, frozenset[str]]
    switched: Mapping[str, frozenset[str]]
    returning: Mapping[str, Mapping[str, tuple[str, ...]]]
    leaving: frozenset[str]  # nodes that depend on the caller's number: they ask where to call back, or read it
    texting: frozenset[str]  # nodes that offer to send what was told on the way to them
    by_language: bool
    by_hotline: bool
    last_tries: Mapping[str, int]  # by look-up, how often it found nothing before the last try

    def of(self, call: Call) -> Key:
        """The call without what does not matter."""
        built_in = "/" not in call.node
        apart = self.told_apart.get(call.node, NOTHING)
        return (
            call.node,
            call.stage,
            bool(call.meant),
            call.silences,
            call.wrongs,
            call.hash_heard,
            call.stage.partition(" ")[0] in OFFERING_BACK and bool(call.trail),
            bool(call.rows),
            bool(call.told) and call.node in self.texting,
            call.hotline if self.by_hotline or built_in else "",
            call.language if self.by_language else built_in and bool(call.language),
            bool(call.caller) or call.node not in self.leaving,
            tuple(self._field(call, name, apart) for name in sorted(self.live.get(call.node, NOTHING))),
        )

    def misses(self, call: Call) -> Iterator[Missed]:
        """Each look-up that found nothing to which the call is on its way back, and how often that was.

        A caller who fails goes elsewhere.
        """
        if call.silences or call.wrongs:
            return
        returning = self.returning.get(call.node, {})
        for name in call.misses.keys() & returning.keys():
            spent = (call.misses.get(other, 0) >= self.last_tries[other] for other in returning[name])
            yield name, call.misses[name], tuple(spent)

    def cases_of(self, department: str, node: Node) -> frozenset[str]:
        """The values of what is asked for at a node that a switch tells apart."""
        return NOTHING.union(*(self.switched.get(f"{department}/{field}", NOTHING) for field in node.fields_kept))

    def callers_at(self, node: str) -> frozenset[str]:
        """The callers, by their numbers, whom a switch at a node, or further on, tells apart."""
        return self.switched[CALLER] if CALLER in self.told_apart.get(node, NOTHING) else NOTHING

    def counts_at(self, node: str, look_up: str) -> bool:
        """Whether it matters at a node how often a look-up found nothing."""
        return look_up in self.returning.get(node, {})

    def _field(self, call: Call, name: str, apart: frozenset[str]) -> object:
        value = call.caller or None if name == CALLER else call.fields.get(name)
        return value if name in apart and value in self.switched[name] else value is not None


def essence_of(edition: Edition) -> Essence:
    """What matters in an edition."""
    return edition.made_once.get("essence", lambda: _essence_of(edition))


def _essence_of(edition: Edition) -> Essence:
    starts = tuple(line.start for line in edition.hotlines.values())
    ways = {name: tuple(ways_from(edition, name, starts)) for name in edition.nodes}
    decisions = {name: node.decision for name, node in edition.nodes.items() if node.decision}
    read = {name: frozenset(_read(edition, name, node)) for name, node in edition.nodes.items()}
    decided = {name: frozenset({_decided(edition, name, each)}) for name, each in decisions.items()}
    return Essence(
        live=needed_ahead(ways, read),
        told_apart=needed_ahead(ways, {name: decided.get(name, NOTHING) for name in edition.nodes}),
        switched=_switched(edition, decisions),
        returning=_returning(edition, {name: frozenset(way.to for way in going) for name, going in ways.items()}),
        leaving=frozenset(
            name for name, node in edition.nodes.items() if "phone" in node.fields_kept.values() or CALLER in read[name]
        ),
        texting=frozenset(name for name, node in edition.nodes.items() if node.texts_callers),
        by_language=any(each.on == "language" for each in decisions.values()),
        by_hotline=any(each.on in ("hotline", "called") for each in decisions.values()) or _differ_in_officers(edition),
        last_tries={name: edition.tries_at(name).wrong - 1 for name, node in edition.nodes.items() if node.enquiry},
    )


def _differ_in_officers(edition: Edition) -> bool:
    """Whether hotlines with officers and without lead into the same menus."""
    return len({line.officers for line in edition.hotlines.values()}) > 1


def _read(edition: Edition, name: str, node: Node) -> Iterator[str]:
    department = name.partition("/")[0]
    for field in names_read(node):
        if f"{department}/{field}" in edition.fields:
            yield f"{department}/{field}"
        elif field == CALLER:
            yield CALLER


def _decided(edition: Edition, node: str, decision: Decision) -> str:
    """The field by which a node decides, by its full name; or the caller's number."""
    field = f"{node.partition('/')[0]}/{decision.on}"
    return CALLER if decision.on == CALLER and field not in edition.fields else field


def _switched(edition: Edition, decisions: Mapping[str, Decision]) -> Mapping[str, frozenset[str]]:
    cases: dict[str, frozenset[str]] = {}
    for name, decision in decisions.items():
        field = _decided(edition, name, decision)
        cases[field] = cases.get(field, NOTHING) | decision.told_apart
    return cases


def _returning(edition: Edition, ways: Mapping[str, frozenset[str]]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The nodes on the shortest way back to each look-up that found nothing, and the other look-ups on it."""
    back = {
        name: full_name(node.enquiry.on_none, name.partition("/")[0])
        for name, node in edition.nodes.items()
        if node.enquiry and node.enquiry.on_none
    }
    returning: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, then in back.items():
        way = _shortest(ways, then, name)
        others = tuple(passed for passed in way if passed in back and passed != name)
        for passed in way:
            returning.setdefault(passed, {})[name] = others
    return returning


def _shortest(ways: Mapping[str, frozenset[str]], begin: str, end: str) -> tuple[str, ...]:
    found: dict[str, str] = {begin: ""}
    waiting = [begin]
    for name in waiting:
        if name == end:
            break
        for to in sorted(ways.get(name, ())):
            if to not in found:
                found[to] = name
                waiting.append(to)
    path = [end] if end in found else []
    while path and found[path[-1]]:
        path.append(found[path[-1]])
    return tuple(path)
