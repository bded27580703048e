"""Callers who fail too often before a person helps them.

FAIL `tries: {silence: 5, wrong: 5, then: officer}`
PASS `tries: {silence: 3, wrong: 3, then: officer}`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.site import Site

ID = "service-tries"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """The tries of flows.yaml; that they end with a person is proved by walking every path."""
    limit = limit_of(site, "tries")
    if site.flows is None or limit is None or limit.most is None:
        return
    tries = site.flows.tries
    for setting, number in (("silence", tries.silence), ("wrong", tries.wrong)):
        if number > limit.most:
            template = "callers fail {count} times before a person helps them; {most} are the most."
            message = said(template, count=number, most=whole(limit.most))
            yield finding(limit, ID, site.flows_document, ("tries", setting), message)
