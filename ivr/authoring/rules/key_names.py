"""The keys that a text tells callers to press, in English and in Chinese, in digits and in words."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.words.small_talk import KEYS

_KEYS: Mapping[str, str] = {name: key for key, names in KEYS.items() for name in names.split("|")}


def _any_of(names: list[str]) -> str:
    """A pattern for the names, of several that begin alike the longest."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_ENGLISH = _any_of([name for name in _KEYS if name.isascii() and name[0].isalpha()])
_CHINESE = _any_of([name for name in _KEYS if not name.isascii()])
_COUNTED = "keys?|buttons?|digits?|times?|letters?|numbers?|of"
_IN_ENGLISH = re.compile(
    rf"\b(?:press(?:ing)?|push|hit|dial|option)\s+(?:on\s+)?(?:the\s+)?(?:key\s+|button\s+|number\s+)?['\"“‘]?"
    rf"(?:({_ENGLISH})\b|([0-9*#])(?![0-9,.]*[0-9]))(?!\s+(?:{_COUNTED}|{_ENGLISH}|or\s+more)\b)",
    re.IGNORECASE,
)
_IN_CHINESE = re.compile(
    rf"[按撳揿](?:下|咗|左)?\s*(?:數字|数字|按鍵|按键|鍵|键|掣)?\s*[「“『‘]?({_CHINESE}|[0-9*#０-９＊＃])"
    r"(?=$|[\s，。,.;；:：！!？?)）」”』’]|字|號|号|鍵|键|掣|就|可|即|查|轉|转|輸|输|聽|听|返|接|留|選|选)"
)


class NamedKey(NamedTuple):
    """A key as menus call it, and the words of the text that name it."""

    key: str
    words: str


def keys_named(text: str) -> Iterator[NamedKey]:
    """Each key that callers are told to press, those told in English first; numbers of anything else are none."""
    for pattern in (_IN_ENGLISH, _IN_CHINESE):
        for found in pattern.finditer(text):
            name = unicodedata.normalize("NFKC", found[found.lastindex or 0]).lower()
            yield NamedKey(_KEYS[name], found[0])
