"""How things are said in a language that has no module of its own here, from CLDR (unicode-rbnf and Babel).

Whole numbers and digits become words; fractions, dates, times, durations and money are written as the language writes
them, always with the year and the currency's name, and left to the voice, which reads them. The keys star and hash stay
signs, whose names the voice knows. A country that CLDR does not know is left out; a language that it does not know is
treated as English.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from unicode_rbnf.engine import RbnfError

from ivr.words.en import ENGLISH
from ivr.words.formats import END_OF_DAY
from ivr.words.spelling import rules_of, spell
from ivr.words.tongue import Tongue
from ivr.words.zones import time_in

_RULESETS = ("spellout-cardinal", "spellout-cardinal-masculine", "spellout-numbering")
_KEYS = {"star": "*", "hash": "#"}


@dataclass(frozen=True)
class _Language:
    locale: Locale
    ruleset: str  # empty when CLDR cannot spell its numbers


@lru_cache(maxsize=64)
def general_tongue(language: str) -> Tongue:
    """The tongue of any language CLDR knows, by its code; English for others."""
    locale = locale_of(language)
    return _tongue(_language(locale)) if locale else ENGLISH


def locale_of(language: str) -> Locale | None:
    """What CLDR knows of a language, without a country that it does not know (es-LA); None for other languages."""
    for code in (language, language.partition("-")[0]):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(code, sep="-")
    return None


def is_known(language: str) -> bool:
    """Whether CLDR knows a language by its code."""
    return general_tongue(language) is not ENGLISH


def _language(locale: Locale) -> _Language:
    rules = rules_of(locale.language)
    return _Language(locale, next((name for name in _RULESETS if rules and name in rules.rulesets), ""))


def _tongue(language: _Language) -> Tongue:
    return Tongue(
        number=partial(_number, language),
        percent=partial(_percent, language),
        money=partial(_money, language),
        duration=partial(_duration, language),
        date=partial(_date, language),
        day=partial(_day, language),
        day_and_month=partial(_day_and_month, language),
        time=partial(_time, language),
        moment=partial(_moment, language),
        day_end=partial(_day_end, language),
        in_zone=partial(_in_zone, language),
        tonight=_tonight(language.locale),
        digits=partial(_digits, language),
        reference=partial(_groups, language),
        letters=", ".join,
        phone=partial(_phone, language),
        key=lambda key: _KEYS.get(key) or _digits(language, key),
    )


def _number(language: _Language, number: Decimal) -> str:
    # Many rules know no fractions, some nothing below zero, and unicode-rbnf drops the fraction of a negative number.
    if language.ruleset and number >= 0 and number == int(number):
        with suppress(RbnfError):
            return spell(int(number), language.locale.language, language.ruleset)
    return format_decimal(number, locale=language.locale, decimal_quantization=False)


def _percent(language: _Language, number: Decimal) -> str:
    return format_percent(number / 100, locale=language.locale, decimal_quantization=False)


def _money(language: _Language, amount: Decimal, currency: str, _named: bool) -> str:
    return format_currency(amount, currency, locale=language.locale, format_type="name")


def _duration(language: _Language, minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    counted = (("duration-hour", hours, hours), ("duration-minute", left, left or not hours))
    return " ".join(_counted(language, count, unit) for unit, count, is_said in counted if is_said)


def _counted(language: _Language, count: int, unit: str) -> str:
    """So many hours or minutes, in the longest words that CLDR has for them."""
    said = (format_unit(count, unit, length, locale=language.locale) for length in ("long", "short", "narrow"))
    return next((words for words in said if unit not in words), f"{count}")


def _date(language: _Language, day: date) -> str:
    return format_date(day, "long", language.locale)


def _day(language: _Language, day: date) -> str:
    return format_date(day, "full", language.locale)


def _day_and_month(language: _Language, day: date) -> str:
    return format_skeleton("MMMMd", day, locale=language.locale)


def _time(language: _Language, clock: time) -> str:
    return format_time(clock, "short", locale=language.locale)


def _moment(language: _Language, moment: datetime, _with_year: bool) -> str:
    return f"{_day(language, moment)}, {_time(language, moment.time())}"


def _day_end(language: _Language, day: date, _with_year: bool) -> str:
    return f"{_day(language, day)}, {END_OF_DAY}"


def _in_zone(language: _Language, moment: str, zone: str) -> str:
    return f"{moment}, {time_in(zone, str(language.locale))}"


def _tonight(locale: Locale) -> str:
    """The language's word for midnight; as it is written where CLDR knows none."""
    return str(locale.day_periods["format"]["wide"].get("midnight", END_OF_DAY))


def _digits(language: _Language, digits: str) -> str:
    return " ".join(_number(language, Decimal(digit)) for digit in digits)


def _groups(language: _Language, groups: tuple[str, ...]) -> str:
    return ", ".join(_digits(language, group) for group in groups)


def _phone(language: _Language, country: str, groups: tuple[str, ...]) -> str:
    return _groups(language, (country, *groups) if country else groups)
