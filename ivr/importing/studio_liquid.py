"""Liquid in the texts of a Studio flow: what names a field becomes a {place}, all else is lost."""

import re
from collections.abc import Callable

_LIQUID = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}", re.DOTALL)
_DIGITS = re.compile(r"\s*widgets\.([^.{}|]+)\.Digits\s*")


class Unspeakable(Exception):  # it is no error: the text is told of and left out
    """A text with something that is worked out while the call goes on."""


def constant(value: str) -> str | None:
    """The value itself, None where it is worked out."""
    return None if "{{" in value or "{%" in value else value


def in_places(text: str, field_asked_by: Callable[[str], str]) -> str:
    """The text with {places} for what the caller keyed, other braces doubled. Raises Unspeakable."""
    parts: list[str] = []
    end = 0
    for found in _LIQUID.finditer(text):
        widget = _DIGITS.fullmatch(found[1] or "")
        field = field_asked_by(widget[1]) if widget else ""
        if not field:
            raise Unspeakable(found[0][:60])
        parts += [_doubled(text[end : found.start()]), f"{{{field}}}"]
        end = found.end()
    return "".join((*parts, _doubled(text[end:])))


def _doubled(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
