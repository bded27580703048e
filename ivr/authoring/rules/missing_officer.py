"""A department without the node that a key of the site leads to: 0 must reach an officer everywhere.

FAIL a department without a node `officer`
PASS a node `officer` of kind `transfer` or `message`
"""

from collections.abc import Iterator, Mapping

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import Sentence, said
from ivr.authoring.site import Site
from ivr.engine.grammar import RESERVED

ID = "missing-officer"


def needed_everywhere(site: Site) -> Mapping[str, Sentence]:
    """The nodes that every department must have, by their short name, and what leads there."""
    if site.flows is None:
        return {}
    needed = {to: said("key {key} leads", key=key) for key, to in site.flows.keys.items()}
    needed.setdefault(site.flows.tries.then, said("callers are sent after too many tries"))
    return {to: why for to, why in needed.items() if to and to not in RESERVED and "/" not in to}


def check(site: Site) -> Iterator[Problem]:
    """The nodes that `keys` and `tries` of flows.yaml mean in every department."""
    needed = needed_everywhere(site)
    for department in site.departments.values():
        for to, why in needed.items():
            if department.menu and to not in department.names:
                message = said('this department has no node "{node}", where {why}.', node=to, why=why)
                hint = said("Add one, of kind transfer or message; what leads there is in flows.yaml.")
                yield department.document.problem(("nodes",), ID, message, hint, name=True)
