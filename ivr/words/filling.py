"""Texts with places to fill: "Your licence ends on {ends}." and the values that go there.

A place is a name between braces and nothing more, so a text can neither compute nor reach into the program; `{{` and
`}}` are braces. What stands in brackets with a place in it is left out where a place of it has nothing to say:
"It is ready.[ Collect it by {until}.]"; `[[` and `]]` are brackets. In a text without a place brackets are as they
stand, and so is a bracket that has none. A value is never read for places again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ivr.translation import said
from ivr.words.formats import Format
from ivr.words.home import Home
from ivr.words.refusals import NotTaken
from ivr.words.speech import say_value
from ivr.words.writing import write_value

_PIECE = re.compile(
    r"\{\{|\}\}|\[\[|\]\]|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<stray>[{}])|(?P<bracket>[\[\]])|[^{}\[\]]+"
)
STRAY = said(
    'the "{mark}" at character {at} belongs to no place to fill; '
    "write {name} with a plain name, or {{ and }} for braces that are said."
)
_BRACES = {"{{": "{", "}}": "}"}
_BRACKETS = {"[[": "[", "]]": "]"}


@dataclass(frozen=True)
class Value:
    """A value in the canonical text of its format; `private` is for its caller's ears alone.

    In a list `behind` is the text of the value that was said just before it, of the same kind.
    """

    text: str
    format: Format
    private: bool = False
    behind: str = ""


class Piece(NamedTuple):
    """Words of a template, or the name of a place, and at which character it begins; `bracket`: a lone one."""

    text: str
    at: int
    is_place: bool = False
    bracket: bool = False


class TextPart(NamedTuple):
    """Pieces of a template that are said together; an `optional` part stands in brackets, which are not of it."""

    pieces: tuple[Piece, ...]
    optional: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """The names of its places, in order."""
        return tuple(piece.text for piece in self.pieces if piece.is_place)


def fill(template: str, values: Mapping[str, Value], language: str, home: Home, today: date | None = None) -> str:
    """The template with its places filled by what its values sound like in `language` at `home`, `today`.

    Optional parts that lack a value, or have an empty one, are left out. Raises KeyError with the name of another place
    that has no value, NotTaken when the braces make no sense.
    """
    return "".join(words for words, _ in filled(template, values, language, home, today))


def filled(
    template: str,
    values: Mapping[str, Value],
    language: str,
    home: Home,
    today: date | None = None,
    *,
    in_writing: bool = False,
) -> tuple[tuple[str, bool], ...]:
    """What `fill` makes, piece by piece; True marks words that are private. Raises like `fill`.

    `in_writing` values are as people write them, and not as they sound.
    """
    parts = parts_of(template)
    told = [part for part in parts if not part.optional or _is_filled(part, values)]
    pieces = tuple(
        (
            _write(values[piece.text], language, home)
            if in_writing
            else _say(values[piece.text], language, home, today),
            values[piece.text].private,
        )
        if piece.is_place
        else (piece.text, False)
        for part in told
        for piece in part.pieces
    )
    return pieces if len(told) == len(parts) else tuple(_closed_up(pieces))


@lru_cache(maxsize=4096)
def placeholders(template: str) -> tuple[str, ...]:
    """The names of the places in a template, in order, each once. Raises NotTaken for bad braces."""
    return tuple(dict.fromkeys(name for part in parts_of(template) for name in part.places))


def always_said(template: str) -> tuple[str, ...]:
    """The names of the places that nothing leaves out: outside brackets, or all where nothing else is said."""
    parts = parts_of(template)
    lasting = [part for part in parts if not part.optional and any(piece.text.strip() for piece in part.pieces)]
    return tuple(dict.fromkeys(name for part in lasting or parts for name in part.places))


@lru_cache(maxsize=4096)
def parts_of(template: str) -> tuple[TextPart, ...]:
    """The parts of a template, in order. Raises NotTaken for bad braces."""
    pieces = tuple(_piece(found) for found in _PIECE.finditer(template))
    if not any(piece.is_place for piece in pieces):
        return (TextPart(pieces),)
    return tuple(_parts([piece._replace(text=_BRACKETS.get(piece.text, piece.text)) for piece in pieces]))


def _is_filled(part: TextPart, values: Mapping[str, Value]) -> bool:
    return all(name in values and values[name].text.strip() for name in part.places)


def _say(value: Value, language: str, home: Home, today: date | None) -> str:
    return say_value(value.text, value.format, language, home, today, value.behind)


def _write(value: Value, language: str, home: Home) -> str:
    return write_value(value.text, value.format, language, home)


def _closed_up(pieces: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The pieces without the spaces that were round what was left out."""
    spaced = True
    for words, private in pieces:
        closed = words.lstrip(" ") if spaced else words
        spaced = closed.endswith(" ") if closed else spaced
        yield closed, private


def _parts(pieces: list[Piece]) -> Iterator[TextPart]:
    begin = at = 0
    while at < len(pieces):
        end = _end_of_optional(pieces, at)
        if end:
            yield TextPart(tuple(pieces[begin:at]))
            yield TextPart(tuple(pieces[at + 1 : end]), optional=True)
            begin = end + 1
        at = max(at, end) + 1
    yield TextPart(tuple(pieces[begin:]))


def _end_of_optional(pieces: list[Piece], at: int) -> int:
    """Where the bracket ends that begins at a piece and holds a place; 0 where none does."""
    if not (pieces[at].bracket and pieces[at].text == "["):
        return 0
    end = next((place for place in range(at + 1, len(pieces)) if pieces[place].bracket), 0)
    closed = end and pieces[end].text == "]" and any(piece.is_place for piece in pieces[at:end])
    return end if closed else 0


def _piece(found: re.Match[str]) -> Piece:
    if found["stray"]:
        raise NotTaken(said(STRAY, mark=found["stray"], at=found.start() + 1))
    if found["name"]:
        return Piece(found["name"], found.start(), is_place=True)
    return Piece(_BRACES.get(found[0], found[0]), found.start(), bracket=bool(found["bracket"]))
