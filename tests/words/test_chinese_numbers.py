"""Numbers in Chinese, held against a library that shares nothing with the rules they are made by."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycnnum import num2cn

from ivr.words import HONG_KONG, say_value

PLAIN = str.maketrans("兩两萬億負點", "二二万亿负点")
CHINESE = ("yue", "cmn")
# Half of them any number at all, half with most of their digits 0, where the gaps are.
SIZES = st.integers(0, 10**12 - 1) | st.text("00001289", min_size=1, max_size=12).map(int)


def by_the_library(number: int) -> str:
    """The number as pycnnum spells it; it leaves out the unit of a last digit, so round numbers go by the next five."""
    if number % 10:
        return num2cn(number)
    return num2cn(number + 5).removesuffix("五").removesuffix("零") or "零"


@settings(max_examples=1000)
@given(number=SIZES)
def test_numbers_of_any_size_are_those_of_an_independent_library(number):
    for language in CHINESE:
        assert say_value(str(number), "number", language, HONG_KONG).translate(PLAIN) == by_the_library(number)


@settings(max_examples=500)
@given(dollars=SIZES)
def test_money_of_any_size_counts_dollars_like_an_independent_library(dollars):
    for language in CHINESE:
        assert (
            say_value(f"{dollars}.00", "money", language, HONG_KONG).translate(PLAIN) == by_the_library(dollars) + "元"
        )


@settings(max_examples=500)
@given(number=SIZES, part=st.integers(1, 999))
def test_fractions_and_numbers_below_zero_keep_the_whole_as_it_is_said(number, part):
    written = f"{-Decimal(number) - Decimal(part) / 1000:f}"
    for language in CHINESE:
        said = say_value(written, "number", language, HONG_KONG).translate(PLAIN)
        assert said.startswith(f"负{by_the_library(number)}点")


@pytest.mark.parametrize("language", CHINESE)
@settings(max_examples=500)
@given(number=SIZES)
def test_two_things_are_not_counted_in_front_of_nothing(number, language):
    said = say_value(str(number), "number", language, HONG_KONG)
    assert number == 2 or not said.endswith(("兩", "两"))
