"""The conditions of a Studio split: which gather they ask, and the keys or the words that meet them."""

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from ivr.importing.spoken import KEY_OF, plain

_ASKED = re.compile(
    r"\{\{-?\s*widgets\.([^.{}|]+)\.(Digits|SpeechResult)\s*(?:\|\s*(?:downcase|upcase|capitalize|strip)\s*)*-?\}\}"
)
_SAID_BY = ("equal_to", "matches_any_of", "contains", "starts_with")
_AROUND = re.compile(
    r"\(\?[a-z:]+\)?|\\b|\\s[*+]?|\.[*+]\??|[\^$()]|\b(?:press|key|number|option) (?=\S)", re.IGNORECASE
)
LONGEST_WORDS = 60  # characters; more is nothing that callers say for a choice


class AskedGather(NamedTuple):
    """The gather whose keys, or whose words, something goes by; both empty where it goes by something else."""

    gather: str
    what: Literal["", "Digits", "SpeechResult"]


def asked(liquid: str) -> AskedGather:
    """What an input such as {{widgets.menu.SpeechResult | downcase}} asks."""
    found = _ASKED.fullmatch(liquid.strip())
    if not found:
        return AskedGather("", "")
    return AskedGather(found[1], "Digits" if found[2] == "Digits" else "SpeechResult")


def asked_by(way: Mapping[str, Any], of_split: str) -> AskedGather:
    """What the one condition of a way asks: its own argument, or where it has none the input of the split."""
    condition = _condition(way)
    given = condition.get("arguments") if condition else None
    own = str(given[0]) if isinstance(given, list) and given else ""
    return asked(own) if asked(own).gather else asked(of_split)


def values_of(way: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The values that one of a split's ways stands for; None where its condition is not one of equality."""
    condition = _condition(way)
    if condition is None or condition.get("type") not in ("equal_to", "matches_any_of"):
        return None
    value = plain(str(condition.get("value", "")))
    return _parts(value) if condition["type"] == "matches_any_of" else (value.strip(),)


def words_of(way: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The words that callers may say for one of a split's ways; None where no list of words can tell."""
    condition = _condition(way)
    if condition is None:
        return None
    value = plain(str(condition.get("value", "")))
    if condition.get("type") == "regex":
        parts = tuple(" ".join(_AROUND.sub(" ", part).split()) for part in value.split("|"))
        return parts if all(re.fullmatch(r"[\w' -]+", part) for part in parts) else None
    if condition.get("type") not in _SAID_BY:
        return None
    return tuple(each for each in _parts(value.strip().rstrip(".")) if 0 < len(each) <= LONGEST_WORDS) or None


def key_said(words: str) -> str:
    """The digit that is meant by "1", "one" or "press one"; empty where the words name no key."""
    word = _AROUND.sub(" ", words).strip().casefold()
    key = KEY_OF.get(word, word if re.fullmatch("[0-9]", word) else "")
    return {"star": "*", "hash": "#"}.get(key, key)


def _parts(value: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in re.split("[,，、]", value))


def _condition(way: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The condition of a way that has exactly one."""
    conditions = way.get("conditions")
    one = isinstance(conditions, list) and len(conditions) == 1 and isinstance(conditions[0], dict)
    return conditions[0] if one and isinstance(conditions, list) else None
