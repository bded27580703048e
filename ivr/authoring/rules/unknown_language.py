"""A text in a language that the site does not speak; nobody would ever hear it.

FAIL `say: {yue: 你好。, eng: Hello.}`
PASS `say: {yue: 你好。, en: Hello.}`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.authoring.texts import texts_of

ID = "unknown-language"


def check(site: Site) -> Iterator[Problem]:
    """Every text's codes against the languages of the site."""
    for text in texts_of(site) if site.flows else ():
        for code in text.by_language:
            if code not in site.languages:
                hint = did_you_mean(code, site.languages) or said(
                    "The site speaks {known}.", known=one_of(site.languages)
                )
                message = said('"{code}" is not a language of this site.', code=code)
                yield text.document.problem((*text.path, code), ID, message, hint, name=True)
