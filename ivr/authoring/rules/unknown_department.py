"""A department that does not exist: there is no such folder with a `menu.yaml` under `menus/`.

FAIL `start: trasport/main`
PASS `start: transport/main`
"""

from collections.abc import Iterator

from ivr.authoring.permission import SITE
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "unknown-department"


def check(site: Site) -> Iterator[Problem]:
    """Every department whose editors are named; the destinations are looked at by `unknown_destination`."""
    if site.flows is None:
        return
    for name in site.flows.publishing.editors:
        if name != SITE and name not in site.departments:
            hint = did_you_mean(name, (*site.departments, SITE))
            message = said('no department is called "{name}".', name=name)
            yield site.flows_document.problem(("publishing", "editors", name), ID, message, hint, name=True)
