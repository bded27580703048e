"""What `ivr check` says, in the languages its readers choose; English is what the rules themselves are written in.

`messages.<language>.yaml` has for each English template its translation with the same places, `rules.<language>.yaml`
each rule's page of the manual. What comes from the rooms below as plain text is recognised by its template.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from ivr.authoring.sentences import PLACE, Sentence, fill_places

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh-HK", "zh-CN")


def in_language(text: str, language: str) -> str:
    """The text in the language, as it stands where that has no words for it."""
    if language == ENGLISH or not text:
        return text
    if not isinstance(text, Sentence):
        template, values = _recognised(text, language)
        return fill_places(messages(language).get(template, template), values)
    values = {name: in_language(value, language) for name, value in text.values.items()}
    return fill_places(messages(language).get(text.template, text.template), values)


def page_in_language(rule: str, page: str, language: str) -> str:
    """A rule's page of the manual; the English one where there is no other."""
    return page if language == ENGLISH else pages(language).get(rule, page)


@cache
def messages(language: str) -> Mapping[str, str]:
    """Every template that has a translation, and the translation."""
    return _read(f"messages.{language}.yaml")


@cache
def pages(language: str) -> Mapping[str, str]:
    """The rules' pages of the manual, by the rule's name."""
    return _read(f"rules.{language}.yaml")


def _read(name: str) -> Mapping[str, str]:
    found = yaml.safe_load((files("ivr.authoring") / name).read_text("utf-8"))
    return {str(english): str(other).rstrip("\n") for english, other in found.items()}


def _recognised(text: str, language: str) -> tuple[str, Mapping[str, str]]:
    """The template that makes `text`, the one with the most words of its own first, and what stands in its places."""
    if text in messages(language):
        return text, {}
    for template, pattern in _patterns(language):
        if found := pattern.fullmatch(text):
            return template, found.groupdict()
    return text, {}


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    with_places = sorted((each for each in messages(language) if PLACE.search(each)), key=_words, reverse=True)
    return tuple((each, _pattern(each)) for each in with_places if _words(each))


def _pattern(template: str) -> re.Pattern[str]:
    parts = PLACE.split(template)
    seen: set[str] = set()
    made = ""
    for at, part in enumerate(parts):
        made += re.escape(part) if at % 2 == 0 else (f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
        seen |= {part} if at % 2 else set()
    return re.compile(made, re.DOTALL)


def _words(template: str) -> int:
    return sum(len(word) for word in re.findall(r"[A-Za-z]+", PLACE.sub("", template)))
