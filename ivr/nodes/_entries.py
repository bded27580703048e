"""What a caller can key beside a choice: digits, a date, an amount, letters; each read from the keys pressed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from stdnum import damm, luhn, verhoeff
from stdnum.iso7064 import mod_11_10

from ivr.engine.entry import KeyedEntry, Refused
from ivr.engine.grammar import Bounds
from ivr.words import Format, Value

WhenOfDate = Literal["any", "past", "future"]
LETTERS_ON = {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}
CHECKS: dict[str, Callable[[str], bool]] = {
    "luhn": luhn.is_valid,
    "damm": damm.is_valid,
    "verhoeff": verhoeff.is_valid,
    "mod11_10": mod_11_10.is_valid,
}


KEYS_OF_A_DATE = Bounds(8, 8)
LONGEST_SAMPLE = 32  # keys or letters; nobody keys more


def _wrong_length(given: int, length: Bounds) -> Refused | None:
    """Why so many digits or letters are too few or too many; nothing when they are neither."""
    if length.least <= given <= length.most:
        return None
    phrase = "entry_too_short" if given < length.least else "entry_too_long"
    nearest = min(max(given, length.least), length.most)
    ends = {"given": given, "expected": nearest, "least": length.least, "most": length.most}
    values = {name: Value(str(count), "number") for name, count in ends.items()}
    return Refused(phrase if length.least == length.most else f"{phrase}_for_span", values, "entry_wrong_length")


@dataclass(frozen=True)
class DigitsEntry:
    """So many digits, perhaps with a check digit."""

    length: Bounds
    check: str | None
    format: Format = "digits"
    how: tuple[str, ...] = ()

    @property
    def digits(self) -> Bounds | None:
        """All of its keys are digits of the value."""
        return self.length

    @property
    def most_keys(self) -> int | None:
        """A fixed length needs no hash."""
        return self.length.most if self.length.least == self.length.most else None

    @property
    def longest(self) -> int:
        """All of its digits."""
        return self.length.most

    def takes(self, keys: str) -> bool:
        """A one-digit entry may be 0."""
        return keys.isdigit() and self.length.least <= 1

    def read(self, keys: str, today: date) -> str | Refused:
        """The digits, when there are enough of them and the check digit is right."""
        if not re.fullmatch(r"[0-9]+", keys):
            return Refused("entry_unclear")
        if refused := _wrong_length(len(keys), self.length):
            return refused
        if self.check and not CHECKS[self.check](keys):
            return Refused("entry_wrong_check")
        return keys

    def samples(self, today: date) -> tuple[str, ...]:
        """Ones, and the check digit where there is one."""
        lengths = dict.fromkeys((self.length.least, min(self.length.most, LONGEST_SAMPLE)))
        return tuple(self._sample(length) for length in lengths)

    def _sample(self, length: int) -> str:
        return next(keys for last in "1234567890" if self._right(keys := "1" * (length - 1) + last))

    def _right(self, keys: str) -> bool:
        return not self.check or CHECKS[self.check](keys)

    @property
    def refused_sample(self) -> str:
        """A star is no digit."""
        return "1*" if self.length.most > 1 else ""


@dataclass(frozen=True)
class DateEntry:
    """Day, month and year as eight digits, as Hong Kong writes dates."""

    when: WhenOfDate
    format: Format = "date"
    how: tuple[str, ...] = ("how_date",)
    most_keys: int | None = KEYS_OF_A_DATE.most
    digits: Bounds | None = None
    longest: int = len("2026-11-23")

    def takes(self, keys: str) -> bool:
        """No single key is a date."""
        return False

    def read(self, keys: str, today: date) -> str | Refused:
        """The date as 2026-11-23, when there is such a day and it lies where it must."""
        if keys.isdecimal() and (refused := _wrong_length(len(keys), KEYS_OF_A_DATE)):
            return refused
        parts = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", keys)
        try:
            day = date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else None
        except ValueError:
            day = None
        if day is None:
            return Refused("entry_not_a_date")
        if self.when == "past" and day > today:
            return Refused("entry_date_past")
        if self.when == "future" and day < today:
            return Refused("entry_date_future")
        return day.isoformat()

    def samples(self, today: date) -> tuple[str, ...]:
        """A day long ago or far ahead, and today."""
        far = date(1980, 2, 29) if self.when != "future" else date(2096, 2, 29)
        return f"{far:%d%m%Y}", f"{today:%d%m%Y}"

    @property
    def refused_sample(self) -> str:
        """No February has thirty days."""
        return "30022026"


@dataclass(frozen=True)
class AmountEntry:
    """Dollars, with star for the decimal point and at most two decimals."""

    range: Bounds
    format: Format = "money"
    how: tuple[str, ...] = ("how_amount",)
    most_keys: int | None = None
    digits: Bounds | None = None

    @property
    def longest(self) -> int:
        """The most, to the cent."""
        return len(f"{self.range.most}.00")

    def takes(self, keys: str) -> bool:
        """A single digit is an amount when so small a one is allowed."""
        return keys.isdigit() and self.range.least <= int(keys)

    def read(self, keys: str, today: date) -> str | Refused:
        """The amount as 1205.50, when it lies in the range."""
        parts = re.fullmatch(r"([0-9]{1,10})(?:\*([0-9]{1,2}))?", keys)
        if not parts:
            return Refused("entry_not_an_amount")
        cents = int(parts[1]) * 100 + int((parts[2] or "").ljust(2, "0"))
        if not self.range.least * 100 <= cents <= self.range.most * 100:
            ends = {"least": Value(f"{self.range.least}.00", "money"), "most": Value(f"{self.range.most}.00", "money")}
            return Refused("entry_amount_range", ends)
        return f"{cents // 100}.{cents % 100:02d}"

    def samples(self, today: date) -> tuple[str, ...]:
        """The least, and the most to the cent."""
        return str(self.range.least), f"{self.range.most}*00"

    @property
    def refused_sample(self) -> str:
        """Two stars make no amount."""
        return "1**"


@dataclass(frozen=True)
class LettersEntry:
    """Letters, two keys each: the key the letter stands on, then its place on that key."""

    length: Bounds
    format: Format = "letters"
    digits: Bounds | None = None

    @property
    def how(self) -> tuple[str, ...]:
        """Which keys make a letter, and where nothing else ends it, that a hash does."""
        return ("how_letters",) if self.most_keys else ("how_letters", "then_hash")

    @property
    def most_keys(self) -> int | None:
        """A fixed length needs no hash: two keys a letter."""
        return 2 * self.length.most if self.length.least == self.length.most else None

    @property
    def longest(self) -> int:
        """All of its letters."""
        return self.length.most

    def takes(self, keys: str) -> bool:
        """No single key is a letter."""
        return False

    def read(self, keys: str, today: date) -> str | Refused:
        """The letters, when every pair of keys is one and there are enough of them."""
        pairs = [keys[at : at + 2] for at in range(0, len(keys), 2)]
        letters = [LETTERS_ON.get(pair[0], "")[int(pair[1]) - 1 : int(pair[1])] for pair in pairs if pair[1:].isdigit()]
        spelled = "".join(letters)
        if len(spelled) != len(pairs) or "0" in keys[1::2]:
            return Refused("entry_not_letters")
        return _wrong_length(len(spelled), self.length) or spelled

    def samples(self, today: date) -> tuple[str, ...]:
        """The letter A as often as needed, and Z as often as may be."""
        return "21" * self.length.least, "94" * min(self.length.most, LONGEST_SAMPLE)

    @property
    def refused_sample(self) -> str:
        """No letter stands on 1."""
        return "11"


@lru_cache(maxsize=1024)
def entry_of(
    digits: Bounds | None, date: WhenOfDate | None, amount: Bounds | None, letters: Bounds | None, check: str | None
) -> KeyedEntry:
    """The way of reading keys that an `ask` node's settings mean."""
    if digits:
        return DigitsEntry(digits, check)
    if date:
        return DateEntry(date)
    if amount:
        return AmountEntry(amount)
    if letters:
        return LettersEntry(letters)
    raise ValueError("nothing is asked for")
