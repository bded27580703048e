"""Keys that do not ascend from 1 without gaps, or that callers know by another meaning.

FAIL choices on the keys 1, 2, 5
PASS choices on the keys 1, 2, 3
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding
from ivr.authoring.service.profiles import Limit, limit_of
from ivr.authoring.site import PlacedNode, Site
from ivr.nodes.menu import MenuNode

ID = "service-keys"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """The keys of every menu, and of the languages."""
    order, reserved = limit_of(site, "key_order"), limit_of(site, "reserved_keys")
    for placed in site.nodes:
        if isinstance(placed.node, MenuNode):
            if order:
                yield from _in_order(placed, order)
            if reserved:
                yield from _not_reserved(placed, reserved, placed.node.choices)
    if order:
        yield from _languages_in_order(site, order)


def _languages_in_order(site: Site, limit: Limit) -> Iterator[Problem]:
    """Languages may leave keys out, so that a language has the same key everywhere, but they ascend."""
    languages = site.flows.languages if site.flows else {}
    for (_, before), (code, after) in pairwise(languages.items()):
        if before.key.isdigit() and after.key.isdigit() and int(after.key) < int(before.key):
            message = said("the keys of the languages do not ascend: {key} comes too late.", key=after.key)
            advice = said("Callers hear the languages in the order in which they are written.")
            yield finding(limit, ID, site.flows_document, ("languages", code, "key"), message, advice)


def _in_order(placed: PlacedNode, limit: Limit) -> Iterator[Problem]:
    late = _first_out_of_order(placed.node.choices) if isinstance(placed.node, MenuNode) else ""
    if late:
        message = said("the keys of this menu do not ascend without gaps: {key} comes out of order.", key=late)
        advice = said("Number the choices 1, 2, 3 and so on, what is asked for most first.")
        yield finding(limit, ID, placed.document, (*placed.path, "choices", late), message, advice, name=True)


def _first_out_of_order(keys: Iterable[str]) -> str:
    """The first key that is not the next number; star, hash and 0 stand apart, and 0 may come last."""
    digits = [key for key in keys if key.isdigit() and key != "0"]
    return next((key for at, key in enumerate(digits) if int(key) != at + 1), "")


def _not_reserved(placed: PlacedNode, limit: Limit, keys: Iterable[str]) -> Iterator[Problem]:
    for key in keys:
        if key in limit.keys:
            message = said("the key {key} is used for a choice.", key=key)
            advice = said("Put the choice on another key.")
            yield finding(limit, ID, placed.document, (*placed.path, "choices", key), message, advice, name=True)
