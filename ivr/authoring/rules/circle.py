"""Nodes that lead round to each other without ever waiting for the caller.

An answer with `then`, a switch, the branches of `hours` and of a look-up go on at once. A circle of them would speak
for ever.

FAIL an answer whose `then` leads to a switch that leads back to the answer
PASS an answer that leads back to a menu
"""

from collections.abc import Iterator

from ivr.authoring.paths import ways_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "circle"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every node from which one comes back to it without waiting."""
    hasty = {placed.name for placed in site.nodes if placed.node.goes_on_at_once}
    leads = {name: {way.to for way in ways} & hasty for name, ways in ways_of(site).items() if name in hasty}
    for placed in site.nodes:
        if placed.name in hasty and placed.name in _reached(leads, placed.name):
            message = said('"{node}" leads back to itself without waiting for the caller.', node=placed.path[-1])
            hint = said("Let one node of the circle be a menu, or lead elsewhere.")
            yield placed.document.problem(placed.path, ID, message, hint, name=True)


def _reached(leads: dict[str, set[str]], name: str) -> set[str]:
    found: set[str] = set()
    waiting = list(leads[name])
    while waiting:
        further = waiting.pop()
        if further not in found:
            found.add(further)
            waiting += leads[further]
    return found
