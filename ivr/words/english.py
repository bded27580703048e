"""What British and American English share: the grammar of numbers, money, dates and times, with words handed in."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from babel.dates import format_date

from ivr.words.currencies import currency_name, decimals_of, parted
from ivr.words.spelling import spell
from ivr.words.tongue import Tongue
from ivr.words.zones import city_in

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_COINS = {
    "dollar": ("cent", "cents"),
    "euro": ("cent", "cents"),
    "pound": ("penny", "pence"),
    "pataca": ("avo", "avos"),
}
"""What a hundredth is called; of other currencies fractions are said with a point."""


@dataclass(frozen=True)
class EnglishWording:
    """The words in which two kinds of English differ.

    `cardinals` names the CLDR rules that spell out numbers. `day` has the places {day} and {month}, `weekday` {weekday}
    and {day}. `sharp` follows a full hour; `parts_of_day` are the hours before which each name holds.
    """

    cardinals: str
    percent: str
    day: str
    weekday: str
    sharp: str
    parts_of_day: tuple[tuple[int, str], ...]


def english_tongue(words: EnglishWording) -> Tongue:
    """The tongue that says things in those words."""
    return Tongue(
        number=partial(_number, words),
        percent=partial(_percent, words),
        money=partial(_money, words),
        duration=partial(_duration, words),
        date=partial(_date, words),
        day=partial(_weekday_and_day, words, with_year=False),
        day_and_month=partial(_day_and_month, words),
        time=partial(_time, words),
        moment=partial(_moment, words),
        day_end=partial(_day_end, words),
        in_zone=_in_zone,
        tonight="midnight tonight",
        digits=_digits,
        reference=_groups,
        letters=", ".join,  # commas, or a lone A is read as an article
        phone=_phone,
        key=_key,
    )


def _count(words: EnglishWording, count: int) -> str:
    return spell(count, "en", words.cardinals).replace(",", "")


def _number(words: EnglishWording, number: Decimal) -> str:
    whole, _, part = f"{abs(number):f}".partition(".")
    part = part.rstrip("0")
    said = _count(words, int(whole)) + (f" point {_digits(part)}" if part else "")
    return f"minus {said}" if number < 0 else said


def _percent(words: EnglishWording, number: Decimal) -> str:
    return f"{_number(words, number)} {words.percent}"


def _money(words: EnglishWording, amount: Decimal, currency: str, named: bool) -> str:
    one, several = (_currency(currency, count, named) for count in (1, 2))
    whole, hundredths = parted(amount)
    if (coins := _COINS.get(one.split()[-1])) and decimals_of(currency) == 2:
        parts = [_counted(words, whole, one, several)] if whole or not hundredths else []
        said = " and ".join([*parts, *([_counted(words, hundredths, *coins)] if hundredths else [])])
        return f"minus {said}" if amount < 0 else said
    return f"{_number(words, amount)} {one if abs(amount) == 1 else several}"


def _currency(currency: str, count: int, named: bool) -> str:
    """Dollars, or US dollars where it must be told whose they are."""
    name = currency_name(currency, "en", count)
    return name if named else name.split()[-1]


def _counted(words: EnglishWording, count: int, one: str, several: str) -> str:
    return f"{_count(words, count)} {one if count == 1 else several}"


def _duration(words: EnglishWording, minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    parts = [_counted(words, hours, "hour", "hours")] if hours else []
    return " and ".join([*parts, *([_counted(words, left, "minute", "minutes")] if left or not hours else [])])


def _day_and_month(words: EnglishWording, day: date) -> str:
    return words.day.format(day=spell(day.day, "en", "spellout-ordinal"), month=format_date(day, "MMMM", "en"))


def _date(words: EnglishWording, day: date) -> str:
    return f"{_day_and_month(words, day)}, {_year(words, day.year)}"


def _year(words: EnglishWording, year: int) -> str:
    if 2000 <= year <= 2009:
        return _count(words, year)  # with "and" in Britain, which the rules for years leave out
    return spell(year, "en", "spellout-numbering-year").replace("oh-", "oh ")


def _time(words: EnglishWording, clock: time) -> str:
    if clock.minute == 0 and clock.hour in (0, 12):
        return "midnight" if clock.hour == 0 else "noon"
    hour = _count(words, clock.hour % 12 or 12)
    if clock.minute == 0:
        said = f"{hour}{words.sharp}"
    else:
        said = f"{hour} {'oh ' if clock.minute < 10 else ''}{_count(words, clock.minute)}"
    return f"{said} {next(part for until, part in words.parts_of_day if clock.hour < until)}"


def _weekday_and_day(words: EnglishWording, day: date, with_year: bool) -> str:
    said = words.weekday.format(weekday=format_date(day, "EEEE", "en"), day=_day_and_month(words, day))
    return f"{said}, {_year(words, day.year)}" if with_year else said


def _moment(words: EnglishWording, moment: datetime, with_year: bool) -> str:
    day = _weekday_and_day(words, moment, with_year)
    if moment.hour == moment.minute == 0:  # "Tuesday at midnight" may be either end of it
        return f"midnight at the start of {day}"
    return f"{day}{',' if with_year else ''} at {_time(words, moment.time())}"


def _day_end(words: EnglishWording, day: date, with_year: bool) -> str:
    return f"midnight at the end of {_weekday_and_day(words, day, with_year)}"


def _in_zone(moment: str, zone: str) -> str:
    return f"{moment}, {city_in(zone, 'en')} time"


def _digits(digits: str) -> str:
    return " ".join(_DIGITS[int(digit)] for digit in digits)


def _groups(groups: tuple[str, ...]) -> str:
    return ", ".join(_digits(group) for group in groups)


def _phone(country: str, groups: tuple[str, ...]) -> str:
    said = _groups(groups)
    return f"country code {_digits(country)}, {said}" if country else said


def _key(key: str) -> str:
    return key if key in ("star", "hash") else _digits(key)
