"""A text in a language that the site does not speak; nobody would ever hear it.

FAIL `say: {yue: 你好。, eng: Hello.}`
PASS `say: {yue: 你好。, en: Hello.}`
"""

from collections import Counter
from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.authoring.texts import texts_of

ID = "unknown-language"
MANY = 3  # texts; where most are in such a language, that is told once


def check(site: Site) -> Iterator[Problem]:
    """Every text's codes against the languages of the site."""
    known = site.names_in("languages")
    if site.flows is None:
        return
    texts = list(texts_of(site))
    used = Counter(code for text in texts for code in text.by_language)
    usual = {code for code, times in used.items() if code not in known and times >= MANY and 2 * times > len(texts)}
    for code in sorted(usual):
        message = said(
            '{count} texts are written in "{code}", which is not a language here.', count=used[code], code=code
        )
        hint = did_you_mean(code, known) or said("Add it under `languages`, with its key and its voice.")
        yield site.flows_document.problem(("languages",), ID, message, hint, name=True)
    written = [(text.document, text.path, text.by_language) for text in texts]
    written += [(placed.document, path, words) for placed in site.nodes for path, words in placed.groups("words")]
    for document, path, by_language in written:
        for code in by_language:
            if code not in known and code not in usual:
                hint = did_you_mean(code, known) or said("The site speaks {known}.", known=one_of(known))
                message = said('"{code}" is not a language of this site.', code=code)
                yield document.problem((*path, code), ID, message, hint, name=True)
