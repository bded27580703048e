"""What callers said, as the recogniser wrote it: cut into words, each written in one way.

A Chinese character is a word by itself, in simplified form whichever script was written: a recogniser may write the
other one. English words lose their plural. A punctuation mark is the word PAUSE.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

PAUSE = ","
SpokenWords = tuple[str, ...]

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_PUNCTUATION = re.compile(r"""[.,!?;:"()…—–、。「」『』《》“”·]+""")
_JOINT = re.compile(r"[-_]|(?<!\w)'|'(?!\w)")
_OF = re.compile(rf"(?<=[{_HAN}])[嘅的](?=[{_HAN}])(?!的[士確确])")
_NUMBER_SIGN = re.compile(r"#\s*(?=\d)|\bno\.\s*(?=\d)")
_WORD = re.compile(rf"[{_HAN}]|{PAUSE}|[^\W_{_HAN}](?:[^\W_{_HAN}]|'(?=\w))*|[^\s\w]")
_IS_HAN = re.compile(rf"[{_HAN}]")
_NO_PLURAL = ("ss", "us", "is", "news")


def is_han(word: str) -> bool:
    """Whether a word is a Chinese character, which may be part of a longer word."""
    return _IS_HAN.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def words_of(text: str) -> SpokenWords:
    """The words of what was said, or of what may be said. Never raises; empty where there are none."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("&", " and ")
    plain = _JOINT.sub(" ", _NUMBER_SIGN.sub(" number ", _OF.sub("", plain)))
    cut = _WORD.findall(_PUNCTUATION.sub(PAUSE, _simplified(plain)))
    words = [_one_of_many(word) for word in cut]
    while words and words[-1] == PAUSE:
        words.pop()
    return tuple(words[1:] if words[:1] == [PAUSE] else words)


def stands_in(text: str, name: str) -> bool:
    """Whether a name stands in a text of ours, as words of its own where it is not written in Chinese characters."""
    apart = "" if is_han(name[:1]) else r"\w"
    edged = rf"(?<!{apart}){re.escape(name)}(?!{apart})" if apart else re.escape(name)
    return bool(name) and re.search(edged, text, re.IGNORECASE) is not None


def _one_of_many(word: str) -> str:
    """An English word without its plural, so that "fee" and "fees" are one; others as they are."""
    word = word.removesuffix("'s")
    if not word.isascii() or len(word) < 4:
        return word
    word = re.sub(r"ense(s?)$", r"ence\1", word)  # license and licence
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(s|x|z|ch|sh)es?$", word):
        return re.sub(r"es?$", "", word)  # bus and buses, house and houses
    return word[:-1] if word.endswith("s") and not word.endswith(_NO_PLURAL) else word


def _simplified(text: str) -> str:
    return _to_simplified()(text) if _IS_HAN.search(text) else text


@cache
def _to_simplified() -> Callable[[str], str]:
    from opencc import OpenCC  # loaded by the first caller who speaks Chinese: some 4 MB

    convert: Callable[[str], str] = OpenCC("hk2s").convert
    return convert
