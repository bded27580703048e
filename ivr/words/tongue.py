"""What a language must know to say values: one function a format."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal


@dataclass(frozen=True)
class Tongue:
    """How one language says each format.

    `money` takes an amount and its currency, `phone` a country code (empty at home) and groups of digits. `day` is one
    with its weekday, `day_end` the moment at which a day ends, `tonight` the coming midnight.
    """

    number: Callable[[Decimal], str]
    percent: Callable[[Decimal], str]
    money: Callable[[Decimal, str], str]
    day: Callable[[date], str]
    day_end: Callable[[date], str]
    date: Callable[[date], str]
    time: Callable[[time], str]
    moment: Callable[[datetime], str]
    tonight: str
    digits: Callable[[str], str]
    reference: Callable[[tuple[str, ...]], str]
    letters: Callable[[Iterable[str]], str]
    phone: Callable[[str, tuple[str, ...]], str]
    key: Callable[[str], str]
