"""What is known of a currency: its name as it is counted, its decimals, the signs it is written with (CLDR)."""

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_name, get_currency_precision, get_territory_currencies, is_currency

DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD")
"""The dollars whose hundredth is a cent, by whatever word a language has for one."""


def currency_in(country: str) -> str:
    """The currency of a country today, empty where CLDR knows none."""
    return next(iter(get_territory_currencies(country)), "")


def knows_currency(code: str) -> bool:
    """Whether it is the code of a currency (ISO 4217)."""
    return bool(is_currency(code))


@lru_cache(maxsize=256)
def currency_name(code: str, locale: str, count: int = 2) -> str:
    """The name of a currency where `count` of it are counted, in the language of `locale`."""
    return str(get_currency_name(code, count, locale))


def is_dollar(code: str) -> bool:
    """Whether a currency is the dollar of some country."""
    return currency_name(code, "en", 1).endswith("dollar")


def decimals_of(code: str) -> int:
    """How many decimals amounts of a currency have."""
    return int(get_currency_precision(code))


@lru_cache(maxsize=64)
def signs_of(code: str) -> re.Pattern[str]:
    """What may stand before or after an amount: HKD, HK$ and $, or EUR and €; US$ for what Americans write as $."""
    symbol = str(Locale("en").currency_symbols.get(code, code))
    abroad = f"{code[:2]}{symbol}" if symbol == "$" else symbol
    signs = sorted({code, symbol, abroad, symbol.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")} - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, signs)), re.IGNORECASE)


def parted(amount: Decimal) -> tuple[int, int]:
    """The whole of an amount that has two decimals, and its hundredths, without its sign."""
    return divmod(int(abs(amount) * 100), 100)
