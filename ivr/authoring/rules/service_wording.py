"""A Cantonese text that reads as converted Mandarin: with words that are written but not said in Cantonese.

A matter of style; the text is understood, and sounds like a foreigner.

FAIL `yue: 你的申請不在這裡。`
PASS `yue: 你嘅申請唔喺呢度。`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said, together
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.service.spoken import spoken_texts
from ivr.authoring.service.writing import mandarin_words
from ivr.authoring.site import Site

ID = "service-wording"


def check(site: Site) -> Iterator[Problem]:
    """Every Cantonese text and phrase."""
    limit = limit_of(site, "converted_mandarin")
    if limit is None:
        return
    for document, path, code, words in spoken_texts(site):
        found = mandarin_words(words) if code == "yue" else ()
        if found:
            message = said('this reads as converted Mandarin: "{words}".', words="、".join(found))
            hint = together(said("Write it as one says it in Cantonese."), limit.source)
            yield document.problem_with_word(path, found[0], ID, message, hint, limit.level)
