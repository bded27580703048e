"""A place where the site's key for an officer (0) does not lead to one, or to a message.

FAIL a menu whose choice 0 leads to fees
PASS a menu that leaves 0 alone, or leads it to an officer
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.walking.proving import problems_found

ID = "no-way-to-officer"
LAST = True


def check(site: Site) -> Iterator[Problem]:
    """What the walk of every path finds."""
    yield from problems_found(site, ID)
