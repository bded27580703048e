"""A secret that nothing checks: whatever is keyed, the caller comes through.

No look-up matches it, and no switch decides by it. A caller takes what comes next for guarded.

FAIL `ask` (secret, `keep: birth`) → `enquiry` with `match: {number: number}`
PASS `ask` (secret, `keep: birth`) → `enquiry` with `match: {number: number, birth: birth}`
"""

from collections.abc import Iterator

from ivr.authoring.assembling import asks_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.nodes.enquiry import EnquiryNode
from ivr.nodes.switch import SwitchNode

ID = "secret-unused"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every secret of a department, against what its look-ups match and its switches decide by."""
    read: set[tuple[str, str]] = set()
    for placed in site.nodes:
        if isinstance(placed.node, EnquiryNode):
            read |= {(placed.department, field) for field in placed.node.match.values()}
        if isinstance(placed.node, SwitchNode):
            read.add((placed.department, placed.node.on))
    for placed, ask in asks_of(site):
        if ask.secret and (placed.department, ask.keep) not in read:
            message = said('"{field}" is secret, and nothing checks it.', field=ask.keep)
            hint = said("Let the enquiry behind it `match` it too, or do not ask for it.")
            yield placed.document.problem((*placed.path, "keep"), ID, message, hint, level="warning")
