"""A language falls back to one that cannot stand in for it.

FAIL `cmn: {…, falls_back_to: cmn}`, or to a language that falls back itself, or to none of the site's
PASS `cmn: {…, falls_back_to: yue}`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "bad-fallback"


def check(site: Site) -> Iterator[Problem]:
    """The languages that fall back."""
    languages = site.flows.languages if site.flows else {}
    for code, language in languages.items():
        to = language.falls_back_to
        path = ("languages", code, "falls_back_to")
        if to and to not in languages:
            message = said('"{code}" is not a language of this site.', code=to)
            yield site.flows_document.problem(path, ID, message, did_you_mean(to, languages))
        elif to and (to == code or languages[to].falls_back_to):
            message = said('"{code}" cannot stand in for "{language}".', code=to, language=code)
            hint = said("Name a language of the site that has all texts itself.")
            yield site.flows_document.problem(path, ID, message, hint)
