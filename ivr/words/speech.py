"""Values become speech: the tongue for a language, and a value of each format in it."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from ivr.words.cmn import PUTONGHUA
from ivr.words.en import ENGLISH
from ivr.words.en_us import AMERICAN
from ivr.words.es import SPANISH
from ivr.words.everyday import everyday_tongue
from ivr.words.formats import END_OF_DAY, Format, FormatName, canonical, home_of, named, read_moment, zone_of
from ivr.words.general import general_tongue, is_known
from ivr.words.hi import HINDI
from ivr.words.home import Home
from ivr.words.pt import PORTUGUESE
from ivr.words.telephones import in_groups, telephone_groups
from ivr.words.tongue import Tongue
from ivr.words.yue import CANTONESE

_TONGUES = {"yue": CANTONESE, "cmn": PUTONGHUA, "en": ENGLISH, "en-GB": ENGLISH, "en-US": AMERICAN}
_EVERYDAY = {words.code: words for words in (SPANISH, PORTUGUESE, HINDI)}
_NEAR = timedelta(days=31)


def say_value(
    text: str, said_as: Format, language: str, home: Home, today: date | None = None, behind: str = ""
) -> str:
    """What a value sounds like in a language, in words, at `home`. Never raises.

    A moment is said with its year where that is not this one, nor a month away from `today`. A date in a list is said
    without it where that is the year of the one just before it, which `behind` is. A text that is no value of
    its format is said as it stands: a table changed by hand must not end a call.
    """
    name = named(said_as)
    if name == "text":
        return text
    if name == "moment":
        return _moment(text, zone_of(said_as), language, today)
    if name == "date" and behind and (on := _in_the_same_year(text, behind, home)):
        return _tongue(language).day_and_month(on)
    at = home_of(said_as, home)
    return _said(text, name, language, at, at != home)


def variety(language: str, said_in: str) -> str:
    """The language with its country where values are said otherwise there, as a carrier names it (`en-US`)."""
    return said_in if said_in in _TONGUES and said_in.partition("-")[0] == language else language


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
    return language.partition("-")[0] in _TONGUES or is_known(language)


@lru_cache(maxsize=4096)
def _said(text: str, said_as: FormatName, language: str, home: Home, named_in_full: bool) -> str:
    try:
        kept = canonical(text, said_as, home)
    except ValueError:
        return text
    return _in_words(_tongue(language), kept, said_as, home, named_in_full)


def _in_words(  # noqa: C901 (one case a format)
    tongue: Tongue, kept: str, said_as: FormatName, home: Home, named_in_full: bool
) -> str:
    match said_as:
        case "text" | "moment":
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
            return tongue.money(Decimal(kept), home.currency, named_in_full)
        case "date":
            return tongue.date(date.fromisoformat(kept))
        case "time":
            return tongue.time(time(0) if kept == END_OF_DAY else time.fromisoformat(kept))
        case "duration":
            return tongue.duration(int(kept))
        case _:
            assert_never(said_as)


def _code(tongue: Tongue, text: str) -> str:
    """Digits and letters one by one, each run of them as the language says such."""
    runs = re.findall("[0-9]+|[A-Z]+", text)
    return tongue.letters(tongue.digits(run) if run.isdigit() else tongue.letters(run) for run in runs)


def _in_the_same_year(text: str, behind: str, home: Home) -> date | None:
    """The day that is meant, where another is in the same year."""
    try:
        on, before = (date.fromisoformat(canonical(each, "date", home)) for each in (text, behind))
    except ValueError:
        return None
    return on if on.year == before.year else None


@lru_cache(maxsize=4096)
def _moment(text: str, zone: str, language: str, today: date | None) -> str:
    try:
        day, _, clock = read_moment(text.strip()).partition("T")
    except ValueError:
        return text
    tongue, on = _tongue(language), date.fromisoformat(day)
    with_year = today is not None and on.year != today.year and abs(on - today) > _NEAR
    if clock == END_OF_DAY:
        told = tongue.day_end(on, with_year)
    else:
        told = tongue.moment(datetime.combine(on, time.fromisoformat(clock)), with_year)
    return tongue.in_zone(told, zone) if zone else told


@lru_cache(maxsize=64)
def _tongue(language: str) -> Tongue:
    bare = language.partition("-")[0]
    known, words = _TONGUES.get(language) or _TONGUES.get(bare), _EVERYDAY.get(bare)
    return known or (everyday_tongue(words, language) if words else general_tongue(language))
