"""A recording whose text has changed since it was made. It is not played; callers hear the text instead.

FAIL a menu with a new choice, and the recording of the old menu
PASS a recording that says the menu as it stands: `ivr prompts export` makes a sheet of what is to be recorded
"""

from collections.abc import Iterator

from ivr.authoring.assembling import recordings_as_they_stand
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said, together
from ivr.authoring.site import Site

ID = "stale-recording"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every recording against the text as it stands."""
    for recording in recordings_as_they_stand(site):
        if recording.standing == "stale" and recording.note:
            message = said('the text of "{node}" has changed since this was recorded.', node=recording.node)
            hint = together(
                said('It says: "{text}"', text=recording.note.says),
                said('The text is now: "{text}"', text=recording.words),
                said("Callers hear the text until it is recorded again."),
            )
            document = site.manifests[recording.language].document
            yield document.problem(("recordings", recording.node), ID, message, hint, name=True, level="warning")
