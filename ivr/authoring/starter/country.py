"""The country of a new site: its clocks, its money, its holidays, and numbers of it that ring nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from babel import Locale
from babel.languages import get_official_languages

from ivr.authoring.starter.languages import knows_language
from ivr.hours.holidays import holidays_by_date, keeps_holidays
from ivr.words.currencies import currency_in
from ivr.words.telephones import example_telephone, exists, read_telephone
from ivr.words.zones import zones_of

ENDINGS = ("0100", "0111", "1234")  # of the numbers of the hotline, the officers and a caller
ORDINARY = date(2026, 11, 23)  # a Monday
SATURDAY = 5
CHINESE = {"zh": "cmn", "zh_Hant": "cmn", "zh_Hans": "cmn"}


@dataclass(frozen=True)
class Country:
    """What a new site needs of a country (ISO 3166): its `name` in English, zone, currency, whether it has holidays.

    `hotline`, `officer` and `caller` are telephone numbers; those of a country in which `nobody` has them were given to
    no telephone. `day` is one that is no holiday.
    """

    code: str
    name: str
    zone: str
    currency: str
    has_holidays: bool
    hotline: str
    officer: str
    caller: str
    nobody: bool
    day: date


HONG_KONG = Country(
    "HK",
    "Hong Kong",
    "Asia/Hong_Kong",
    "HKD",
    True,
    "+852 2220 0100",
    "+852 2220 0111",
    "+852 5550 1234",
    True,
    ORDINARY,
)


def country_of(code: str, zone: str = "") -> Country:
    """What is known of a country, whose clocks are those of `zone` where it has several.

    Raises ValueError where it has several zones and none of them is named.
    """
    zones = zones_of(code)
    if zone not in zones and (zone or len(zones) != 1):
        raise ValueError(f"{code} has the zones {', '.join(zones)}")
    if code == HONG_KONG.code:
        return HONG_KONG
    hotline, officer, caller = _numbers(code)
    name = str(Locale("en").territories.get(code, code))
    nobody = not any(map(exists, (hotline, officer, caller)))
    kept = keeps_holidays(code)
    return Country(
        code, name, zone or zones[0], currency_in(code), kept, hotline, officer, caller, nobody, _ordinary_day(code)
    )


def languages_of(code: str) -> tuple[str, ...]:
    """The languages in which a country is governed, as a site names them; English where none of them is known."""
    official = (CHINESE.get(each, each) for each in get_official_languages(code, de_facto=True))
    return tuple(dict.fromkeys(each for each in official if knows_language(each))) or ("en",)


def _numbers(code: str) -> tuple[str, str, str]:
    """Three numbers of the country that no telephone has; where all may have been given out, like its example."""
    example = example_telephone(code)
    others = (f"{example[: -len(ending)]}{ending}" for ending in ENDINGS)
    known = (*_unassigned(example, code), *(each for each in others if _reads_as_itself(each, code)))
    first, second, third = tuple(dict.fromkeys(known))[: len(ENDINGS)]
    return first, second, third


def _unassigned(example: str, code: str) -> Iterator[str]:
    """Numbers as long as an example one, which the plan of the country has and nobody was given."""
    for length, digit in product(range(len("+852"), len(example)), "0123456789"):
        begin = f"{example[:length]}{digit}{'5' * len(example)}"
        numbers = [f"{begin[: len(example) - len(ending)]}{ending}" for ending in ENDINGS]
        if all(_reads_as_itself(each, code) and not exists(each) for each in numbers):
            yield from numbers
            return


def _reads_as_itself(number: str, code: str) -> bool:
    try:
        return read_telephone(number, code) == number
    except ValueError:
        return False


def _ordinary_day(code: str) -> date:
    """The first day from ORDINARY on that is neither on a weekend nor a holiday."""
    days = (ORDINARY + timedelta(days) for days in range(60))
    weekdays = (day for day in days if day.weekday() < SATURDAY)
    return next(day for day in weekdays if not (keeps_holidays(code) and day in holidays_by_date(day.year, code)))
