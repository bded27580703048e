"""How things are said in English, as it is spoken in Hong Kong and Britain."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from babel.dates import format_date

from ivr.words.currencies import currency_name, decimals_of, parted
from ivr.words.spelling import spell
from ivr.words.tongue import Tongue

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_COINS = {
    "dollar": ("cent", "cents"),
    "euro": ("cent", "cents"),
    "pound": ("penny", "pence"),
    "pataca": ("avo", "avos"),
}
"""What a hundredth is called; of other currencies fractions are said with a point."""
_PARTS_OF_DAY = ((12, "in the morning"), (18, "in the afternoon"), (22, "in the evening"), (24, "at night"))


def _count(count: int) -> str:
    return spell(count, "en", "spellout-cardinal-verbose").replace(",", "")  # verbose: with "and"


def _number(number: Decimal) -> str:
    whole, _, part = f"{abs(number):f}".partition(".")
    part = part.rstrip("0")
    said = _count(int(whole)) + (f" point {_digits(part)}" if part else "")
    return f"minus {said}" if number < 0 else said


def _percent(number: Decimal) -> str:
    return f"{_number(number)} per cent"


def _money(amount: Decimal, currency: str) -> str:
    one, several = (currency_name(currency, "en", count).split()[-1] for count in (1, 2))  # dollars, whose is clear
    whole, hundredths = parted(amount)
    if (coins := _COINS.get(one)) and decimals_of(currency) == 2:
        parts = [_counted(whole, one, several)] if whole or not hundredths else []
        said = " and ".join([*parts, *([_counted(hundredths, *coins)] if hundredths else [])])
        return f"minus {said}" if amount < 0 else said
    return f"{_number(amount)} {one if abs(amount) == 1 else several}"


def _counted(count: int, one: str, several: str) -> str:
    return f"{_count(count)} {one if count == 1 else several}"


def _day_and_month(day: date) -> str:
    return f"the {spell(day.day, 'en', 'spellout-ordinal')} of {format_date(day, 'MMMM', 'en')}"


def _date(day: date) -> str:
    return f"{_day_and_month(day)}, {_year(day.year)}"


def _year(year: int) -> str:
    if 2000 <= year <= 2009:
        return _count(year)  # with "and", which the rules for years leave out
    return spell(year, "en", "spellout-numbering-year").replace("oh-", "oh ")


def _time(clock: time) -> str:
    if clock.minute == 0 and clock.hour in (0, 12):
        return "midnight" if clock.hour == 0 else "noon"
    hour = _count(clock.hour % 12 or 12)
    if clock.minute == 0:
        said = f"{hour} o'clock"
    else:
        said = f"{hour} {'oh ' if clock.minute < 10 else ''}{_count(clock.minute)}"
    return f"{said} {_part_of_day(clock.hour)}"


def _part_of_day(hour: int) -> str:
    if hour == 0:
        return "at night"
    return next(part for until, part in _PARTS_OF_DAY if hour < until)


def _weekday_and_day(day: date) -> str:
    return f"{format_date(day, 'EEEE', 'en')} {_day_and_month(day)}"


def _moment(moment: datetime) -> str:
    if moment.hour == moment.minute == 0:  # "Tuesday at midnight" may be either end of it
        return f"midnight at the start of {_weekday_and_day(moment)}"
    return f"{_weekday_and_day(moment)} at {_time(moment.time())}"


def _day_end(day: date) -> str:
    return f"midnight at the end of {_weekday_and_day(day)}"


def _digits(digits: str) -> str:
    return " ".join(_DIGITS[int(digit)] for digit in digits)


def _groups(groups: tuple[str, ...]) -> str:
    return ", ".join(_digits(group) for group in groups)


def _phone(country: str, groups: tuple[str, ...]) -> str:
    said = _groups(groups)
    return f"country code {_digits(country)}, {said}" if country else said


def _letters(letters: Iterable[str]) -> str:
    return ", ".join(letters)  # commas, or a lone A is read as an article


def _key(key: str) -> str:
    return key if key in ("star", "hash") else _digits(key)


ENGLISH = Tongue(
    number=_number,
    percent=_percent,
    money=_money,
    date=_date,
    day=_weekday_and_day,
    time=_time,
    moment=_moment,
    day_end=_day_end,
    tonight="midnight tonight",
    digits=_digits,
    reference=_groups,
    letters=_letters,
    phone=_phone,
    key=_key,
)
