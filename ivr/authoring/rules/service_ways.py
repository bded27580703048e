"""A way that every menu owes its callers is missing: to an officer, back, or to hear it again.

FAIL `keys: {0: officer, star: back}`, with nothing to repeat
PASS `keys: {0: officer, star: back, hash: repeat}`, which is also what stands without `keys`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.site import Site

ID = "service-ways"
AFTER_OTHERS = True
WAYS = {
    "officer": said("no key leads to an officer."),
    "repeat": said("no key lets callers hear it again."),
    "back": said("no key leads back."),
}


def check(site: Site) -> Iterator[Problem]:
    """The keys of flows.yaml, and what comes after too many tries."""
    if site.flows is None:
        return
    for way, message in WAYS.items():
        limit = limit_of(site, f"{way}_key")
        if limit and way not in site.flows.keys.values():
            advice = said("Add it to `keys` in flows.yaml.")
            yield finding(limit, ID, site.flows_document, ("keys",), message, advice, name=True)
