"""General holidays of the country where a site is, each with the one name it is told by, in each language.

Source: the `holidays` library, the public holidays of a country, or of a part of it with those that it alone keeps.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from ivr.hours.hong_kong import hong_kong_holidays
from ivr.hours.one_country import country_holidays

_BRACKET = re.compile(" ?[(（][^)）]*[)）]")
CHINESE = {"yue": ("HK", "MO", "TW", "CN"), "cmn": ("CN", "HK", "MO", "TW")}  # whose names each would rather hear


def holidays_in(year: int, country: str) -> list[tuple[date, Mapping[str, str]]]:
    """The general holidays of `year` in a country, in order, each with its name by language."""
    return sorted(holidays_by_date(year, country).items())


@lru_cache(maxsize=64)
def holidays_by_date(year: int, country: str) -> Mapping[date, Mapping[str, str]]:
    """The general holidays of `year` in a country (ISO 3166) or in a part of one (GB-SCT), their names by language.

    In Hong Kong without Sundays, which are general holidays there, but are left to the weekly table.
    """
    if country == "HK":
        return hong_kong_holidays(year)
    country, _, part = country.partition("-")
    named = {
        language: country_holidays(country, subdiv=part or None, years=year, language=locale)
        for language, locale in _locales(country).items()
    }
    days = sorted({day for names in named.values() for day in names})
    return {day: {code: _own_name(names[day]) for code, names in named.items() if day in names} for day in days}


def named_for(names: Mapping[str, str], languages: Iterable[str]) -> Mapping[str, str]:
    """The names in those of `languages` that have one: in en-GB a day is called what it is called in en."""
    named = {code: names.get(code) or names.get(code.partition("-")[0], "") for code in languages}
    return {code: name for code, name in named.items() if name}


def keeps_holidays(code: str) -> bool:
    """Whether the holidays of a country, or of a part of one, are known by its code."""
    country, _, part = code.partition("-")
    try:
        return not part or part in country_holidays(country).subdivisions
    except NotImplementedError:
        return False


def parts_of(country: str) -> tuple[str, ...]:
    """The codes of the parts of a country that have holidays of their own, such as GB-SCT."""
    return tuple(f"{country}-{part}" for part in country_holidays(country).subdivisions)


def _locales(country: str) -> dict[str, str | None]:
    """The languages in which the holidays of a country have names: our code of each, and the library's."""
    known = country_holidays(country).supported_languages
    others = {locale.partition("_")[0]: locale for locale in known if not locale.startswith("zh")}
    own = {locale.partition("_")[0]: locale for locale in known if locale.endswith(f"_{country}")}
    chinese = {code: _first(f"zh_{each}" for each in order if f"zh_{each}" in known) for code, order in CHINESE.items()}
    named = {**others, **{code: each for code, each in own.items() if code != "zh"}, **chinese}
    return {code: locale for code, locale in named.items() if locale} or {"en": None}


def _first(locales: Iterable[str]) -> str:
    return next(iter(locales), "")


def _own_name(names: str) -> str:
    """One name of several, without the bracket that says why it is given on this day."""
    return _BRACKET.sub("", min(names.split("; "), key=lambda each: bool(_BRACKET.search(each))))
