"""General holidays of Hong Kong, with their names in each language.

Source: the `holidays` library, in both its categories: "public" has only the statutory holidays, which Good Friday
joins in 2028; "optional" has the rest of the general holidays, on which government offices are closed. Sundays are
general holidays too, but are left to the weekly table: a festival on a Sunday moves to the next day in the gazette.
The law has seventeen such days a year; where the library lists another, it is named in NOT_GENERAL and left out.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays import country_holidays

LANGUAGES = {"yue": "zh_HK", "cmn": "zh_CN", "en": "en_HK"}
SUNDAY = 6
NOT_GENERAL = {date(2028, 10, 3)}  # National Day 2028 is a Sunday: only Monday the 2nd is given for it


def holidays_in(year: int) -> list[tuple[date, Mapping[str, str]]]:
    """The general holidays of `year` other than Sundays, in order, each with its name by language."""
    return sorted(holidays_by_date(year).items())


@lru_cache(maxsize=64)
def holidays_by_date(year: int) -> Mapping[date, Mapping[str, str]]:
    """The general holidays of `year` other than Sundays, their names by language."""
    named = {language: _names(year, locale) for language, locale in LANGUAGES.items()}
    days = [day for day in named["en"] if day.weekday() != SUNDAY and day not in NOT_GENERAL]
    return {day: {language: names[day] for language, names in named.items()} for day in days}


def _names(year: int, locale: str) -> dict[date, str]:
    listed = country_holidays("HK", years=year, language=locale, categories=("public", "optional"))
    return {day: _one_name(text) for day, text in listed.items()}


def _one_name(text: str) -> str:
    """One of the names of a day that has several; the last is the day's own, a day in lieu comes before it."""
    return text.split("; ")[-1]
