"""A mistake in a file, as a value with a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from ivr.translation import NOTHING, Sentence, as_it_stands, said

Level = Literal["error", "warning", "accepted"]
"""`accepted` is a warning that whoever wrote the file accepts, with a reason."""


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, where, and what to do.

    `file` is relative to the site's folder; `line` and `column` count from 1 in characters, `end_column` is the first
    one after the words meant; line 0 means the file as a whole. `hint` may have several lines. Both are
    sentences, so that they can be told in other languages.
    """

    file: str
    line: int
    column: int
    end_column: int
    rule: str
    message: Sentence
    hint: Sentence = NOTHING
    level: Level = "error"


def did_you_mean(word: str, known: Iterable[str]) -> Sentence:
    """A question with the known word that looks most like `word`, empty when none does."""
    return one_meant(closest(word, known))


def one_meant(close: str) -> Sentence:
    """The question whether `close` is meant, empty when it is."""
    return said('Did you mean "{close}"?', close=close) if close else NOTHING


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like `word`, empty when none does."""
    names = sorted(known)
    alike = [name for name in names if name.casefold() == word.casefold()]
    return next(iter(alike or get_close_matches(word, names, n=1, cutoff=0.6)), "")


def one_of(words: Iterable[str]) -> Sentence:
    """A list as one says it: "a, b or c"."""
    *first, last = words
    return said("{first} or {last}", first=", ".join(first), last=last) if first else as_it_stands(last)
