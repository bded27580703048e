"""A recording of words that change from call to call. It is not played; callers hear the words instead.

Texts with `{places}` cannot be recorded, nor can enquiries, opening hours and whatever else has no words of its own.

FAIL a recording of the node whose text is `Application {number} is ready.`
PASS a recording of the node whose text is `Your application is ready.`
"""

from collections.abc import Iterator

from ivr.authoring.assembling import recordings_as_they_stand
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "not-recordable"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every recording against what its node says."""
    for recording in recordings_as_they_stand(site):
        if recording.standing == "not recordable":
            message = said('what "{node}" says cannot be recorded, so this is never played.', node=recording.node)
            hint = said("Its words change from call to call, or are spoken in another language. Take the file out.")
            yield Problem(recording.file, 0, 1, 1, ID, message, hint, "warning")
