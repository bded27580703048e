"""A text that lacks one of the site's languages, so that some callers would not understand it.

FAIL `say: {en: Hello.}` in a site that also speaks Cantonese
PASS `say: {yue: 你好。, en: Hello.}`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.texts import PlacedText, texts_of

ID = "missing-language"
NAMES = {"yue": "Cantonese", "cmn": "Putonghua", "en": "English"}


def check(site: Site) -> Iterator[Problem]:
    """Every text against the languages of the site."""
    if site.flows is None:
        return
    for text in texts_of(site):
        for code, language in site.flows.languages.items():
            if not text.by_language.get(code, "").strip() and not _reported_already(text, code):
                yield _problem(text, code, NAMES.get(code, language.name))


def _reported_already(text: PlacedText, code: str) -> bool:
    """An empty text in a language was told of as a setting with nothing behind it, unless it is in quotes."""
    place = text.document.values.get((*text.path, code))
    return place is not None and place.end_column == place.column + 1 and not _quoted(text, place.line, place.column)


def _quoted(text: PlacedText, line: int, column: int) -> bool:
    return text.document.text.splitlines()[line - 1][column - 1 : column] in ("'", '"')


def _problem(text: PlacedText, code: str, name: str) -> Problem:
    message = f'"{text.path[-1]}" has no {name} text ({code}).'
    hint = f"Callers who chose {name} would hear another language here."
    return text.document.problem(text.path, ID, message, hint, name=True)
