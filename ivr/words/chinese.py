"""What Cantonese and Putonghua share: the grammar of numbers, money, dates and times, with words handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from ivr.words.currencies import currency_name, is_dollar, parted
from ivr.words.spelling import spell
from ivr.words.tongue import Tongue
from ivr.words.zones import city_in

_DIGITS = "零一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"
_YUAN = ("CNY", "MOP")  # counted in 元 where they are at home, as every dollar is, whatever their names
_TEN_THOUSAND = 10**4
_HUNDRED_MILLION = 10**8


@dataclass(frozen=True)
class ChineseWording:
    """The words in which two kinds of Chinese differ.

    `rules` and `ruleset` name the CLDR rules that spell out numbers, `respell` the corrections to what they give.
    `two` is the two of a quantity, `one` the one of a row of digits. `coins` are a 元, a tenth and a hundredth of it;
    other currencies have their names in `locale`. `parts_of_day` are the hours from which each name holds. `midnight`
    is that of a day that ends, `day_start` that of one that begins. `local_time` stands between a place and its time.
    """

    rules: str
    ruleset: str
    respell: Mapping[str, str]
    two: str
    one: str
    minus: str
    point: str
    ten_thousand: str
    hundred_million: str
    coins: tuple[str, str, str]
    locale: str
    parts_of_day: tuple[tuple[int, str], ...]
    midnight: str
    day_start: str
    tonight: str
    first_hour: str
    hour: str
    sharp: str
    hours: str
    minutes: str
    local_time: str
    country_code: str
    keys: Mapping[str, str]


def chinese_tongue(words: ChineseWording) -> Tongue:
    """The tongue that says things in those words."""
    return Tongue(
        number=partial(_number, words),
        percent=partial(_percent, words),
        money=partial(_money, words),
        duration=partial(_duration, words),
        date=_date,
        day=partial(_day_and_weekday, with_year=False),
        day_and_month=_day_and_month,
        time=partial(_time, words),
        moment=partial(_moment, words),
        day_end=partial(_day_end, words),
        in_zone=partial(_in_zone, words),
        tonight=words.tonight,
        digits=partial(_digits, words),
        reference=partial(_groups, words),
        letters="、".join,
        phone=partial(_phone, words),
        key=partial(_key, words),
    )


def _count(words: ChineseWording, count: int) -> str:
    """A quantity in words."""
    if count == 2:
        return words.two
    said = _spelt(words, count)
    for start, better in words.respell.items():
        if said.startswith(start):
            return better + said.removeprefix(start)
    return said


def _spelt(words: ChineseWording, count: int) -> str:
    """Four digits at a time, as Chinese counts: CLDR spells each four, but joins them wrongly.

    It leaves out the 零 of 一億零一萬, and counts in 兆 from a trillion on, where people say 萬億.
    """
    for size, unit in ((_HUNDRED_MILLION, words.hundred_million), (_TEN_THOUSAND, words.ten_thousand)):
        high, low = divmod(count, size)
        if high:
            gap = "零" if 0 < low < size // 10 else ""
            return _so_many(words, high) + unit + gap + (_inside(words, low) if low else "")
    return "二" if count == 2 else spell(count, words.rules, words.ruleset)


def _so_many(words: ChineseWording, high: int) -> str:
    """How many times ten thousand (or a hundred million), its two as it stands before such a word."""
    if high >= _TEN_THOUSAND:
        return _spelt(words, high)
    return spell(high * _TEN_THOUSAND, words.rules, words.ruleset).removesuffix(words.ten_thousand)


def _inside(words: ChineseWording, low: int) -> str:
    """What follows inside a number, where ten is 一十."""
    said = _spelt(words, low)
    return f"一{said}" if said.startswith("十") else said


def _ordinal(number: int) -> str:
    """A number that counts nothing (a month, a day, a minute): its two is always 二. Below 100."""
    tens, ones = divmod(number, 10)
    said = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return said + (_DIGITS[ones] if ones or not tens else "")


def _number(words: ChineseWording, number: Decimal) -> str:
    whole, _, part = f"{abs(number):f}".partition(".")
    part = part.rstrip("0")
    lone_two = whole == "2" and (part or number < 0)
    said = "二" if lone_two else _count(words, int(whole))
    if part:
        said += words.point + "".join(_DIGITS[int(digit)] for digit in part)
    return words.minus + said if number < 0 else said


def _percent(words: ChineseWording, number: Decimal) -> str:
    said = "二" if abs(number) == 2 else _number(words, abs(number))
    return f"{words.minus if number < 0 else ''}百分之{said}"


def _money(words: ChineseWording, amount: Decimal, currency: str, named: bool) -> str:
    in_yuan = not named and (currency in _YUAN or is_dollar(currency))
    said = _coins(words, *parted(amount)) if in_yuan else _named(words, abs(amount), currency)
    return words.minus + said if amount < 0 else said


def _named(words: ChineseWording, amount: Decimal, currency: str) -> str:
    return _number(words, amount) + currency_name(currency, words.locale)


def _coins(words: ChineseWording, whole: int, hundredths: int) -> str:
    tens, ones = divmod(hundredths, 10)
    dollar, ten_cents, cent = words.coins
    said = _count(words, whole) + dollar if whole or not hundredths else ""
    if tens:
        said += _count(words, tens) + ten_cents
    if ones:
        said += ("零" if whole and not tens else "") + (_DIGITS[ones] if said else _count(words, ones)) + cent
    return said


def _duration(words: ChineseWording, minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    said = _count(words, hours) + words.hours if hours else ""
    return said + (_count(words, left) + words.minutes if left or not hours else "")


def _day_and_month(day: date) -> str:
    return f"{_ordinal(day.month)}月{_ordinal(day.day)}日"


def _date(day: date) -> str:
    return _year(day) + _day_and_month(day)


def _year(day: date) -> str:
    return "".join(_DIGITS[int(digit)] for digit in f"{day.year:04}") + "年"


def _time(words: ChineseWording, clock: time) -> str:
    if clock.hour == clock.minute == 0:
        return words.midnight
    part_of_day = next(part for start, part in reversed(words.parts_of_day) if clock.hour >= start)
    hour = _count(words, clock.hour % 12 or 12) if clock.hour else words.first_hour
    if clock.minute == 0:
        return f"{part_of_day}{hour}{words.hour}{words.sharp}"
    minute = ("零" if clock.minute < 10 else "") + _ordinal(clock.minute)
    return f"{part_of_day}{hour}{words.hour}{minute}分"


def _day_and_weekday(day: date, with_year: bool) -> str:
    return f"{_date(day) if with_year else _day_and_month(day)}星期{_WEEKDAYS[day.weekday()]}"


def _moment(words: ChineseWording, moment: datetime, with_year: bool) -> str:
    starts = moment.hour == moment.minute == 0
    return _day_and_weekday(moment, with_year) + (words.day_start if starts else _time(words, moment.time()))


def _day_end(words: ChineseWording, day: date, with_year: bool) -> str:
    return _day_and_weekday(day, with_year) + words.midnight


def _in_zone(words: ChineseWording, moment: str, zone: str) -> str:
    return city_in(zone, words.locale) + words.local_time + moment


def _digits(words: ChineseWording, digits: str) -> str:
    return "".join(words.one if digit == "1" else _DIGITS[int(digit)] for digit in digits)


def _groups(words: ChineseWording, groups: tuple[str, ...]) -> str:
    return "，".join(_digits(words, group) for group in groups)


def _phone(words: ChineseWording, country: str, groups: tuple[str, ...]) -> str:
    said = _groups(words, groups)
    return f"{words.country_code}{_digits(words, country)}，{said}" if country else said


def _key(words: ChineseWording, key: str) -> str:
    return words.keys.get(key) or "".join(_DIGITS[int(digit)] for digit in key)
