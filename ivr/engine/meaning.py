"""Which key a caller means who speaks: by whole words, and rather none than a wrong one.

What was said is cut into parts that are known: words of a choice, names of a key, small talk, refusals. A
refusal, or two choices in one breath, mean nothing. Words of one choice with nothing but small talk round them are
certain; with unknown words beside them, or only the beginning or end of a choice, they need to be asked back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from ivr.words.hearing import PAUSE, SpokenWords, is_han, words_of
from ivr.words.small_talk import ARTICLES, BEFORE_KEYS, LANGUAGES, asking, courtesy, names_of_keys, refusing

Phrases = tuple[tuple[str, tuple[str, ...]], ...]
"""For each key what may be said for it."""

_ENUMERATED = re.compile(r"[,、，;；/]|\bor\b|\band\b|或者|或|以及")
_X_OF_Y = re.compile(r"(.+?)\s+(?:of|for)\s+(?:an?\s+|the\s+|your\s+)?(.+)", re.IGNORECASE)
_PASSED_OVER = ARTICLES | {PAUSE}
TO_ASK = tuple(map(tuple, ("查询", "有关", "关于", "查看", "办理")))  # as `words_of` cuts them, which loads much


@dataclass(frozen=True)
class Meaning:
    """The key that is meant; `whole` where nothing else can be meant."""

    key: str
    whole: bool


@dataclass(frozen=True)
class _Part:
    """A part of what was said, and the keys it stands for.

    `kind` is word (a whole choice), edge (how one begins or ends), name (of a key), courtesy, asking, refusal, unknown.
    """

    words: SpokenWords
    kind: str
    keys: frozenset[str] = frozenset()


def meaning_of(text: str, choices: Phrases, names: Phrases, language: str) -> Meaning | None:
    """What is meant by `text`, if anything: `choices` are words of the menu, `names` the site's words for keys."""
    lexicon = _lexicon(choices, names, language in LANGUAGES, _before_keys(language))
    parts = [part for part in lexicon.parts(words_of(text)) if part.words != (PAUSE,)]
    keys = frozenset(key for part in parts for key in part.keys)
    kinds = {part.kind for part in parts}
    if "refusal" in kinds or len(keys) > 1:
        return None
    if not keys or ("unknown" in kinds and ("word" not in kinds or _inside_a_word(parts))):
        return None
    if kinds & {"word", "edge"}:
        return Meaning(min(keys), whole="word" in kinds and "unknown" not in kinds)
    only_a_key = sum(part.kind == "name" for part in parts) == 1 and "asking" not in kinds
    return Meaning(min(keys), whole=True) if only_a_key else None


def shared_words(choices: Phrases, names: Phrases) -> Mapping[tuple[str, str], frozenset[str]]:
    """By the key and text of a choice the keys that could be meant by it too, where there are any."""
    owners: dict[SpokenWords, set[str]] = {}
    for words, key in (*_named(names, BEFORE_KEYS["en"]), *_whole(choices)):
        owners.setdefault(words, set()).add(key)
    claimed = {
        (key, text): frozenset(other for words, _ in _whole(((key, (text,)),)) for other in owners.get(words, ()))
        - {key}
        for key, texts in choices
        for text in texts
    }
    return {each: keys for each, keys in claimed.items() if keys}


def ways_to_say(label: str) -> frozenset[SpokenWords]:
    """The ways in which a caller may say a whole choice."""
    swapped = _X_OF_Y.fullmatch(label)
    said = {words_of(label), words_of(f"{swapped[2]} {swapped[1]}") if swapped else ()}
    said |= {words[len(ask) :] for words in said for ask in TO_ASK if words[: len(ask)] == ask}
    return frozenset(filter(None, map(_without_articles, said)))


@dataclass(frozen=True)
class _Lexicon:
    """All that is known at one place of a call, by the first word."""

    known: Mapping[str, tuple[_Part, ...]]

    def parts(self, said: SpokenWords) -> tuple[_Part, ...]:
        """What was said, cut so that the least of it is unknown, and into as few parts as can be."""
        best: list[tuple[tuple[int, int, int], tuple[_Part, ...]]] = [((0, 0, 0), ())] * (len(said) + 1)
        for at in reversed(range(len(said))):
            fitting = [(part, end) for part in self.known.get(said[at], ()) if (end := _end(said, at, part.words))]
            cuts = [(part, *best[end]) for part, end in (*fitting, (_Part((said[at],), "unknown"), at + 1))]
            best[at] = min(((_cost(part, rest), (part, *parts)) for part, rest, parts in cuts), key=itemgetter(0))
        return best[0][1]


def _cost(part: _Part, rest: tuple[int, int, int]) -> tuple[int, int, int]:
    """What speaks against a cut: its unknown words, its parts; of cuts alike that which refuses is taken."""
    unknown, parts, refusals = rest
    return unknown + (part.kind == "unknown"), parts + 1, refusals - (part.kind == "refusal")


