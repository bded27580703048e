"""A sentence in English that remembers how it was made, so that it can be told in another language."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([a-z_]+)\}")


class Sentence(str):
    """English text; `template` is the sentence with its places empty, `values` are what stands in them.

    A value may be a sentence itself. A place is a name between braces that `values` has; other braces stay.
    """

    template: str
    values: Mapping[str, str]


def said(template: str, /, **values: object) -> Sentence:
    """The sentence that `template` makes with its places filled."""
    kept = {name: value if isinstance(value, Sentence) else str(value) for name, value in values.items()}
    return _sentence(fill_places(template, kept), template, kept)


def as_it_stands(text: str) -> Sentence:
    """A sentence made of what an editor wrote, the same in every language."""
    return said("{text}", text=text)


def together(*sentences: str) -> Sentence:
    """Several sentences, each on a line of its own; those that are empty are left out."""
    kept = {f"line_{'i' * (at + 1)}": sentence for at, sentence in enumerate(filter(None, sentences))}
    return _sentence("\n".join(kept.values()), "\n".join(f"{{{name}}}" for name in kept), kept)


def fill_places(template: str, values: Mapping[str, str]) -> str:
    """The template with what `values` has in its places."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), template)


def _sentence(text: str, template: str, values: Mapping[str, str]) -> Sentence:
    made = Sentence(text)
    made.template, made.values = template, values
    return made


NOTHING = said("")
"""No sentence; false."""
