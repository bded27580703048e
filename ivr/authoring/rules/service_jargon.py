"""Phrases that only cost the caller time, and abbreviations that callers do not say themselves.

Abbreviations that everybody says are named in flows.yaml: `service: {abbreviations: [HKID]}`.

FAIL `en: Your call is important to us.`
PASS nothing in its place
"""

import re
from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said, together
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.service.spoken import spoken_texts
from ivr.authoring.site import Site
from ivr.words import placeholders

ID = "service-jargon"
EMPTY_WORDS = re.compile(
    r"your call is (?:very )?important(?: to us)?|please listen carefully|(?:menu )?options have (?:recently )?changed"
    r"|we value your call|thank you for your patience|at your earliest convenience|你的來電對我們(?:很|非常)重要"
    r"|閣下的來電對我們(?:很|非常)重要|您的来电对我们(?:很|非常)重要|請細心聆聽以下選項|请仔细聆听以下选项",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*\b|\b(?:[A-Z]\.){2,}")
SAID_BY_EVERYBODY = frozenset({"AM", "PM", "OK", "PIN", "ID", "TV", "SMS", "HKID"})


def check(site: Site) -> Iterator[Problem]:
    """Every text and every phrase."""
    yield from _empty_words(site)
    yield from _abbreviations(site)


def _empty_words(site: Site) -> Iterator[Problem]:
    limit = limit_of(site, "jargon")
    for document, path, _, words in spoken_texts(site) if limit else ():
        if limit and (found := EMPTY_WORDS.search(words)):
            message = said('"{words}" only costs callers time.', words=found[0])
            hint = together(said("Leave it out."), limit.source)
            yield document.problem_with_word(path, found[0], ID, message, hint, limit.level)


def _abbreviations(site: Site) -> Iterator[Problem]:
    limit = limit_of(site, "abbreviations")
    known = SAID_BY_EVERYBODY | set(site.flows.service.abbreviations if site.flows else ())
    for document, path, _, words in spoken_texts(site) if limit else ():
        for found in ABBREVIATION.finditer(words):
            if limit and found[0] not in known and found[0] not in _placed(words):
                message = said('"{words}" is an abbreviation.', words=found[0])
                advice = said("Write it out, or name it under `service: {abbreviations: […]}` when callers say it.")
                hint = together(advice, limit.source)
                yield document.problem_with_word(path, found[0], ID, message, hint, limit.level)
                break


def _placed(words: str) -> tuple[str, ...]:
    try:
        return placeholders(words)
    except ValueError:
        return ()
