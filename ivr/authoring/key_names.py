"""The keys that a text tells callers to press, in English and in Chinese, in digits and in words."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.engine.grammar import KEYS

ENGLISH = {
    name: key
    for key, names in zip(
        KEYS,
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "star|asterisk", "hash|pound"),
        strict=True,
    )
    for name in names.split("|")
}
CHINESE = {
    name: key
    for key, names in zip(
        KEYS,
        ("零〇０", "一１", "二２兩两", "三３", "四４", "五５", "六６", "七７", "八８", "九９", "", ""),
        strict=True,
    )
    for name in names
} | {"星號": "star", "星号": "star", "星": "star", "井號": "hash", "井号": "hash", "井": "hash"}
SIGNS: Mapping[str, str] = {"*": "star", "＊": "star", "#": "hash", "＃": "hash"} | {
    str(key): str(key) for key in range(10)
}
_COUNTED = "keys?|buttons?|digits?|times?|letters?|numbers?|of"
_IN_ENGLISH = re.compile(
    rf"\b(?:press(?:ing)?|push|hit|dial|option)\s+(?:on\s+)?(?:the\s+)?(?:key\s+|button\s+|number\s+)?['\"“‘]?"
    rf"(?:({'|'.join(ENGLISH)})\b|([0-9*#])(?![0-9,.]*[0-9]))(?!\s+(?:{_COUNTED}|{'|'.join(ENGLISH)}|or\s+more)\b)",
    re.IGNORECASE,
)
_IN_CHINESE = re.compile(
    rf"[按撳揿](?:下|咗|左)?\s*(?:數字|数字|按鍵|按键|鍵|键|掣)?\s*[「“『‘]?({'|'.join(CHINESE)}|[0-9*#＊＃])"
    r"(?=$|[\s，。,.;；:：！!？?)）」”』’]|字|號|号|鍵|键|掣|就|可|即|查|轉|转|輸|输|聽|听|返|接|留|選|选)"
)


class NamedKey(NamedTuple):
    """A key as menus call it, and the words of the text that name it."""

    key: str
    words: str


def keys_named(text: str) -> Iterator[NamedKey]:
    """Each key that callers are told to press, in the order of the text; numbers of anything else are none."""
    for found in _IN_ENGLISH.finditer(text):
        word = (found[1] or found[2]).lower()
        yield NamedKey(ENGLISH.get(word) or SIGNS[word], found[0])
    for found in _IN_CHINESE.finditer(text):
        yield NamedKey(CHINESE.get(found[1]) or SIGNS[found[1]], found[0])
