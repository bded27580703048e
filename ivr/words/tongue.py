"""What a language must know to say values: one function a format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import phonenumbers

HOME_COUNTRY_CODE = "852"  # left out when a number is said, as people here do


@dataclass(frozen=True)
class Tongue:
    """How one language says each format.

    `phone` takes a country code (empty at home) and groups of digits. `day_end` is the moment at which a day ends,
    `tonight` the coming midnight.
    """

    number: Callable[[Decimal], str]
    money: Callable[[Decimal], str]
    day_end: Callable[[date], str]
    date: Callable[[date], str]
    time: Callable[[time], str]
    moment: Callable[[datetime], str]
    tonight: str
    digits: Callable[[str], str]
    reference: Callable[[tuple[str, ...]], str]
    letters: Callable[[str], str]
    phone: Callable[[str, tuple[str, ...]], str]
    key: Callable[[str], str]


def in_threes(digits: str) -> tuple[str, ...]:
    """Digits in groups of three; a last digit on its own joins the group before it."""
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = ["".join(groups[-2:])]
    return tuple(groups)


def telephone_groups(number: str) -> tuple[str, tuple[str, ...]]:
    """The country code of an E.164 number (empty at home) and the rest as its country groups it."""
    parsed = phonenumbers.parse(number)
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    code, *groups = shown.removeprefix("+").replace("-", " ").split()
    return ("" if code == HOME_COUNTRY_CODE else code), tuple(groups)
