"""Values become speech: the tongue for a language, and a value of each format in it."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from ivr.words.cmn import PUTONGHUA
from ivr.words.en import ENGLISH
from ivr.words.formats import END_OF_DAY, Format, canonical
from ivr.words.general import general_tongue, is_known
from ivr.words.tongue import Tongue, in_threes, telephone_groups
from ivr.words.yue import CANTONESE

_TONGUES = {"yue": CANTONESE, "cmn": PUTONGHUA, "en": ENGLISH}

_SAY: dict[Format, Callable[[Tongue, str], str]] = {
    "digits": lambda tongue, text: tongue.digits(text),
    "reference": lambda tongue, text: tongue.reference(in_threes(text)),
    "letters": lambda tongue, text: tongue.letters(text),
    "phone": lambda tongue, text: tongue.phone(*telephone_groups(text)),
    "number": lambda tongue, text: tongue.number(Decimal(text)),
    "money": lambda tongue, text: tongue.money(Decimal(text)),
    "date": lambda tongue, text: tongue.date(date.fromisoformat(text)),
    "time": lambda tongue, text: tongue.time(time(0) if text == END_OF_DAY else time.fromisoformat(text)),
    "moment": lambda tongue, text: _moment(tongue, text),
}


def say_value(text: str, said_as: Format, language: str) -> str:
    """What a value sounds like in a language, in words. Never raises.

    A text that is no value of its format is said as it stands: a table changed by hand must not end a call.
    """
    return text if said_as == "text" else _said(text, said_as, language)


def say_tonight(language: str) -> str:
    """The coming midnight, as "until midnight tonight" has it."""
    return _tongue(language).tonight


@lru_cache(maxsize=256)
def say_key(key: str, language: str) -> str:
    """The name of a key: "0" to "9", "star" or "hash"."""
    return _tongue(language).key(key)


def says_values(language: str) -> bool:
    """Whether values and keys have words in a language; in others they are said in English."""
    return language in _TONGUES or is_known(language)


@lru_cache(maxsize=4096)
def _said(text: str, said_as: Format, language: str) -> str:
    try:
        kept = canonical(text, said_as)
    except ValueError:
        return text
    return _SAY[said_as](_tongue(language), kept)


def _moment(tongue: Tongue, text: str) -> str:
    day, _, clock = text.partition("T")
    if clock == END_OF_DAY:
        return tongue.day_end(date.fromisoformat(day))
    return tongue.moment(datetime.fromisoformat(text))


def _tongue(language: str) -> Tongue:
    return _TONGUES.get(language) or general_tongue(language)
