"""A circle that a caller who does nothing, or presses wrong keys only, never gets out of.

FAIL an officer with `unanswered: main`, where silence at `main` leads to the officer
PASS an officer with `unanswered: leave_message`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.walking.proving import problems_found

ID = "endless-loop"
LAST = True


def check(site: Site) -> Iterator[Problem]:
    """What the walk of every path finds."""
    yield from problems_found(site, ID)
