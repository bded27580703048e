"""A text that tells callers to press a key which does something else there, or nothing.

The system itself says the key behind each label, so a label need not name one. Other texts may name the keys of their
menu, of the menu that follows at once, and those that flows.yaml puts on every menu. Numbers that are no keys ("within
5 days") are left alone.

FAIL `2: {label: {en: "opening hours, press five"}, …}`
PASS `2: {label: {en: opening hours}, …}`
"""

from collections.abc import Iterator

from ivr.authoring.key_names import keys_named
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.texts import PlacedText, texts_of
from ivr.nodes.menu import MenuNode

ID = "key-disagrees"
OF_FORMS = frozenset(("1", "2", "3", "4", "star", "hash"))  # what a node that takes an entry or a recording offers
FORMS = ("ask", "message", "feedback", "transfer")


def check(site: Site) -> Iterator[Problem]:
    """Every text of every menu."""
    nodes = {placed.name: placed for placed in site.nodes}
    everywhere = frozenset(site.flows.keys if site.flows else ())
    for text in texts_of(site):
        if text.placed:
            own = _own_key(text)
            known = {own} if own else everywhere | _keys_at(text.placed, nodes)
            yield from _in_text(text, own, known)


def _own_key(text: PlacedText) -> str:
    """The key whose label this is."""
    return text.path[-2] if text.path[-1] == "label" and text.path[-3:-2] == ("choices",) else ""


def _keys_at(placed: PlacedNode, nodes: dict[str, PlacedNode]) -> frozenset[str]:
    """The keys that do something at a node, and at those to which it leads."""
    there = (nodes[to] for _, to in placed.mentions("destination") if to in nodes)
    return frozenset().union(*(_keys_of(each) for each in (placed, *there)))


def _keys_of(placed: PlacedNode) -> frozenset[str]:
    if isinstance(placed.node, MenuNode):
        return frozenset(placed.node.choices)
    return OF_FORMS if placed.node.kind in FORMS else frozenset()


def _in_text(text: PlacedText, own: str, known: frozenset[str] | set[str]) -> Iterator[Problem]:
    for code, words in text.by_language.items():
        for key, named in keys_named(words):
            if key in known:
                continue
            if own:
                message = said('"{words}" stands in the label of key {key}.', words=named, key=own)
                hint = said("Leave the key out of the label: it is said behind it.")
                yield text.document.problem_with_word((*text.path, code), named, ID, message, hint)
            else:
                message = said('"{words}": no key {key} does anything here.', words=named, key=key)
                hint = said("Name a key of this menu, or leave it out.")
                yield text.document.problem_with_word((*text.path, code), named, ID, message, hint, "warning")
