"""What a caller gave with something that was left: fields and their texts, as one column holds them."""

import json
from collections.abc import Callable, Iterable, Mapping

from ivr.logs import mask_number


def given_as_text(given: Iterable[tuple[str, str]]) -> str:
    """As the column holds it; empty for nothing."""
    fields = dict(given)
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def given_from_text(text: str) -> Mapping[str, str]:
    """What `given_as_text` made `text` of, by field."""
    return dict(json.loads(text)) if text else {}


def with_numbers_shown(text: str, shown: Callable[[str], str]) -> str:
    """The same with telephone numbers `shown` masked."""
    given = given_from_text(text)
    return given_as_text((name, shown(value) if value.startswith("+") else value) for name, value in given.items())


def given_in_words(
    given: Mapping[str, str], *, numbers: bool = False, called: Callable[[str], str] = lambda name: name
) -> str:
    """In one line, as lists and files have it, each field as it is `called`; numbers masked unless `numbers`."""
    hidden = {name: mask_number(value) for name, value in given.items() if value.startswith("+") and not numbers}
    return ", ".join(f"{called(name)}: {hidden.get(name, value)}" for name, value in given.items())
