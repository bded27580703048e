"""What a language must know to say values: one function a format."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal


@dataclass(frozen=True)
class Tongue:
    """How one language says each format.

    `money` takes an amount, its currency, and whether that must be named in full, being none of the site's; `duration`
    minutes; `phone` a country code (empty at home) and groups of digits. `day` is one with its weekday,
    `day_and_month` a date without its year. `moment`, and `day_end` at which a day ends, take whether the year is said;
    `in_zone` what they say, and the zone of its clocks. `tonight` is the coming midnight.
    """

    number: Callable[[Decimal], str]
    percent: Callable[[Decimal], str]
    money: Callable[[Decimal, str, bool], str]
    duration: Callable[[int], str]
    day: Callable[[date], str]
    day_and_month: Callable[[date], str]
    day_end: Callable[[date, bool], str]
    date: Callable[[date], str]
    time: Callable[[time], str]
    moment: Callable[[datetime, bool], str]
    in_zone: Callable[[str, str], str]
    tonight: str
    digits: Callable[[str], str]
    reference: Callable[[tuple[str, ...]], str]
    letters: Callable[[Iterable[str]], str]
    phone: Callable[[str, tuple[str, ...]], str]
    key: Callable[[str], str]
