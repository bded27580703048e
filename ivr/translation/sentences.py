"""A sentence in English that remembers how it was made, so that it can be told in another language."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([a-z_]+)\}")


class Sentence(str):
    """English text; `template` is the sentence with its places empty, `values` are what stands in them.

    A value may be a sentence itself. A place is a name between braces that `values` has; other braces stay. Where it
    matters of how many things it is said, `several` is the template for more than one, and `number` how many there are.
    A `context` keeps apart what English says in the same words and others do not.
    """

    template: str
    values: Mapping[str, str]
    several: str = ""
    number: int = 1
    context: str = ""


def said(template: str, /, **values: object) -> Sentence:
    """The sentence that `template` makes with its places filled.

    Catalogues are made of what stands in `said("…")`. A sentence whose places are still empty may be filled later.
    """
    return _sentence(str(template), {name: _kept(value) for name, value in values.items()})


def counted(number: int, one: str, several: str, /, **values: object) -> Sentence:
    """The sentence that is said of `number` things; `{number}` is how many, with a comma in thousands."""
    template = one if number == 1 else several
    sentence = said(template, number=f"{number:,}", **values)
    sentence.template, sentence.several, sentence.number = one, several, number
    return sentence


def in_context(context: str, text: str, /) -> Sentence:
    """A sentence that means something else here than elsewhere, such as "Call" on a button."""
    sentence = said(text)
    sentence.context = context
    return sentence


def as_it_stands(text: str) -> Sentence:
    """A sentence made of what an editor wrote, the same in every language."""
    return _sentence("{text}", {"text": _kept(text)})


def together(*sentences: str) -> Sentence:
    """Several sentences, each on a line of its own; those that are empty are left out."""
    kept = {f"line_{'i' * (at + 1)}": sentence for at, sentence in enumerate(filter(None, sentences))}
    return _sentence("\n".join(f"{{{name}}}" for name in kept), kept)


def fill_places(template: str, values: Mapping[str, str]) -> str:
    """The template with what `values` has in its places."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), template)


def _sentence(template: str, values: Mapping[str, str]) -> Sentence:
    made = Sentence(fill_places(template, values))
    made.template, made.values = template, values
    return made


def _kept(value: object) -> str:
    return value if isinstance(value, Sentence) else str(value)


NOTHING = said("")
"""No sentence; false."""
