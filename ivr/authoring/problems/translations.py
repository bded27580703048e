"""What `ivr check` says, in the languages its readers choose; English is what the rules themselves are written in.

`messages.<language>.yaml` has for each English template its translation with the same places, and in its second
document each rule's page of the manual. Plain text is what an editor wrote, and is the same in every language.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from ivr.authoring.problems.sentences import Sentence, fill_places

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh-HK", "zh-CN")


def in_language(text: str, language: str) -> str:
    """The sentence in the language; what is no sentence, or has no words there, as it stands."""
    if language == ENGLISH or not text:
        return text
    if not isinstance(text, Sentence):
        return text
    values = {name: in_language(value, language) for name, value in text.values.items()}
    return fill_places(messages(language).get(text.template, text.template), values)


def page_in_language(rule: str, page: str, language: str) -> str:
    """A rule's page of the manual; the English one where there is no other."""
    return page if language == ENGLISH else pages(language).get(rule, page)


def messages(language: str) -> Mapping[str, str]:
    """Every template that has a translation, and the translation."""
    return _read(language)[0]


def pages(language: str) -> Mapping[str, str]:
    """The rules' pages of the manual, by the rule's name."""
    return _read(language)[1]


@cache
def _read(language: str) -> tuple[Mapping[str, str], ...]:
    written = yaml.safe_load_all((files("ivr.authoring.problems") / f"messages.{language}.yaml").read_text("utf-8"))
    return tuple({str(english): str(other).rstrip("\n") for english, other in part.items()} for part in written)
