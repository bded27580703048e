"""Money in the currency of the site, in each language."""

import pytest

from ivr.authoring.grammar import COUNTRIES
from ivr.words import HONG_KONG, Home, canonical, format_of, say_value
from ivr.words.currencies import currency_in

SAID = {
    "HKD": ("nine hundred dollars and fifty cents", "九百元五毫", "九百元五角"),
    "CNY": ("nine hundred point five yuan", "九百元五毫", "九百元五角"),
    "MOP": ("nine hundred patacas and fifty avos", "九百元五毫", "九百元五角"),
    "TWD": ("nine hundred dollars and fifty cents", "九百元五毫", "九百元五角"),
    "SGD": ("nine hundred dollars and fifty cents", "九百元五毫", "九百元五角"),
    **dict.fromkeys(
        ("USD", "CAD", "AUD", "NZD", "JMD", "FJD"), ("nine hundred dollars and fifty cents", "九百元五毫", "九百元五角")
    ),
    "EUR": ("nine hundred euros and fifty cents", "九百點五歐元", "九百点五欧元"),
    "GBP": ("nine hundred pounds and fifty pence", "九百點五英鎊", "九百点五英镑"),
    "CHF": ("nine hundred point five francs", "九百點五瑞士法郎", "九百点五瑞士法郎"),
}


def money(amount: str, currency: str, language: str) -> str:
    return say_value(amount, "money", language, Home("HK", currency))


@pytest.mark.parametrize(("currency", "said"), SAID.items())
def test_money_is_said_in_the_currency_of_the_site(currency, said):
    assert tuple(money("900.5", currency, language) for language in ("en", "yue", "cmn")) == said


def test_one_and_two_of_a_currency_are_right_in_number():
    assert money("1", "GBP", "en") == "one pound"
    assert money("0.01", "GBP", "en") == "one penny"
    assert money("1.00", "EUR", "en") == "one euro"
    assert money("2", "EUR", "yue") == "兩歐元"
    assert money("-2", "GBP", "cmn") == "负两英镑"


def test_dollars_at_home_are_counted_in_yuan_and_cents_and_named_abroad():
    ottawa = Home("CA", "CAD")
    said = {
        (language, said_as): say_value("14.50", format_of(said_as), language, ottawa)
        for language in ("yue", "cmn")
        for said_as in ("money", "money in CAD", "money in USD")
    }
    assert said == {
        ("yue", "money"): "十四元五毫",
        ("yue", "money in CAD"): "十四元五毫",
        ("yue", "money in USD"): "十四點五美元",
        ("cmn", "money"): "十四元五角",
        ("cmn", "money in CAD"): "十四元五角",
        ("cmn", "money in USD"): "十四点五美元",
    }
    assert [money(amount, "CAD", "yue") for amount in ("2", "0.05", "-3.07")] == ["兩元", "五仙", "負三元零七仙"]


def test_a_currency_without_decimals_takes_none():
    tokyo = Home("JP", "JPY")
    assert canonical("¥1,205", "money", tokyo) == "1205"
    assert canonical("1205.00", "money", tokyo) == "1205"
    assert say_value("1205", "money", "en", tokyo) == "one thousand two hundred and five yen"
    with pytest.raises(ValueError, match="without decimals"):
        canonical("1205.50", "money", tokyo)


def test_a_currency_of_three_decimals_keeps_them():
    assert canonical("KWD 1.125", "money", Home("KW", "KWD")) == "1.125"
    with pytest.raises(ValueError, match="at most two decimals"):
        canonical("1.125", "money", HONG_KONG)


def test_amounts_are_written_with_the_signs_of_their_currency_and_no_other():
    assert canonical("€ 20", "money", Home("DE", "EUR")) == "20.00"
    assert canonical("20 €", "money", Home("DE", "EUR")) == "20.00"
    assert canonical("£20", "money", Home("GB", "GBP")) == "20.00"
    for sign in ("€20", "£20", "US$20", "CNY 20"):
        with pytest.raises(ValueError, match="not an amount of money"):
            canonical(sign, "money", HONG_KONG)


def test_every_country_has_money_that_can_be_said():
    for country in sorted(COUNTRIES):
        home = Home(country, currency_in(country))
        for language in ("yue", "cmn", "en"):
            assert not set(say_value("1234", "money", language, home)) & set("0123456789.+")


def test_other_languages_name_the_currency_as_theirs_do():
    assert money("900.50", "EUR", "fr") == "900,50 euros"
