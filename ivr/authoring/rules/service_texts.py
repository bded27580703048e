"""Rules about good service: how texts are worded."""

import re
from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.rules.languages import LANGUAGE_NAMES
from ivr.authoring.rules.rule import rule
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.profiles import Limit, limit_of
from ivr.authoring.service.spoken import spoken_texts
from ivr.authoring.service.writing import mandarin_words, wrong_script
from ivr.authoring.site import Site
from ivr.authoring.site.texts import texts_of
from ivr.authoring.site.wave import seconds_of
from ivr.authoring.yaml.marks import Document, Path
from ivr.translation import Sentence, said, together
from ivr.words import placeholders, seconds_to_say

EMPTY_WORDS = re.compile(
    r"your call is (?:very )?important(?: to us)?|please listen carefully|(?:menu )?options have (?:recently )?changed"
    r"|we value your call|thank you for your patience|at your earliest convenience|你的來電對我們(?:很|非常)重要"
    r"|閣下的來電對我們(?:很|非常)重要|您的来电对我们(?:很|非常)重要|請細心聆聽以下選項|请仔细聆听以下选项",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*\b|\b(?:[A-Z]\.){2,}")
SAID_BY_EVERYBODY = frozenset({"AM", "PM", "OK", "PIN", "ID", "TV", "SMS", "HKID"})
SAY_LESS = said("Say what most callers need, and let them choose the rest.")
SCRIPTS = {
    "yue": said("Cantonese is written in traditional characters."),
    "cmn": said("Putonghua is written in simplified characters."),
}


@rule()
def service_jargon(site: Site) -> Iterator[Problem]:
    """Phrases that only cost the caller time, and abbreviations that callers do not say themselves.

    Abbreviations that everybody says are named in flows.yaml: `service: {abbreviations: [HKID]}`.

    FAIL `en: Your call is important to us.`
    PASS nothing in its place
    """
    yield from _empty_words(site)
    yield from _abbreviations(site)


def _empty_words(site: Site) -> Iterator[Problem]:
    limit = limit_of(site, "jargon")
    for document, path, _, words in spoken_texts(site) if limit else ():
        if limit and (found := EMPTY_WORDS.search(words)):
            message = said('"{words}" only costs callers time.', words=found[0])
            hint = together(said("Leave it out."), limit.source)
            yield document.problem_with_word(path, found[0], "service-jargon", message, hint, limit.level)


def _abbreviations(site: Site) -> Iterator[Problem]:
    limit = limit_of(site, "abbreviations")
    known = SAID_BY_EVERYBODY | set(site.flows.service.abbreviations if site.flows else ())
    for document, path, _, words in spoken_texts(site) if limit else ():
        for found in ABBREVIATION.finditer(words):
            if limit and found[0] not in known and found[0] not in _places_in(words):
                message = said('"{words}" is an abbreviation.', words=found[0])
                advice = said("Write it out, or name it under `service: {abbreviations: […]}` when callers say it.")
                hint = together(advice, limit.source)
                yield document.problem_with_word(path, found[0], "service-jargon", message, hint, limit.level)
                break


def _places_in(words: str) -> tuple[str, ...]:
    try:
        return placeholders(words)
    except ValueError:
        return ()


@rule()
def service_length(site: Site) -> Iterator[Problem]:
    """A text, or its recording, that speaks for too long at a stretch.

    FAIL an answer of a minute and a half
    PASS a menu of three answers, each of half a minute
    """
    limit = limit_of(site, "seconds_of_a_prompt")
    if limit is None or limit.most is None:
        return
    for text in texts_of(site):
        for code, words in text.by_language.items():
            seconds = seconds_to_say(words, code)
            if seconds > limit.most:
                path = (*text.path, code)
                yield finding(
                    limit, "service-length", text.document, path, _too_long(seconds, limit, code), SAY_LESS, name=True
                )
    for file, name in site.files.recordings.items():
        seconds = seconds_of(site.files.sounds[name]) if name in site.files.sounds else 0.0
        if seconds > limit.most:
            hint = together(SAY_LESS, limit.source)
            yield Problem(
                file, 0, 1, 1, "service-length", _too_long(seconds, limit, file.split("/")[1]), hint, limit.level
            )


def _too_long(seconds: float, limit: Limit, code: str) -> Sentence:
    return said(
        "this speaks for {seconds} seconds in {language}; {most} are the most.",
        seconds=whole(seconds),
        language=LANGUAGE_NAMES.get(code, code),
        most=whole(limit.most),
    )


@rule()
def service_letters(site: Site) -> Iterator[Problem]:
    """A Cantonese text with simplified characters, or a Putonghua text with traditional ones.

    A voice reads some of them wrongly, and a reader sees that nobody looked at the text.

    FAIL `yue: 请按一。`
    PASS `yue: 請按一。`
    """
    limit = limit_of(site, "letters")
    if limit is None:
        return
    for document, path, code, words in spoken_texts(site):
        wrong = wrong_script(words, code)
        if wrong:
            yield _wrong_letters(limit, document, path, code, wrong)


def _wrong_letters(limit: Limit, document: Document, path: Path, code: str, wrong: str) -> Problem:
    message = said('"{letters}" is of the other script.', letters=wrong)
    hint = together(SCRIPTS[code], limit.source)
    return document.problem_with_word(path, wrong[0], "service-letters", message, hint, limit.level)


@rule()
def service_wording(site: Site) -> Iterator[Problem]:
    """A Cantonese text that reads as converted Mandarin: with words that are written but not said in Cantonese.

    A matter of style; the text is understood, and sounds like a foreigner.

    FAIL `yue: 你的申請不在這裡。`
    PASS `yue: 你嘅申請唔喺呢度。`
    """
    limit = limit_of(site, "converted_mandarin")
    if limit is None:
        return
    for document, path, code, words in spoken_texts(site):
        found = mandarin_words(words) if code == "yue" else ()
        if found:
            message = said('this reads as converted Mandarin: "{words}".', words="、".join(found))
            hint = together(said("Write it as one says it in Cantonese."), limit.source)
            yield document.problem_with_word(path, found[0], "service-wording", message, hint, limit.level)
