"""A text, or its recording, that speaks for too long at a stretch.

FAIL an answer of a minute and a half
PASS a menu of three answers, each of half a minute
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.recordings import seconds_of
from ivr.authoring.rules.missing_language import NAMES
from ivr.authoring.sentences import Sentence, said, together
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.profiles import Limit, limit_of
from ivr.authoring.site import Site
from ivr.authoring.texts import texts_of
from ivr.words import seconds_to_say

ID = "service-length"


def check(site: Site) -> Iterator[Problem]:
    """Every text in every language, and every recording."""
    limit = limit_of(site, "seconds_of_a_prompt")
    if limit is None or limit.most is None:
        return
    for text in texts_of(site):
        for code, words in text.by_language.items():
            seconds = seconds_to_say(words, code)
            if seconds > limit.most:
                path = (*text.path, code)
                yield finding(limit, ID, text.document, path, _message(seconds, limit, code), _ADVICE, name=True)
    for file, name in site.files.recordings.items():
        seconds = seconds_of(site.files.sounds[name]) if name in site.files.sounds else 0.0
        if seconds > limit.most:
            hint = together(_ADVICE, limit.source)
            yield Problem(file, 0, 1, 1, ID, _message(seconds, limit, file.split("/")[1]), hint, limit.level)


_ADVICE = said("Say what most callers need, and let them choose the rest.")


def _message(seconds: float, limit: Limit, code: str) -> Sentence:
    template = "this speaks for {seconds} seconds in {language}; {most} are the most."
    return said(template, seconds=whole(seconds), language=NAMES.get(code, code), most=whole(limit.most))
