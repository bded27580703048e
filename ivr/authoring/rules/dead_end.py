"""A node from which no answer, officer, message or goodbye can be reached, however often keys are pressed.

FAIL two menus whose choices lead only to each other
PASS a choice that leads to an answer
"""

from collections.abc import Iterator

from ivr.authoring.paths import ways_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "dead-end"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every node from which all written ways only lead on."""
    ways = ways_of(site)
    leads = {name: {way.to for way in going} for name, going in ways.items()}
    good = {placed.name for placed in site.nodes if not placed.node.only_leads_on}
    good |= {name for going in leads.values() for name in going if name == "goodbye" or "." in name}
    while more := {name for name, to in leads.items() if name not in good and to & good}:
        good |= more
    for placed in site.nodes:
        if placed.name not in good:
            message = said('from "{node}" callers never get an answer.', node=placed.path[-1])
            hint = said("Let one of its ways end in an answer, an officer, a message or goodbye.")
            yield placed.document.problem(placed.path, ID, message, hint, name=True)
