"""Texts with places to fill: "Your licence ends on {ends}." and the values that go there.

A place is a name between braces and nothing more, so a text can neither compute nor reach into the program; `{{` and
`}}` are braces. A value is never read for places again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ivr.translation import said
from ivr.words.formats import Format
from ivr.words.home import Home
from ivr.words.refusals import NotTaken
from ivr.words.speech import say_value

_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<stray>[{}])|[^{}]+")
STRAY = said(
    'the "{mark}" at character {at} belongs to no place to fill; '
    "write {name} with a plain name, or {{ and }} for braces that are said."
)
_BRACES = {"{{": "{", "}}": "}"}


@dataclass(frozen=True)
class Value:
    """A value in the canonical text of its format; `private` is for its caller's ears alone."""

    text: str
    format: Format
    private: bool = False


def fill(template: str, values: Mapping[str, Value], language: str, home: Home) -> str:
    """The template with its places filled by what its values sound like in `language` at `home`.

    Raises KeyError with the name of a place that has no value, NotTaken when the braces make no sense.
    """
    return "".join(words for words, _ in filled(template, values, language, home))


def filled(template: str, values: Mapping[str, Value], language: str, home: Home) -> Iterator[tuple[str, bool]]:
    """What `fill` makes, piece by piece; True marks words that are private. Raises like `fill`."""
    for text, is_place in _pieces(template):
        yield (_say(values[text], language, home), values[text].private) if is_place else (text, False)


def placeholders(template: str) -> tuple[str, ...]:
    """The names of the places in a template, in order, each once. Raises NotTaken for bad braces."""
    return tuple(dict.fromkeys(text for text, is_place in _pieces(template) if is_place))


def _say(value: Value, language: str, home: Home) -> str:
    return say_value(value.text, value.format, language, home)


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[tuple[str, bool], ...]:
    """Literal texts and names of places, in order; True marks a name."""
    return tuple(_piece(found) for found in _PIECE.finditer(template))


def _piece(found: re.Match[str]) -> tuple[str, bool]:
    if found["name"]:
        return found["name"], True
    if found["stray"]:
        raise NotTaken(said(STRAY, mark=found["stray"], at=found.start() + 1))
    return _BRACES.get(found[0], found[0]), False
