"""Signs that nobody sees and that change what a text is: spaces of other kinds, marks of direction, controls."""

import re
import unicodedata

from ivr.translation import Sentence, as_it_stands, said

JOINERS = "\u200c\u200d"
DIRECTIONS = "\u200e\u200f"
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\uffa0"
    "\U000e0000-\U000e0fff]"
)
_TAG = re.compile("[\U000e0020-\U000e007f]")


def find_invisible(text: str) -> str:
    """The first sign in a text that nobody sees and that has no work to do there; empty when there is none.

    A joiner has work in emoji and in scripts whose letters it shapes, a mark of direction beside letters that are
    written from the right, a tag behind the emoji of a flag.
    """
    if not _SUSPECT.search(text):
        return ""
    return next((found[0] for found in _SUSPECT.finditer(text) if not _has_work(text, found.start())), "")


def name_of_sign(sign: str) -> Sentence:
    """What a sign is called: its number in Unicode and its name there."""
    return as_it_stands(f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip())


def delete_it(sign: str) -> Sentence:
    """What to do about a sign."""
    return said(
        "There is an invisible character here ({sign}); delete it and type the line anew.", sign=name_of_sign(sign)
    )


def says_nothing(text: str) -> bool:
    """Whether there is no letter and no digit in a text, so that a voice has nothing to say."""
    return not any(unicodedata.category(letter)[0] in "LN" for letter in text)


def _has_work(text: str, at: int) -> bool:
    sign = text[at]
    if sign in JOINERS:
        return at > 0 and _can_be_joined(text[at - 1])
    if sign in DIRECTIONS:
        return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return bool(_TAG.match(sign)) and "\U0001f3f4" in text[:at]


def _can_be_joined(letter: str) -> bool:
    """Whether a letter changes its shape beside others, or is part of an emoji."""
    name, category = unicodedata.name(letter, ""), unicodedata.category(letter)
    return category in ("Mn", "Mc", "So", "Sk", "Lo") and not name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
