"""How long callers listen before something is offered or answered, along the quickest way as it is written.

Times count from the choice of a language. They are told by the clock of `walking/times`, in what the nodes themselves
say: callers press a key as soon as it is named, and key what is asked for. Not counted is what only a call can tell:
what was found in a table, and whether an office is open.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import assemble
from ivr.authoring.walking.acts import entry_act
from ivr.authoring.walking.listening import KEY_SECONDS, seconds_before, seconds_of
from ivr.authoring.walking.moments import ORDINARY_WEEKS, USUAL
from ivr.authoring.walking.world import World, sample_of
from ivr.engine.call import Call
from ivr.engine.contents import department_of
from ivr.engine.edition import Edition
from ivr.engine.grammar import DIGIT_OF_KEY, RESERVED
from ivr.engine.heard import Keys
from ivr.engine.instructions import Ask, Prompt
from ivr.engine.node import Node, Wait
from ivr.engine.notices import notices
from ivr.engine.turn import LANGUAGE
from ivr.engine.visit import Visit
from ivr.engine.ways import YES


@dataclass(frozen=True, order=True)
class Arrival:
    """The quickest way to a node (its full name): seconds, menus heard before it, and the last answer on the way."""

    seconds: float
    menus: int
    node: str
    last_answer: str = ""


@dataclass(frozen=True)
class Listener:
    """Listens to the nodes of a site in which everything mentioned exists."""

    site: Site

    @cached_property
    def edition(self) -> Edition:
        """What callers would ring; that a secret must not be said is another rule's to tell."""
        edition = assemble(self.site, "")
        said = {name: replace(each, secrets=frozenset()) for name, each in edition.contents.items()}
        return replace(edition, contents=said)

    @cached_property
    def _now(self) -> datetime:
        return datetime.combine(ORDINARY_WEEKS[0], USUAL, ZoneInfo(self.edition.zone))

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.start for line in self.edition.hotlines.values()))

    @cached_property
    def _fields(self) -> Mapping[str, Mapping[str, str]]:
        """By department, a value for every field that its texts may say."""
        found: dict[str, dict[str, str]] = {}
        for name in self.edition.fields:
            found.setdefault(name.partition("/")[0], {})[name] = sample_of(self.edition.format_of(name))
        return found

    def arrivals(self, language: str) -> Mapping[str, Arrival]:
        """The quickest way to every node that callers come to, in a language."""
        nodes = {placed.name: placed for placed in self.site.nodes}
        waiting = [
            Arrival(self.greeting_seconds(line.name, language), 0, line.start)
            for line in self.edition.hotlines.values()
            if department_of(line.start) in self.site.departments
        ]
        heapq.heapify(waiting)
        found: dict[str, Arrival] = {}
        while waiting:
            arrival = heapq.heappop(waiting)
            if arrival.node not in found:
                found[arrival.node] = arrival
                if arrival.node in nodes:
                    for further in self._onwards(nodes[arrival.node], arrival, language):
                        heapq.heappush(waiting, further)
        return found

    def language_seconds(self) -> float:
        """How long the last language waits to be offered, on the hotline that takes longest."""
        node = self.edition.nodes[LANGUAGE]
        alone = replace(self.edition, beside_languages={})
        lines = self.edition.hotlines.values()
        visits = [replace(self._visit(LANGUAGE, "", line.name), edition=alone) for line in lines]
        return max(seconds_of((*notices(visit), *node.enter(visit).says)) for visit in visits)

    def greeting_seconds(self, hotline: str, language: str) -> float:
        """How long a hotline says who has answered, once a language is chosen."""
        *behind, key = self.edition.languages[language].keys
        visit = self._visit(LANGUAGE, "", hotline)
        visit = replace(visit, call=replace(visit.call, stage="".join(behind)))
        return seconds_of(self.edition.nodes[LANGUAGE].hear(visit, Keys(DIGIT_OF_KEY[key])).says)

    def seconds_until(self, node: str, key: str, language: str) -> float:
        """How long a node speaks until the choice on a key has been offered."""
        return seconds_before(self.edition, self._said(node, language), DIGIT_OF_KEY[key])

    def _onwards(self, placed: PlacedNode, here: Arrival, language: str) -> Iterator[Arrival]:
        """Where one comes from a node, and when."""
        node, name, ways = placed.node, placed.name, placed.node.leads_to
        said = self._said(name, language) if node.offers or ways else ()
        told = name if node.has_answer else here.last_answer
        for key, offer in node.offers.items():
            seconds = here.seconds + seconds_before(self.edition, said, DIGIT_OF_KEY[key]) + KEY_SECONDS
            for to in self._nodes_named(offer.to or f"{name}.{key}"):
                yield Arrival(seconds, here.menus + 1, to, told)
        if ways and not node.offers:
            seconds = here.seconds + seconds_of(said) + self._keying(name, node, language)
            for to in ways:
                yield from (Arrival(seconds, here.menus, each, told) for each in self._nodes_named(to))

    def _nodes_named(self, to: str) -> tuple[str, ...]:
        """The nodes that a destination means, none where it depends on the call."""
        if to == "main":
            return self._starts
        return () if to in RESERVED else (to,)

    def _keying(self, name: str, node: Node, language: str) -> float:
        """How long one keys what a node asks for, and says that it was understood rightly."""
        if node.entry is None:
            return 0.0
        visit = self._visit(name, language)
        keys = node.entry.samples(self._now.date(), self.edition.home.country)[0]
        script = keys
        match node.enter(visit).next:
            case Wait(Ask() as ask):
                script = entry_act(ask, keys).script
        step = node.hear(visit, Keys(keys))
        read_back = seconds_before(self.edition, step.says, YES) + KEY_SECONDS if isinstance(step.next, Wait) else 0.0
        return len(script) * KEY_SECONDS + read_back

    def _said(self, name: str, language: str) -> tuple[Prompt, ...]:
        return self.edition.nodes[name].own_words(self._visit(name, language))

    def _visit(self, node: str, language: str, hotline: str = "") -> Visit:
        fields = self._fields.get(node.partition("/")[0], {})
        line = self.edition.hotline(hotline) if hotline else next(iter(self.edition.hotlines.values()))
        call = Call("CA0", line.name, "", "", line.number, 0, language=language, node=node, fields=fields)
        return Visit(self.edition, call, World(self.edition, self._now).ports, self._now)
