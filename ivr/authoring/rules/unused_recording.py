"""A recording that is never played: no node, or no language, has the name it is filed under.

FAIL `prompts/en/transport/mian.wav`
PASS `prompts/en/transport/main.wav`
"""

from collections.abc import Iterator

from ivr.authoring.assembling import BUILT_IN_NODES
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.recordings_spoken import recording_path, recordings_of
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "unused-recording"


def check(site: Site) -> Iterator[Problem]:
    """The names under which recordings are filed."""
    for (language, node), _ in recordings_of(site):
        file = recording_path(language, node)
        if site.flows and language not in site.languages:
            message = said('the site does not speak "{language}".', language=language)
            yield Problem(file, 0, 1, 1, ID, message, did_you_mean(language, site.languages), "warning")
        elif node not in BUILT_IN_NODES and not site.has(node):
            message = said('no node is called "{node}", so this is never played.', node=node)
            names = [placed.name for placed in site.nodes]
            yield Problem(file, 0, 1, 1, ID, message, did_you_mean(node, names), "warning")
