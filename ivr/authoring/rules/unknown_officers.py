"""Officers whom `flows.yaml` does not have.

FAIL `to: licencing_counter`
PASS `to: licensing_counter`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "unknown-officers"


def check(site: Site) -> Iterator[Problem]:
    """Every mention of officers."""
    if site.flows is None:
        return
    known = site.names_in("officers")
    for placed in site.nodes:
        for path, name in placed.mentions("officers"):
            if name not in known:
                hint = did_you_mean(name, known) or said("Officers are in flows.yaml, under `officers`.")
                yield placed.document.problem(path, ID, said('no officers are called "{name}".', name=name), hint)
