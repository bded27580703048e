"""A profile of good service that does not exist.

FAIL `service: irland`
PASS `service: ireland`, or `service: [house, ireland]`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.sentences import said
from ivr.authoring.service.profiles import NAMES
from ivr.authoring.site import Site

ID = "service-profile"


def check(site: Site) -> Iterator[Problem]:
    """The profiles that flows.yaml names."""
    for name in site.flows.service.profiles if site.flows else ():
        if name not in NAMES:
            message = said('no rules of service are called "{name}".', name=name)
            hint = did_you_mean(name, NAMES) or said("There are {known}.", known=one_of(NAMES))
            yield site.flows_document.problem(("service",), ID, message, hint, name=True)