@lru_cache(maxsize=512)
def _lexicon(choices: Phrases, names: Phrases, small_talk: bool, articles: tuple[str, ...]) -> _Lexicon:
    known: dict[SpokenWords, _Part] = {(PAUSE,): _Part((PAUSE,), "courtesy")}
    if small_talk:
        known |= {words: _Part(words, "asking") for words in asking()}
        known |= {words: _Part(words, "courtesy") for words in courtesy()}
        known |= {words: _Part(words, "refusal") for words in refusing()}
    named, whole = _named(names, articles), tuple(_whole(choices))
    known |= _parts_of("name", named) | _parts_of("word", whole, among=named)
    edges = _parts_of("edge", [(edge, key) for words, key in whole for edge in _edges(words)])
    return _Lexicon(_by_first_word((edges | known).values()))


def _named(names: Phrases, articles: tuple[str, ...]) -> list[tuple[SpokenWords, str]]:
    """What the keys are called, by everybody and by the site, there also behind one of the `articles`."""
    named = [(words, key) for key, each in names_of_keys().items() for words in each]
    return named + [(words, key) for key, texts in names for text in texts for words in _with_articles(text, articles)]


def _whole(choices: Phrases) -> Iterator[tuple[SpokenWords, str]]:
    """What stands for a whole choice: its words, and each of the things it enumerates that no longer words hold."""
    written = [(words, key) for key, texts in choices for text in texts for words in ways_to_say(text)]
    yield from written
    for words, key in _enumerated(choices):
        if not any(other != words and _contains(other, words) for other, of in written if of != key):
            yield words, key


def _parts_of(
    kind: str, phrases: Iterable[tuple[SpokenWords, str]], among: Iterable[tuple[SpokenWords, str]] = ()
) -> dict[SpokenWords, _Part]:
    """The phrases with all the keys that they stand for, those `among` others included."""
    keys: dict[SpokenWords, frozenset[str]] = {}
    for words, key in phrases:
        keys[words] = keys.get(words, frozenset()) | {key}
    for words, key in among:
        keys |= {words: keys[words] | {key}} if words in keys else {}
    return {words: _Part(words, kind, each) for words, each in keys.items() if words}


def _edges(words: SpokenWords) -> Iterator[SpokenWords]:
    """How a choice begins and ends; a single Chinese character is no word.

    Of one that holds a "not" no part is enough: without it a choice is its own opposite.
    """
    if any((word,) in refusing() for word in words):
        return
    for at in range(1, len(words)):
        yield from (edge for edge in (words[:at], words[at:]) if not (len(edge) == 1 and is_han(edge[0])))


def _enumerated(choices: Phrases) -> Iterator[tuple[SpokenWords, str]]:
    """Each of the things that one choice enumerates, such as "complaints or suggestions"."""
    for key, texts in choices:
        for text in texts:
            several = [_without_articles(words_of(each)) for each in _ENUMERATED.split(text)]
            for words in several if len(several) > 1 else ():
                if words and not (len(words) == 1 and is_han(words[0])):
                    yield words, key


def _by_first_word(parts: Iterable[_Part]) -> dict[str, tuple[_Part, ...]]:
    found: dict[str, tuple[_Part, ...]] = {}
    for part in parts:
        found[part.words[0]] = (*found.get(part.words[0], ()), part)
    return found


def _end(said: SpokenWords, at: int, words: SpokenWords) -> int:
    """Where `words` end that begin at `at`, articles and pauses passed over; 0 where they do not stand there."""
    for count, word in enumerate(words):
        while count and at < len(said) and said[at] != word and said[at] in _PASSED_OVER:
            at += 1
        if at == len(said) or said[at] != word:
            return 0
        at += 1
    return at


def _contains(words: SpokenWords, part: SpokenWords) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def _inside_a_word(parts: list[_Part]) -> bool:
    """Whether words of a choice touch Chinese characters that are not understood: both may be one longer word."""
    return any(
        {one.kind, other.kind} == {"word", "unknown"} and is_han(one.words[-1]) and is_han(other.words[0])
        for one, other in pairwise(parts)
    )


def _without_articles(words: SpokenWords) -> SpokenWords:
    return tuple(word for word in words if word not in _PASSED_OVER) or words


def _with_articles(text: str, articles: tuple[str, ...]) -> Iterator[SpokenWords]:
    words = words_of(text)
    yield words
    if words and not is_han(words[0]):
        yield from ((article, *words) for article in articles)


def _before_keys(language: str) -> tuple[str, ...]:
    """The articles of a language."""
    return BEFORE_KEYS.get(language.partition("-")[0], BEFORE_KEYS["en"])
