"""A department without the node that a key of the site leads to: 0 must reach an officer everywhere.

FAIL a department without a node `officer`
PASS a node `officer` of kind `transfer` or `message`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.engine.grammar import RESERVED

ID = "missing-officer"


def check(site: Site) -> Iterator[Problem]:
    """The nodes that `keys` and `tries` of flows.yaml mean in every department."""
    if site.flows is None:
        return
    needed = {to: f"key {key} leads" for key, to in site.flows.keys.items()}
    needed.setdefault(site.flows.tries.then, "callers are sent after too many tries")
    for department in site.departments.values():
        for to, why in needed.items():
            if department.menu and to not in RESERVED and "/" not in to and to not in department.names:
                message = f'this department has no node "{to}", where {why}.'
                hint = "Add one, of kind transfer or message; what leads there is in flows.yaml."
                yield department.document.problem(("nodes",), ID, message, hint, name=True)
