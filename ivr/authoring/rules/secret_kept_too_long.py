"""A secret that is forgotten before the enquiry that needs it.

What a caller keys under `secret: yes` is forgotten as soon as the system waits for the caller again. The node that
asks for it must lead to the enquiry directly, or through switches only.

FAIL `ask` (secret) → `menu` → `enquiry`
PASS `ask` (secret) → `enquiry`
"""

from collections.abc import Iterator, Mapping

from ivr.authoring.assembling import asks_of
from ivr.authoring.paths import Way, ways_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.nodes.enquiry import EnquiryNode

ID = "secret-kept-too-long"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every enquiry that matches a secret field."""
    ways = ways_of(site)
    secrets = [(placed, ask) for placed, ask in asks_of(site) if ask.secret]
    for placed in site.nodes:
        if not isinstance(placed.node, EnquiryNode):
            continue
        for column, field in placed.node.match.items():
            asked = [each for each in secrets if each[0].department == placed.department and each[1].keep == field]
            if asked and not any(_in_one_turn(site, ways, each, placed) for each, _ in asked):
                yield _problem(placed, column, field, asked[0][0])


def _in_one_turn(site: Site, ways: Mapping[str, tuple[Way, ...]], ask: PlacedNode, enquiry: PlacedNode) -> bool:
    kinds = {placed.name: placed.node.kind for placed in site.nodes}
    seen: set[str] = set()
    waiting = [way.to for way in ways[ask.name]]
    while waiting:
        name = waiting.pop()
        if name == enquiry.name:
            return True
        if name not in seen and kinds.get(name) == "switch":
            seen.add(name)
            waiting += (way.to for way in ways[name])
    return False


def _problem(placed: PlacedNode, column: str, field: str, ask: PlacedNode) -> Problem:
    line = ask.document.place_of(ask.path, name=True).line
    message = said('"{field}" is secret and forgotten before this enquiry.', field=field)
    template = 'Let "{node}" (line {line}), which asks for it, lead here directly.'
    hint = said(template, node=ask.path[-1], line=line)
    return placed.document.problem((*placed.path, "match", column), ID, message, hint)
