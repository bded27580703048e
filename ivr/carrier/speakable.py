"""Makes a text fit to be spoken: characters that would break the document taken out, cut where the carrier stops.

Source of the limits: Twilio's error 13521: 4,500 characters once URL-encoded, which is 500 Chinese ones, and 3,000
for the strictest voices.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

MOST_ENCODED = 4500
MOST_CHARACTERS = 3000
MARK = "\ufdd0"
"""A noncharacter that XML allows and `clean` takes out: it marks places in a document that are filled in later."""

# Not in XML: controls, lone surrogates, U+FFFE, U+FFFF. Not for a voice: marks of writing direction.
_UNSPEAKABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SENTENCE_END = re.compile(r"[。！？；]+[”』」)）]*|[.!?;]+[\"')]*\s|\n")
_PAUSE = re.compile(r"[,，、:：]|\s")
_SURELY_FITS = MOST_ENCODED // 12  # a character beyond U+FFFF takes twelve


def clean(text: str) -> str:
    """`text` without what XML or a voice cannot take."""
    return _UNSPEAKABLE.sub("", text).replace("\r", " ").strip()


def pieces(text: str) -> Iterator[str]:
    """`text` in pieces that can each be spoken at once, cut after a sentence where there is one."""
    while most := _too_long(text):
        cut = _last_end(_SENTENCE_END, text[:most]) or _last_end(_PAUSE, text[:most]) or most
        if text[:cut].strip():
            yield text[:cut].strip()
        text = text[cut:].lstrip()
    if text.strip():
        yield text.strip()


def _too_long(text: str) -> int:
    """How many characters of `text` fit, 0 when all do."""
    if len(text) <= _SURELY_FITS:
        return 0
    encoded = 0
    for count, letter in enumerate(text):
        encoded += len(quote(letter, safe=""))
        if encoded > MOST_ENCODED or count >= MOST_CHARACTERS:
            return count
    return 0


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    ends = [found.end() for found in pattern.finditer(text)]
    return ends[-1] if ends else 0
