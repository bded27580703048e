"""The ways on from where a caller is asked for a key, and the words a caller may say for each."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ivr.engine.grammar import full_name, listed
from ivr.engine.heard import Keys, Words
from ivr.engine.instructions import Say
from ivr.engine.meaning import Meaning, Phrases, meaning_of
from ivr.engine.node import Step
from ivr.engine.visit import Visit
from ivr.words.small_talk import LANGUAGES

WAYS_ON = {"repeat": "way_repeat", "back": "way_back", "main": "way_main", "officer": "way_officer"}
YES, NO = "1", "2"
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Way(NamedTuple):
    """Where one choice leads, or the `step` it is; the words that stand for it, and the fields it notes on the way.

    `label` is a text by language, `also` further words by language that a caller may say for it.
    """

    to: str = ""
    label: Mapping[str, str] = NOTHING
    keeps: Mapping[str, str] = NOTHING
    also: Mapping[str, tuple[str, ...]] = NOTHING
    step: Callable[[], Step] | None = None


Ways = Mapping[str, Way]
"""By key, the node's own before those that every menu has."""


def with_inherited(visit: Visit, ways: Ways) -> Ways:
    """The ways of a node and those of the keys that every menu has."""
    return {**ways, **{key: _way_to(to) for key, to in visit.edition.inherited.items() if key not in ways}}


@cache
def _way_to(to: str) -> Way:
    """The way to a destination; a site has few that every menu leads to, and every turn asks for all."""
    return Way(to)


def meaning_here(visit: Visit, words: Words, ways: Ways) -> Meaning | None:
    """Which of the ways is meant by what was said."""
    meant = meaning_of(words.text, _choices(visit, ways), _names(visit, ways), visit.language)
    return meant if meant and meant.key in ways else None


def agreement(visit: Visit, heard: object) -> str:
    """What a caller says to "Do you mean …?": "yes", "no", or nothing of either."""
    if isinstance(heard, Words):
        answers = ((YES, site_words(visit, "yes")), (NO, site_words(visit, "no")))
        meant = meaning_of(heard.text, answers, (), visit.language)
        key = meant.key if meant and meant.whole else ""
    else:
        key = heard.digits if isinstance(heard, Keys) else ""
    return {YES: "yes", NO: "no"}.get(key, "")


def read_back(visit: Visit, key: str, ways: Ways) -> Say | None:
    """The question whether a way is meant; None in an edition that has no words for it."""
    label = ways[key].label or {visit.language: name_of(visit, key, ways)}
    asked = visit.edition.phrases[visit.language_for(label)].get("did_you_mean")
    return visit.phrase_with("did_you_mean", label=label) if asked else None


def name_of(visit: Visit, key: str, ways: Ways) -> str:
    """What a way is called: its label, the site's word for where it leads, or its key."""
    to = next((to for to in WAYS_ON if _leads(ways[key], to, visit.call.department)), "")
    words = site_words(visit, to) if to else ()
    return visit.text(ways[key].label) or next(iter(words), visit.edition.key_name(key, visit.language))


def may_be_said(visit: Visit, ways: Ways, *, meant: str = "") -> tuple[str, ...]:
    """All that a recogniser should listen for, the words of the menu first; yes and no where a way is read back."""
    answers = (*site_words(visit, "yes"), *site_words(visit, "no")) if meant else ()
    choices = (text for _, texts in _choices(visit, ways) for text in texts)
    keys = (visit.edition.key_name(key, visit.language) for key in ways)
    site = (text for _, texts in _site_names(visit, ways) for text in texts)
    return (*answers, *dict.fromkeys((*choices, *keys, *site)))


def _choices(visit: Visit, ways: Ways) -> Phrases:
    """The label and the further words of each way that has them."""
    labels = {key: (visit.text(way.label),) if way.label else () for key, way in ways.items()}
    said = ((key, (*labels[key], *way.also.get(visit.language, ()))) for key, way in ways.items())
    return tuple((key, texts) for key, texts in said if texts)


def _names(visit: Visit, ways: Ways) -> Phrases:
    """The site's words for where keys lead; and what keys are called, in a language that is not known better."""
    called = ((key, (visit.edition.key_name(key, visit.language),)) for key in ways if visit.language not in LANGUAGES)
    return (*called, *_site_names(visit, ways))


def _site_names(visit: Visit, ways: Ways) -> Phrases:
    return tuple(site_names(visit.edition.phrases[visit.language], ways, visit.call.department))


def site_names(phrases: Mapping[str, str], ways: Ways, department: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By key the words that a language's `phrases` list for where it leads."""
    leading = {
        full_name(way.to, department): key for key, way in reversed(tuple(ways.items())) if way.to and not way.keeps
    }
    for to in WAYS_ON:
        if key := leading.get(full_name(to, department)):
            yield key, listed(phrases.get(f"words_{to}", ""))


def _leads(way: Way, to: str, department: str) -> bool:
    """Whether a way leads there and does nothing else."""
    return bool(way.to) and not way.keeps and full_name(way.to, department) == full_name(to, department)


def site_words(visit: Visit, name: str) -> tuple[str, ...]:
    """What the site lists for callers to say: for "yes", "no", or one of WAYS_ON; nothing in an edition without it."""
    return listed(visit.edition.phrases[visit.language].get(f"words_{name}", ""))
