"""A text that lacks one of the site's languages, or has only signs in it that no voice says.

FAIL `say: {en: Hello.}` in a site that also speaks Cantonese
PASS `say: {yue: 你好。, en: Hello.}`

A language that falls back to another (`falls_back_to: yue` in flows.yaml) may lack texts: they are spoken in that one,
and this is a warning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ivr.authoring.flows import LanguageSettings
from ivr.authoring.invisible import says_nothing
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.authoring.texts import PlacedText, texts_of

ID = "missing-language"
MANY = 3  # texts; where none of so many is in a language, that is told once
NAMES = {"yue": said("Cantonese"), "cmn": said("Putonghua"), "en": said("English")}


def check(site: Site) -> Iterator[Problem]:
    """Every text against the languages of the site."""
    if site.flows is None:
        return
    texts = [text for text in texts_of(site) if text.document.at(text.path) is not None]
    spoken = {code for text in texts for code in text.by_language}
    unspoken = {code for code in site.languages if code not in spoken and len(texts) >= MANY}
    yield from (_in_no_text(site, code, spoken) for code in sorted(unspoken))
    for text in texts:
        yield from _in_text(
            site, text, {code: each for code, each in site.flows.languages.items() if code not in unspoken}
        )


def _in_text(site: Site, text: PlacedText, languages: Mapping[str, LanguageSettings]) -> Iterator[Problem]:
    for code, language in languages.items():
        if says_nothing(text.by_language.get(code, "")) and not text.document.left_empty((*text.path, code)):
            instead = language.falls_back_to
            if not says_nothing(text.by_language.get(instead, "")):
                yield _spoken_in_another(site, text, code, instead)
            else:
                yield _problem(text, code, _name(site, code))


def _in_no_text(site: Site, code: str, spoken: set[str]) -> Problem:
    message = said('no text of the site is written in "{code}".', code=code)
    hint = did_you_mean(code, spoken) or said("Write the texts in this language too, or take it out.")
    return site.flows_document.problem(("languages", code), ID, message, hint, name=True)


def _name(site: Site, code: str) -> str:
    languages = site.flows.languages if site.flows else {}
    return NAMES.get(code) or (languages[code].name if code in languages else code)


def _spoken_in_another(site: Site, text: PlacedText, code: str, instead: str) -> Problem:
    missing = _problem(text, code, _name(site, code))
    names = {"language": _name(site, code), "other": _name(site, instead)}
    hint = said("Callers who chose {language} hear it in {other}.", **names)
    return replace(missing, hint=hint, level="warning")


def _problem(text: PlacedText, code: str, name: str) -> Problem:
    message = said('"{setting}" has no {language} text ({code}).', setting=text.path[-1], language=name, code=code)
    hint = said("Callers who chose {language} would hear another language here.", language=name)
    if words := text.by_language.get(code, "").strip():
        hint = said('There is no letter and no digit in "{words}", so that a voice says nothing.', words=words)
    return text.document.problem(text.path, ID, message, hint, name=True)
