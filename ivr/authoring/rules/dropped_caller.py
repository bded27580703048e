"""A caller who is let go without an answer, an officer, a message, or word of when somebody can be reached.

Every path is walked: open and closed, the database away, nobody answering, silence, wrong keys. The hint is the
command that makes this very call.

FAIL an officer with `unanswered: goodbye`
PASS an officer with `unanswered: leave_message`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.walking.proving import problems_found

ID = "dropped-caller"
LAST = True


def check(site: Site) -> Iterator[Problem]:
    """What the walk of every path finds."""
    yield from problems_found(site, ID)
