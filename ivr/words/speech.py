"""Values become speech: the tongue for a language, and a value of each format in it."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from ivr.words.cmn import PUTONGHUA
from ivr.words.en import ENGLISH
from ivr.words.es import SPANISH
from ivr.words.everyday import everyday_tongue
from ivr.words.formats import END_OF_DAY, Format, canonical
from ivr.words.general import general_tongue, is_known
from ivr.words.hi import HINDI
from ivr.words.home import Home
from ivr.words.pt import PORTUGUESE
from ivr.words.telephones import in_groups, telephone_groups
from ivr.words.tongue import Tongue
from ivr.words.yue import CANTONESE

_TONGUES = {"yue": CANTONESE, "cmn": PUTONGHUA, "en": ENGLISH}
_EVERYDAY = {words.code: words for words in (SPANISH, PORTUGUESE, HINDI)}


def say_value(text: str, said_as: Format, language: str, home: Home) -> str:
    """What a value sounds like in a language, in words, at `home`. Never raises.

    A text that is no value of its format is said as it stands: a table changed by hand must not end a call.
    """
    return text if said_as == "text" else _said(text, said_as, language, home)


def say_tonight(language: str) -> str:
    """The coming midnight, as "until midnight tonight" has it."""
    return _tongue(language).tonight


def say_day(day: date, language: str) -> str:
    """A day with its weekday, as one speaks of days that are near."""
    return _tongue(language).day(day)


@lru_cache(maxsize=256)
def say_key(key: str, language: str) -> str:
    """The name of a key: "0" to "9", "star" or "hash"."""
    return _tongue(language).key(key)


def says_values(language: str) -> bool:
    """Whether values and keys have words in a language; in others they are said in English."""
    return language in _TONGUES or is_known(language)


@lru_cache(maxsize=4096)
def _said(text: str, said_as: Format, language: str, home: Home) -> str:
    try:
        kept = canonical(text, said_as, home)
    except ValueError:
        return text
    return _in_words(_tongue(language), kept, said_as, home)


def _in_words(tongue: Tongue, kept: str, said_as: Format, home: Home) -> str:  # noqa: C901 (one case a format)
    match said_as:
        case "text":
            return kept
        case "digits":
            return tongue.digits(kept)
        case "reference":
            return tongue.reference(in_groups(kept))
        case "letters":
            return tongue.letters(kept)
        case "code":
            return _code(tongue, kept)
        case "phone":
            return tongue.phone(*telephone_groups(kept, home.country))
        case "number":
            return tongue.number(Decimal(kept))
        case "percent":
            return tongue.percent(Decimal(kept))
        case "money":
            return tongue.money(Decimal(kept), home.currency)
        case "date":
            return tongue.date(date.fromisoformat(kept))
        case "time":
            return tongue.time(time(0) if kept == END_OF_DAY else time.fromisoformat(kept))
        case "moment":
            return _moment(tongue, kept)
        case _:
            assert_never(said_as)


def _code(tongue: Tongue, text: str) -> str:
    """Digits and letters one by one, each run of them as the language says such."""
    runs = re.findall("[0-9]+|[A-Z]+", text)
    return tongue.letters(tongue.digits(run) if run.isdigit() else tongue.letters(run) for run in runs)


def _moment(tongue: Tongue, text: str) -> str:
    day, _, clock = text.partition("T")
    if clock == END_OF_DAY:
        return tongue.day_end(date.fromisoformat(day))
    return tongue.moment(datetime.fromisoformat(text))


@lru_cache(maxsize=64)
def _tongue(language: str) -> Tongue:
    words = _EVERYDAY.get(language.partition("-")[0])
    return _TONGUES.get(language) or (everyday_tongue(words, language) if words else general_tongue(language))
