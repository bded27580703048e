"""How long callers listen before something is offered or answered: estimates from the texts, without pauses.

Times count from the choice of a language, along the quickest way. What callers do takes time too: a second for a key,
half a second for each digit of an entry. What an enquiry finds is not counted, only what comes before it.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.ways import starts_of
from ivr.engine.grammar import RESERVED
from ivr.engine.node import Node, Offer
from ivr.nodes.ask import AskNode
from ivr.words import say_key, seconds_to_say

SECONDS_A_KEY = 1.0
SECONDS_A_DIGIT = 0.5
DIGITS_OF_A_DATE = 8
USUAL_DIGITS = 6


@dataclass(frozen=True, order=True)
class Arrival:
    """The quickest way to a node (its full name): seconds, menus heard before it, and the last answer on the way."""

    seconds: float
    menus: int
    node: str
    last_answer: str = ""


def arrivals(site: Site, language: str) -> Mapping[str, Arrival]:
    """The quickest way to every node that callers come to, in a language."""
    nodes = {placed.name: placed for placed in site.nodes}
    waiting = [Arrival(greeting_seconds(site, name, language), 0, start) for name, start in _beginnings(site)]
    heapq.heapify(waiting)
    found: dict[str, Arrival] = {}
    while waiting:
        arrival = heapq.heappop(waiting)
        if arrival.node not in found:
            found[arrival.node] = arrival
            if arrival.node in nodes:
                for further in _onwards(site, nodes[arrival.node], arrival, language):
                    heapq.heappush(waiting, further)
    return found


def gives_an_answer(site: Site) -> Mapping[str, Node]:
    """The nodes that tell callers something, by full name, those written inside menus among them."""
    inner = {name: node for placed in site.nodes for name, node in placed.node.inner(placed.name).items()}
    return {
        **{placed.name: placed.node for placed in site.nodes if placed.node.gives == "answer"},
        **{name: node for name, node in inner.items() if node.gives == "answer"},
    }


def language_seconds(site: Site) -> float:
    """How long the last language waits to be offered, on the hotline with the longest name."""
    if site.flows is None:
        return 0.0
    titles = [line.title for line in site.flows.hotlines.values()]
    return max(
        sum(
            seconds_to_say(title.get(code, ""), code) + _phrase_seconds(site, code, "choose_language")
            for code in site.languages
        )
        for title in titles
    )


def greeting_seconds(site: Site, hotline: str, language: str) -> float:
    """How long a hotline says who has answered, once a language is chosen."""
    title = site.flows.hotlines[hotline].title if site.flows else {}
    return _phrase_seconds(site, language, "greeting") + seconds_to_say(title.get(language, ""), language)


def menu_seconds(site: Site, menu: Node, language: str, until: str = "") -> float:
    """How long a menu speaks: all of it, or up to and including the choice on a key."""
    seconds = _texts_seconds(getattr(menu, "say", None), language)
    for key, choice in menu.offers.items():
        seconds += choice_seconds(site, key, choice, language)
        if key == until:
            break
    return seconds


def choice_seconds(site: Site, key: str, choice: Offer, language: str) -> float:
    """How long one choice of a menu takes to hear."""
    spoken = seconds_to_say(choice.label.get(language, ""), language) + seconds_to_say(say_key(key, language), language)
    return _phrase_seconds(site, language, "choice") + spoken


def _beginnings(site: Site) -> Iterator[tuple[str, str]]:
    for name, line in site.flows.hotlines.items() if site.flows else ():
        yield name, site.start_of(line.start)


def _onwards(site: Site, placed: PlacedNode, here: Arrival, language: str) -> Iterator[Arrival]:
    """Where one comes from a node, and when."""
    node = placed.node
    told = placed.name if node.gives == "answer" else here.last_answer
    if node.offers:
        for key, choice in node.offers.items():
            seconds = menu_seconds(site, node, language, key) + SECONDS_A_KEY
            yield Arrival(here.seconds + seconds, here.menus + 1, choice.to or f"{placed.name}.{key}", told)
        return
    seconds = _seconds_at(site, node, language)
    for _, to in placed.mentions("destination"):
        for name in starts_of(site) if to == "main" else (to,):
            if name not in RESERVED:
                yield Arrival(here.seconds + seconds, here.menus, name, told)


def _seconds_at(site: Site, node: Node, language: str) -> float:
    """How long one stays at a node that is no menu before the call goes on."""
    if isinstance(node, AskNode):
        return _texts_seconds(node.say, language) + _entry_seconds(site, node, language)
    return _texts_seconds(getattr(node, "say", None), language)


def _entry_seconds(site: Site, ask: AskNode, language: str) -> float:
    """How long one keys what is asked for, and hears it back."""
    span = ask.digits or ask.letters
    keys = DIGITS_OF_A_DATE if ask.date else span.least if span else USUAL_DIGITS
    if ask.secret or not ask.confirm:
        return keys * SECONDS_A_DIGIT
    heard = _phrase_seconds(site, language, "read_back") + seconds_to_say("0" * keys, language)
    return keys * SECONDS_A_DIGIT + heard + _phrase_seconds(site, language, "read_back_keys") + SECONDS_A_KEY


def _texts_seconds(texts: Mapping[str, str] | None, language: str) -> float:
    return seconds_to_say(texts.get(language, ""), language) if texts else 0.0


def _phrase_seconds(site: Site, language: str, name: str) -> float:
    """How long a phrase takes without what fills it."""
    document = site.phrases.get(language)
    text = document.at((name,)) if document else None
    return seconds_to_say(_without_places(text), language) if isinstance(text, str) else 0.0


def _without_places(text: str) -> str:
    return "".join(part.rpartition("}")[2] for part in text.split("{"))
