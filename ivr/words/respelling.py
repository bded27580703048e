"""Words that a voice says wrongly, written as they are said: a pronunciation list applied to a text."""

import re
from collections.abc import Iterator
from functools import lru_cache

Pronunciation = tuple[tuple[str, str], ...]
"""Words and how they are said, in plain letters."""
_LETTER = "[0-9A-Za-z\u00c0-\u024f]"


def respell(text: str, pronunciation: Pronunciation) -> str:
    """`text` with each word of the list as it is said; what was put in is not looked at again.

    Words are told apart by large and small letters. Those of letters are found whole, Chinese ones anywhere; of two
    that begin alike the longer counts.
    """
    if not pronunciation:
        return text
    said = dict(pronunciation)
    return _pattern(pronunciation).sub(lambda found: said[found[0]], text)


def respelt_words(text: str, pronunciation: Pronunciation) -> Iterator[tuple[str, str]]:
    """The words of the list that stand in `text`, each once, and how they are said."""
    if pronunciation:
        said = dict(pronunciation)
        for word in dict.fromkeys(_pattern(pronunciation).findall(text)):
            yield word, said[word]


@lru_cache(maxsize=64)
def _pattern(pronunciation: Pronunciation) -> re.Pattern[str]:
    words = sorted((word for word, _ in pronunciation), key=len, reverse=True)
    return re.compile("|".join(map(_whole, words)))


def _whole(word: str) -> str:
    """The word, not as a part of a longer one."""
    before = f"(?<!{_LETTER})" if re.match(_LETTER, word) else ""
    after = f"(?!{_LETTER})" if re.search(f"{_LETTER}$", word) else ""
    return before + re.escape(word) + after
