"""A text that lacks one of the site's languages, so that some callers would not understand it.

FAIL `say: {en: Hello.}` in a site that also speaks Cantonese
PASS `say: {yue: 你好。, en: Hello.}`

A language that falls back to another (`falls_back_to: yue` in flows.yaml) may lack texts: they are spoken in that one,
and this is a warning.
"""

from collections.abc import Iterator
from dataclasses import replace

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.authoring.texts import PlacedText, texts_of

ID = "missing-language"
NAMES = {"yue": said("Cantonese"), "cmn": said("Putonghua"), "en": said("English")}


def check(site: Site) -> Iterator[Problem]:
    """Every text against the languages of the site."""
    if site.flows is None:
        return
    for text in texts_of(site):
        for code, language in site.flows.languages.items():
            if not text.by_language.get(code, "").strip() and not _reported_already(text, code):
                instead = language.falls_back_to
                if text.by_language.get(instead, "").strip():
                    yield _spoken_in_another(site, text, code, instead)
                else:
                    yield _problem(text, code, _name(site, code))


def _reported_already(text: PlacedText, code: str) -> bool:
    """An empty text in a language was told of as a setting with nothing behind it, unless it is in quotes."""
    place = text.document.values.get((*text.path, code))
    return place is not None and place.end_column == place.column + 1 and not _quoted(text, place.line, place.column)


def _quoted(text: PlacedText, line: int, column: int) -> bool:
    return text.document.text.splitlines()[line - 1][column - 1 : column] in ("'", '"')


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
    return text.document.problem(text.path, ID, message, hint, name=True)
