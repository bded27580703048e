"""Rules about the languages of a site, and texts that lack one."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Elsewhere, Site
from ivr.authoring.site.texts import PlacedText, texts_of
from ivr.authoring.yaml.invisible import says_nothing
from ivr.translation import Sentence, said

LANGUAGE_NAMES = {"yue": said("Cantonese"), "cmn": said("Putonghua"), "en": said("English")}
MANY = 3  # texts; what holds for so many, and for the whole site, is told once


class LanguageUse(NamedTuple):
    """How many texts a site has, and how many of them in each language."""

    texts: int
    in_language: Counter[str]


def use_of_languages(texts: Collection[PlacedText], elsewhere: Elsewhere) -> LanguageUse:
    """The use that these texts and those elsewhere make of languages."""
    here = Counter(code for text in texts for code in text.by_language)
    return LanguageUse(len(texts) + elsewhere.texts, here + elsewhere.in_language)


def differ_in_languages(site: Site) -> bool:
    """Whether most of a site's texts are not in the languages of the site, so that one part of it tells nothing."""
    use = use_of_languages(tuple(texts_of(site)), site.elsewhere)
    return bool(_unspoken(site, use) or _usual(site, use))


def _unspoken(site: Site, use: LanguageUse) -> set[str]:
    """The languages of the site in which nothing at all is written."""
    return {code for code in site.languages if code not in use.in_language and use.texts >= MANY}


def _usual(site: Site, use: LanguageUse) -> set[str]:
    """The languages in which most is written, but that the site does not speak."""
    known = site.names_in("languages")
    return {
        code for code, times in use.in_language.items() if code not in known and times >= MANY and 2 * times > use.texts
    }


@rule()
def missing_language(site: Site) -> Iterator[Problem]:
    """A text that lacks one of the site's languages, or has only signs in it that no voice says.

    FAIL `say: {en: Hello.}` in a site that also speaks Cantonese
    PASS `say: {yue: 你好。, en: Hello.}`

    A language that falls back to another (`falls_back_to: yue` in flows.yaml) may lack texts: they are spoken in that one,
    and this is one warning for the language, however many they are.
    """
    if site.flows is None:
        return
    texts = [text for text in texts_of(site) if text.document.at(text.path) is not None]
    use = use_of_languages(texts, site.elsewhere)
    unspoken = {code for code in _unspoken(site, use) if not site.flows.languages[code].falls_back_to}
    yield from (_missing_everywhere(site, code, use.in_language) for code in sorted(unspoken))
    languages = {code: each for code, each in site.flows.languages.items() if code not in unspoken}
    missing = [(text, code) for text in texts for code in languages if _lacks(text, code)]
    fall_back = {
        code: instead
        for text, code in missing
        if (instead := languages[code].falls_back_to) and not says_nothing(text.by_language.get(instead, ""))
    }
    yield from (_spoken_in_another(site, code, instead) for code, instead in fall_back.items())
    for text, code in missing:
        if says_nothing(text.by_language.get(languages[code].falls_back_to, "")):
            yield _no_text(text, code, language_name(site, code))


def _lacks(text: PlacedText, code: str) -> bool:
    """Whether a text says nothing in a language; where nothing stands behind its colon, that is told already."""
    return says_nothing(text.by_language.get(code, "")) and not text.document.left_empty((*text.path, code))


def _missing_everywhere(site: Site, code: str, spoken: Collection[str]) -> Problem:
    message = said('no text of the site is written in "{code}".', code=code)
    hint = did_you_mean(code, spoken) or said("Write the texts in this language too, or take it out.")
    return site.flows_document.problem(("languages", code), "missing-language", message, hint, name=True)


def language_name(site: Site, code: str) -> Sentence | str:
    """What a language is called in what is told of it."""
    languages = site.flows.languages if site.flows else {}
    return LANGUAGE_NAMES.get(code) or (languages[code].name if code in languages else code)


def _spoken_in_another(site: Site, code: str, instead: str) -> Problem:
    names = {"language": language_name(site, code), "other": language_name(site, instead)}
    message = said("some texts are not in {language}: callers who chose it hear them in {other}.", **names)
    hint = said("Take `falls_back_to` out for a while, and the check shows each of them.")
    path = ("languages", code, "falls_back_to")
    return site.flows_document.problem(path, "missing-language", message, hint, name=True, level="warning")


def _no_text(text: PlacedText, code: str, name: str) -> Problem:
    message = said('"{setting}" has no {language} text ({code}).', setting=text.path[-1], language=name, code=code)
    hint = said("Callers who chose {language} would hear another language here.", language=name)
    if words := text.by_language.get(code, "").strip():
        hint = said('There is no letter and no digit in "{words}", so that a voice says nothing.', words=words)
    return text.document.problem(text.path, "missing-language", message, hint, name=True)


@rule()
def unknown_language(site: Site) -> Iterator[Problem]:
    """A text in a language that the site does not speak; nobody would ever hear it.

    FAIL `say: {yue: 你好。, eng: Hello.}`
    PASS `say: {yue: 你好。, en: Hello.}`
    """
    known = site.names_in("languages")
    if site.flows is None:
        return
    texts = list(texts_of(site))
    use = use_of_languages(texts, site.elsewhere)
    usual = _usual(site, use)
    for code in sorted(usual):
        count = use.in_language[code]
        message = said('{count} texts are written in "{code}", which is not a language here.', count=count, code=code)
        hint = did_you_mean(code, known) or said("Add it under `languages`, with its key and its voice.")
        yield site.flows_document.problem(("languages",), "unknown-language", message, hint, name=True)
    written = [(text.document, text.path, text.by_language) for text in texts]
    written += [(placed.document, path, words) for placed in site.nodes for path, words in placed.groups("words")]
    for document, path, by_language in written:
        for code in by_language:
            if code not in known and code not in usual:
                hint = did_you_mean(code, known) or said("The site speaks {known}.", known=one_of(known))
                message = said('"{code}" is not a language of this site.', code=code)
                yield document.problem((*path, code), "unknown-language", message, hint, name=True)


@rule(shares=True)
def bad_fallback(site: Site) -> Iterator[Problem]:
    """A language falls back to one that cannot stand in for it; or callers who choose none are to hear one that is none.

    FAIL `cmn: {…, falls_back_to: cmn}`, or to a language that falls back itself, or to none of the site's
    PASS `cmn: {…, falls_back_to: yue}`, and `tries: {languages: {then: yue}}`
    """
    languages = site.flows.languages if site.flows else {}
    unchosen = site.flows.tries.languages.then if site.flows else ""
    if unchosen and unchosen not in languages:
        message = said('"{code}" is not a language of this site.', code=unchosen)
        path = ("tries", "languages", "then")
        yield site.flows_document.problem(path, "bad-fallback", message, did_you_mean(unchosen, languages))
    for code, language in languages.items():
        to = language.falls_back_to
        path = ("languages", code, "falls_back_to")
        if to and to not in languages:
            message = said('"{code}" is not a language of this site.', code=to)
            yield site.flows_document.problem(path, "bad-fallback", message, did_you_mean(to, languages))
        elif to and (to == code or languages[to].falls_back_to):
            message = said('"{code}" cannot stand in for "{language}".', code=to, language=code)
            hint = said("Name a language of the site that has all texts itself.")
            yield site.flows_document.problem(path, "bad-fallback", message, hint)
