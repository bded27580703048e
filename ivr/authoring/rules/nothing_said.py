"""A path on which callers would hear nothing, a place that nothing has filled, or an apology for a mistake.

FAIL a phrase `goodbye` that holds nothing but spaces
PASS a phrase with words in it
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.walking.proving import problems_found

ID = "nothing-said"
LAST = True


def check(site: Site) -> Iterator[Problem]:
    """What the walk of every path finds."""
    yield from problems_found(site, ID)
