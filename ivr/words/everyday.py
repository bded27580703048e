"""How people say values in a language whose numbers CLDR spells: by the words that the language's own module has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from ivr.words.currencies import currency_name, decimals_of, parted
from ivr.words.general import general_tongue, locale_of
from ivr.words.spelling import spell
from ivr.words.tongue import Tongue

A_MILLION = 1_000_000
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Everyday:
    """The words of one language, `code` in CLDR.

    `number`, `of_masculine` and `of_feminine` are CLDR's rules for a number alone and before a noun. `points` is what
    the sign before a fraction is called, which countries write differently. `first` is the first of a month. `day`,
    `date`, `weekday`, `moment`, `midnight_before` and `midnight_after` (a day begins, and ends) and `coins_after` are
    sentences with places in braces; `clock` says a time of day. `coins` are the names of a hundredth by currency, of
    one and of several. `noun` takes the word that is counted out of the name of a currency, and `after_millions`
    stands before it where a number ends with millions.
    """

    code: str
    minus: str
    points: Mapping[str, str]
    percent: str
    number: str
    of_masculine: str
    of_feminine: str
    first: str
    day: str
    date: str
    weekday: str
    moment: str
    midnight_before: str
    midnight_after: str
    tonight: str
    coins_after: str
    coins: Mapping[str, tuple[str, str]]
    noun: Callable[[str], str]
    after_millions: str
    clock: Callable[[time], str]
    keys: Mapping[str, str]


def everyday_tongue(words: Everyday, language: str) -> Tongue:
    """The tongue of a language, or of one of its countries (es-MX), with these words."""
    digits, point = partial(_digits, words), words.points[get_decimal_symbol(locale_of(language) or words.code)]
    return replace(
        general_tongue(language),
        number=partial(_number, words, point),
        percent=lambda number: words.percent.format(number=_number(words, point, number)),
        money=partial(_money, words, point),
        date=partial(_date, words),
        day=partial(_weekday, words),
        day_and_month=partial(_day, words),
        time=words.clock,
        moment=partial(_moment, words),
        day_end=lambda day, with_year: words.midnight_after.format(day=_weekday(words, day, with_year)),
        tonight=words.tonight,
        digits=digits,
        reference=lambda groups: ", ".join(map(digits, groups)),
        phone=lambda country, groups: ", ".join(map(digits, (country, *groups) if country else groups)),
        key=lambda key: words.keys.get(key) or digits(key),
    )


def _digits(words: Everyday, digits: str) -> str:
    return " ".join(spell(int(digit), words.code, words.number) for digit in digits)


def _number(words: Everyday, point: str, number: Decimal) -> str:
    whole, _, part = f"{abs(number):f}".partition(".")
    part = part.rstrip("0")
    said = spell(int(whole), words.code, words.number) + (f" {point} {_digits(words, part)}" if part else "")
    return f"{words.minus} {said}" if number < 0 else said


def _money(words: Everyday, point: str, amount: Decimal, currency: str, named: bool) -> str:
    whole, hundredths = parted(amount)
    coins = words.coins.get(currency) if decimals_of(currency) == 2 else None
    if coins is None and amount != int(amount):
        return f"{_number(words, point, amount)} {_noun(words, currency, 2, named)}"
    said = _counted(words, whole, _noun(words, currency, whole, named)) if whole or not hundredths else ""
    if coins and hundredths:
        small = _counted(words, hundredths, coins[hundredths != 1])
        said = words.coins_after.format(whole=said, coins=small) if said else small
    return f"{words.minus} {said}" if amount < 0 else said


def _noun(words: Everyday, currency: str, count: int, named: bool) -> str:
    name = currency_name(currency, words.code, count)
    return (name if named else words.noun(name)).lower()


def _counted(words: Everyday, count: int, noun: str) -> str:
    feminine = noun.endswith(("a", "as"))
    number = spell(count, words.code, words.of_feminine if feminine else words.of_masculine)
    millions = words.after_millions if count >= A_MILLION and count % A_MILLION == 0 else ""
    return f"{number} {millions}{noun}"


def _day(words: Everyday, day: date) -> str:
    number = words.first if day.day == 1 and words.first else spell(day.day, words.code, words.number)
    return words.day.format(day=number, month=format_date(day, "MMMM", words.code))


def _date(words: Everyday, day: date) -> str:
    return words.date.format(day=_day(words, day), year=spell(day.year, words.code, words.number))


def _weekday(words: Everyday, day: date, with_year: bool = False) -> str:
    said = _date(words, day) if with_year else _day(words, day)
    return words.weekday.format(weekday=format_date(day, "EEEE", words.code), day=said)


def _moment(words: Everyday, moment: datetime, with_year: bool) -> str:
    day, clock = _weekday(words, moment, with_year), moment.time()
    return (
        words.midnight_before.format(day=day)
        if clock == MIDNIGHT
        else words.moment.format(day=day, time=words.clock(clock))
    )
