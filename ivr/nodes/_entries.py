"""What a caller keys beside a choice, read from the keys: digits, a number, an amount, letters, a telephone number."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum import damm, luhn, verhoeff
from stdnum.iso7064 import mod_11_10

from ivr.engine.entry import Refused, wrong_length
from ivr.engine.grammar import Bounds
from ivr.words import LONGEST, Format, Value
from ivr.words.telephones import exists, keyed_example, read_telephone

LETTERS_ON = {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}
CHECKS: dict[str, Callable[[str], bool]] = {
    "luhn": luhn.is_valid,
    "damm": damm.is_valid,
    "verhoeff": verhoeff.is_valid,
    "mod11_10": mod_11_10.is_valid,
}
LONGEST_SAMPLE = 32  # keys or letters; nobody keys more
THEN_HASH = "then_hash"
"""The phrase that says that a hash ends what is keyed."""


def _ended(most_keys: int | None) -> tuple[str, ...]:
    """How an entry is ended, where it does not end by itself."""
    return () if most_keys else (THEN_HASH,)


@dataclass(frozen=True)
class DigitsEntry:
    """So many digits, perhaps with a check digit; or with the letter `star` among them, keyed as star."""

    length: Bounds
    check: str | None
    star: str = ""
    needs: tuple[str, ...] = ()
    moves: bool = False

    @property
    def how(self) -> tuple[str, ...]:
        """That a hash ends it, where nothing else does."""
        return _ended(self.most_keys)

    @property
    def format(self) -> Format:
        """A letter makes a code of it."""
        return "code" if self.star else "digits"

    @property
    def digits(self) -> Bounds | None:
        """All of its keys are digits of the value, unless one may be a letter."""
        return None if self.star else self.length

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

    def read(self, keys: str, today: date, country: str) -> str | Refused:
        """The digits, when there are enough of them and the check digit is right."""
        if not re.fullmatch(r"[0-9*]+" if self.star else r"[0-9]+", keys):
            return Refused("entry_unclear")
        if refused := wrong_length(len(keys), self.length):
            return refused
        if self.check and not CHECKS[self.check](keys):
            return Refused("entry_wrong_check")
        return keys.replace("*", self.star)

    def samples(self, today: date, country: str) -> tuple[str, ...]:
        """Ones, and the check digit where there is one; also with a star behind them where that is a letter."""
        lengths = dict.fromkeys((self.length.least, min(self.length.most, LONGEST_SAMPLE)))
        plain = tuple(self._sample(length) for length in lengths)
        return (*plain, f"{plain[-1][:-1]}*") if self.star and self.length.most > 1 else plain

    def _sample(self, length: int) -> str:
        return next(keys for last in "1234567890" if self._right(keys := "1" * (length - 1) + last))

    def _right(self, keys: str) -> bool:
        return not self.check or CHECKS[self.check](keys)

    @property
    def refused_sample(self) -> str:
        """A star is no digit; where it is a letter, one key too few is refused."""
        short = "1" * (self.length.least - 1) if self.length.least > 2 else ""
        return short if self.star else "1*" if self.length.most > 1 else ""


@dataclass(frozen=True)
class NumberEntry:
    """A whole number from the least to the most."""

    range: Bounds
    format: Format = "number"
    needs: tuple[str, ...] = ("entry_number_range",)
    digits: Bounds | None = None
    moves: bool = False

    @property
    def how(self) -> tuple[str, ...]:
        """That a hash ends it, where nothing else does."""
        return _ended(self.most_keys)

    @property
    def most_keys(self) -> int | None:
        """Where all have equally many digits, no hash is needed."""
        longest = len(str(self.range.most))
        return longest if len(str(self.range.least)) == longest else None

    @property
    def longest(self) -> int:
        """As long as the most."""
        return len(str(self.range.most))

    def takes(self, keys: str) -> bool:
        """A single digit is a number when it lies in the range."""
        return keys.isdigit() and self.range.least <= int(keys) <= self.range.most

    def read(self, keys: str, today: date, country: str) -> str | Refused:
        """The number without leading zeros, when it lies in the range."""
        if re.fullmatch(r"[0-9]{1,10}", keys) and self.range.least <= int(keys) <= self.range.most:
            return str(int(keys))
        ends = {"least": Value(str(self.range.least), "number"), "most": Value(str(self.range.most), "number")}
        return Refused("entry_number_range", ends)

    def samples(self, today: date, country: str) -> tuple[str, ...]:
        """The least and the most."""
        return tuple(dict.fromkeys((str(self.range.least), str(self.range.most))))

    @property
    def refused_sample(self) -> str:
        """One too many, or one too few, or a star where there are several keys."""
        keys = self.most_keys or LONGEST_SAMPLE
        over, under = str(self.range.most + 1), str(self.range.least - 1).zfill(self.most_keys or 1)
        others = (over, under if self.range.least else "", "1*")
        return next((other for other in others if other and len(other) <= keys), "")


@dataclass(frozen=True)
class AmountEntry:
    """Dollars, with star for the decimal point and at most two decimals."""

    range: Bounds
    format: Format = "money"
    how: tuple[str, ...] = ("how_amount",)
    needs: tuple[str, ...] = ()
    most_keys: int | None = None
    digits: Bounds | None = None
    moves: bool = False

    @property
    def longest(self) -> int:
        """The most, to the cent."""
        return len(f"{self.range.most}.00")

    def takes(self, keys: str) -> bool:
        """A single digit is an amount when so small a one is allowed."""
        return keys.isdigit() and self.range.least <= int(keys)

    def read(self, keys: str, today: date, country: str) -> str | Refused:
        """The amount as 1205.50, when it lies in the range."""
        parts = re.fullmatch(r"([0-9]{1,10})(?:\*([0-9]{1,2}))?", keys)
        if not parts:
            return Refused("entry_not_an_amount")
        cents = int(parts[1]) * 100 + int((parts[2] or "").ljust(2, "0"))
        if not self.range.least * 100 <= cents <= self.range.most * 100:
            ends = {"least": Value(f"{self.range.least}.00", "money"), "most": Value(f"{self.range.most}.00", "money")}
            return Refused("entry_amount_range", ends)
        return f"{cents // 100}.{cents % 100:02d}"

    def samples(self, today: date, country: str) -> tuple[str, ...]:
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
    needs: tuple[str, ...] = ()
    digits: Bounds | None = None
    moves: bool = False

    @property
    def how(self) -> tuple[str, ...]:
        """Which keys make a letter, and where nothing else ends it, that a hash does."""
        return ("how_letters", *_ended(self.most_keys))

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

    def read(self, keys: str, today: date, country: str) -> str | Refused:
        """The letters, when every pair of keys is one and there are enough of them."""
        pairs = [keys[at : at + 2] for at in range(0, len(keys), 2)]
        letters = [LETTERS_ON.get(pair[0], "")[int(pair[1]) - 1 : int(pair[1])] for pair in pairs if pair[1:].isdigit()]
        spelled = "".join(letters)
        if len(spelled) != len(pairs) or "0" in keys[1::2]:
            return Refused("entry_not_letters")
        return wrong_length(len(spelled), self.length) or spelled

    def samples(self, today: date, country: str) -> tuple[str, ...]:
        """The letter A as often as needed, and Z as often as may be."""
        return "21" * self.length.least, "94" * min(self.length.most, LONGEST_SAMPLE)

    @property
    def refused_sample(self) -> str:
        """No letter stands on 1."""
        return "11"


@dataclass(frozen=True)
class PhoneEntry:
    """A telephone number of the site's country, or of another with its code; one that may have been given out."""

    format: Format = "phone"
    how: tuple[str, ...] = (THEN_HASH,)
    needs: tuple[str, ...] = ("entry_not_a_phone",)
    most_keys: int | None = None
    digits: Bounds | None = None
    moves: bool = False
    longest: int = LONGEST["phone"]
    refused_sample: str = "12"

    def takes(self, keys: str) -> bool:
        """No single key is a telephone number."""
        return False

    def read(self, keys: str, today: date, country: str) -> str | Refused:
        """The number in E.164, as tables have it."""
        try:
            number = read_telephone(keys, country) if re.fullmatch(r"[0-9]+", keys) else ""
        except ValueError:
            number = ""
        return number if exists(number) else Refused("entry_not_a_phone")

    def samples(self, today: date, country: str) -> tuple[str, ...]:
        """One of the country."""
        return (keyed_example(country),)
