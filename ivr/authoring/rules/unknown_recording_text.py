"""A recording of which nobody noted what it says. It is not played; callers hear the text instead.

Without a note nothing could tell that the text has changed, and callers would be told keys that do something else.

FAIL `prompts/en/transport/main.wav` and no word of it in `prompts/en/recordings.yaml`
PASS the same after `ivr prompts add prompts/en/transport/main.wav`
"""

from collections.abc import Iterator

from ivr.authoring.assembling import recordings_as_they_stand
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said, together
from ivr.authoring.site import Site

ID = "unknown-recording-text"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every recording against the notes about recordings."""
    for recording in recordings_as_they_stand(site):
        if recording.standing == "unknown":
            message = said("it is not noted what this recording says, so the text is spoken instead.")
            hint = together(
                said('The text is: "{text}"', text=recording.words),
                said("If the recording says this, run: ivr prompts add {file}", file=recording.file),
            )
            yield Problem(recording.file, 0, 1, 1, ID, message, hint, "warning")
