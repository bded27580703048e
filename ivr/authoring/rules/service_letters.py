"""A Cantonese text with simplified characters, or a Putonghua text with traditional ones.

A voice reads some of them wrongly, and a reader sees that nobody looked at the text.

FAIL `yue: 请按一。`
PASS `yue: 請按一。`
"""

from collections.abc import Iterator

from ivr.authoring.marks import Document, Path
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said, together
from ivr.authoring.service.profiles import Limit, limit_of
from ivr.authoring.service.spoken import spoken_texts
from ivr.authoring.service.writing import wrong_script
from ivr.authoring.site import Site

ID = "service-letters"
SCRIPTS = {
    "yue": said("Cantonese is written in traditional characters."),
    "cmn": said("Putonghua is written in simplified characters."),
}


def check(site: Site) -> Iterator[Problem]:
    """Every text and every phrase."""
    limit = limit_of(site, "letters")
    if limit is None:
        return
    for document, path, code, words in spoken_texts(site):
        wrong = wrong_script(words, code)
        if wrong:
            yield _finding(limit, document, path, code, wrong)


def _finding(limit: Limit, document: Document, path: Path, code: str, wrong: str) -> Problem:
    message = said('"{letters}" is of the other script.', letters=wrong)
    hint = together(SCRIPTS[code], limit.source)
    return document.problem_with_word(path, wrong[0], ID, message, hint, limit.level)
