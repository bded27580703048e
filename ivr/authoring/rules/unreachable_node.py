"""A node to which no caller can come.

FAIL a node that no choice, branch or hotline mentions
PASS a choice that leads to it
"""

from collections.abc import Iterator

from ivr.authoring.paths import reached, starts_of, ways_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "unreachable-node"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every node that no way from a hotline leads to; where that is a whole department, one warning for it."""
    found = reached(ways_of(site), starts_of(site), site)
    for department in site.departments.values():
        if department.menu and not any(name in found for name in department.nodes):
            message = said("no hotline and no other department leads here.")
            yield department.document.problem(
                ("start",), ID, message, said("Name it as a `start` in flows.yaml."), level="warning"
            )
            continue
        for name, placed in department.nodes.items():
            if name not in found:
                message = said('no caller can come to "{node}".', node=placed.path[-1])
                hint = said("Let a choice lead to it, or take it out.")
                yield placed.document.problem(placed.path, ID, message, hint, name=True, level="warning")
