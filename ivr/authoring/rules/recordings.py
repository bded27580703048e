"""Rules about recordings, and the texts they stand for."""

from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.site import Site
from ivr.authoring.site.assembling import recordings_as_they_stand
from ivr.authoring.site.recordings import recording_path, recordings_of
from ivr.nodes import OF_EVERY_SITE
from ivr.translation import said, together


@rule(Stage.PATHS)
def stale_recording(site: Site) -> Iterator[Problem]:
    """A recording whose text has changed since it was made. It is not played; callers hear the text instead.

    FAIL a menu with a new choice, and the recording of the old menu
    PASS a recording that says the menu as it stands: `ivr prompts export` makes a sheet of what is to be recorded
    """
    for recording in recordings_as_they_stand(site):
        if recording.standing == "stale" and recording.note:
            message = said('the text of "{node}" has changed since this was recorded.', node=recording.node)
            hint = together(
                said('It says: "{text}"', text=recording.note.says),
                said('The text is now: "{text}"', text=recording.words),
                said("Callers hear the text until it is recorded again."),
            )
            document = site.manifests[recording.language].document
            yield document.problem(
                ("recordings", recording.node), "stale-recording", message, hint, name=True, level="warning"
            )


@rule()
def unused_recording(site: Site) -> Iterator[Problem]:
    """A recording that is never played: no node, or no language, has the name it is filed under.

    FAIL `prompts/en/transport/mian.wav`
    PASS `prompts/en/transport/main.wav`
    """
    for (language, node), _ in recordings_of(site):
        file = recording_path(language, node)
        if site.flows and language not in site.languages:
            message = said('the site does not speak "{language}".', language=language)
            yield Problem(file, 0, 1, 1, "unused-recording", message, did_you_mean(language, site.languages), "warning")
        elif node not in OF_EVERY_SITE and not site.has(node):
            message = said('no node is called "{node}", so this is never played.', node=node)
            names = site.node_names
            yield Problem(file, 0, 1, 1, "unused-recording", message, did_you_mean(node, names), "warning")


@rule(Stage.PATHS)
def unknown_recording_text(site: Site) -> Iterator[Problem]:
    """A recording of which nobody noted what it says. It is not played; callers hear the text instead.

    Without a note nothing could tell that the text has changed, and callers would be told keys that do something else.

    FAIL `prompts/en/transport/main.wav` and no word of it in `prompts/en/recordings.yaml`
    PASS the same after `ivr prompts add prompts/en/transport/main.wav`
    """
    for recording in recordings_as_they_stand(site):
        if recording.standing == "unknown":
            message = said("it is not noted what this recording says, so the text is spoken instead.")
            hint = together(
                said('The text is: "{text}"', text=recording.words),
                said("If the recording says this, run: ivr prompts add {file}", file=recording.file),
            )
            yield Problem(recording.file, 0, 1, 1, "unknown-recording-text", message, hint, "warning")


@rule(Stage.PATHS)
def not_recordable(site: Site) -> Iterator[Problem]:
    """A recording of words that change from call to call. It is not played; callers hear the words instead.

    Texts with `{places}` cannot be recorded, nor can enquiries, opening hours and whatever else has no words of its own.

    FAIL a recording of the node whose text is `Application {number} is ready.`
    PASS a recording of the node whose text is `Your application is ready.`
    """
    for recording in recordings_as_they_stand(site):
        if recording.standing == "not recordable":
            message = said('what "{node}" says cannot be recorded, so this is never played.', node=recording.node)
            hint = said("Its words change from call to call, or are spoken in another language. Take the file out.")
            yield Problem(recording.file, 0, 1, 1, "not-recordable", message, hint, "warning")
