"""Values become writing, as a text message has them: 23 November 2026 and HK$1,205.50 where a caller hears words."""

from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from ivr.words.formats import END_OF_DAY, Format, FormatName, canonical, home_of, named, read_moment, zone_of
from ivr.words.home import Home
from ivr.words.telephones import written_telephone

LOCALES = {"yue": "zh_Hant_HK", "cmn": "zh_Hans_CN", "en": "en_GB"}
"""How the languages are written that a locale is not named after."""
IN_DOUBT = "en_GB"
PLAIN_SPACES = {0xA0: " ", 0x202F: " "}
"""Spaces that do not break make a text message of seven bits a sign one of sixteen."""


def write_value(text: str, said_as: Format, language: str, home: Home) -> str:
    """How a value is written in a language at `home`. Never raises.

    A text that is no value of its format stands as it is.
    """
    name = named(said_as)
    try:
        if name == "moment":
            return _moment(read_moment(text.strip()), zone_of(said_as), _locale(language))
        at = home_of(said_as, home)
        written = _written(canonical(text, name, at), name, _locale(language), at) if text.strip() else text
        return written.translate(PLAIN_SPACES)
    except ValueError:
        return text


@lru_cache(maxsize=64)
def _locale(language: str) -> str:
    """The locale of a language, of it anywhere where its country has none, and of English where nobody knows it."""
    from babel import Locale, UnknownLocaleError

    for name in (LOCALES.get(language, language), language.partition("-")[0]):
        with suppress(UnknownLocaleError, ValueError):
            return str(Locale.parse(name, sep="-" if "-" in name else "_"))
    return IN_DOUBT


def _written(kept: str, said_as: FormatName, locale: str, home: Home) -> str:  # noqa: C901 (one case a format)
    from babel import dates, numbers

    match said_as:
        case "text" | "moment" | "digits" | "reference" | "letters" | "code":
            return kept
        case "phone":
            return written_telephone(kept, home.country)
        case "number":
            return numbers.format_decimal(Decimal(kept), locale=locale, decimal_quantization=False)
        case "percent":
            return numbers.format_percent(Decimal(kept) / 100, locale=locale, decimal_quantization=False)
        case "money":
            return numbers.format_currency(Decimal(kept), home.currency, locale=locale)
        case "date":
            return dates.format_date(date.fromisoformat(kept), "long", locale)
        case "time":
            return kept
        case "duration":
            return _duration(*divmod(int(kept), 60), locale)
        case _:
            assert_never(said_as)


def _duration(hours: int, minutes: int, locale: str) -> str:
    from babel import units

    parts = [(hours, "duration-hour")] if hours else []
    parts += [(minutes, "duration-minute")] if minutes or not hours else []
    return " ".join(units.format_unit(count, unit, "narrow", locale=locale) for count, unit in parts)


def _moment(kept: str, zone: str, locale: str) -> str:
    """A moment with its weekday; with its zone where that is not the site's. 24:00 stays the end of its day."""
    from babel import dates

    day, _, clock = kept.partition("T")
    told = f"{dates.format_date(date.fromisoformat(day), 'full', locale)} {clock}"
    if not zone:
        return told
    at = time(0) if clock == END_OF_DAY else time.fromisoformat(clock)
    named_zone = dates.get_timezone_name(
        datetime.combine(date.fromisoformat(day), at, dates.get_timezone(zone)), "long", locale=locale
    )
    return f"{told} ({named_zone})"
