"""How values are said, language by language; the cases are in the files beside this one."""

import string
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from ivr.words import FORMATS, HONG_KONG, FormatName, Home, canonical, format_of, say_key, say_value, says_values

LANGUAGES = ("yue", "cmn", "en", "es", "pt", "hi", "fr", "zh-Hant", "qq", "", "../x")

AS_KEPT: dict[FormatName, st.SearchStrategy[str]] = {
    "text": st.text(),
    "digits": st.text(string.digits, min_size=1, max_size=40),
    "reference": st.text(string.digits, min_size=1, max_size=40),
    "letters": st.text(string.ascii_uppercase, min_size=1),
    "code": st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=40),
    "phone": st.integers(20_000_000, 79_999_999).map(lambda number: f"+852{number}"),
    "number": st.decimals(-(10**15) + 1, 10**15 - 1, places=3).map(lambda number: f"{number:f}"),
    "percent": st.decimals(-(10**6), 10**6, places=2).map(lambda number: f"{number:f}"),
    "money": st.decimals(-(10**12), 10**12, places=2).map(lambda amount: f"{amount:f}"),
    "date": st.dates().map(lambda day: day.isoformat()),
    "time": st.times().map(lambda clock: clock.isoformat("minutes")),
    "duration": st.integers(0, 10**6 - 1).map(str),
    "moment": st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes")),
}


def said(case: tuple[str, str, str], language: str, home: Home = HONG_KONG) -> str:
    said_as, kept, _ = case
    return say_key(kept, language) if said_as == "key" else say_value(kept, format_of(said_as), language, home)


def test_english_says_it_so(case_of_en):
    assert said(case_of_en, "en") == case_of_en[2]


def test_american_english_says_it_so(case_of_en_us):
    assert said(case_of_en_us, "en-US") == case_of_en_us[2]


def test_british_english_says_it_as_english_does(case_of_en):
    assert said(case_of_en, "en-GB") == said(case_of_en, "en-AU") == case_of_en[2]


def test_cantonese_says_it_so(case_of_yue):
    assert said(case_of_yue, "yue") == case_of_yue[2]


def test_putonghua_says_it_so(case_of_cmn):
    assert said(case_of_cmn, "cmn") == case_of_cmn[2]


def test_spanish_says_it_so(case_of_es):
    assert said(case_of_es, "es", Home("ES", "EUR")) == case_of_es[2]


def test_portuguese_says_it_so(case_of_pt):
    assert said(case_of_pt, "pt", Home("BR", "BRL")) == case_of_pt[2]


def test_hindi_says_it_so(case_of_hi):
    assert said(case_of_hi, "hi", Home("IN", "INR")) == case_of_hi[2]


def test_each_of_these_languages_has_twenty_values_and_the_source_of_each():
    for name in ("es", "pt", "hi"):
        written = (Path(__file__).parent / f"{name}.yaml").read_text("utf-8").splitlines()
        values = [line for line in written if line.startswith("  ")]
        assert len(values) >= 20
        assert [line for line in values if "  # " not in line] == []


def test_countries_of_one_language_name_the_sign_before_a_fraction_as_they_write_it():
    assert say_value("3.5", "number", "es-MX", HONG_KONG) == "tres punto cinco"
    assert say_value("3.5", "number", "es-ES", HONG_KONG) == "tres coma cinco"


def test_a_language_without_a_module_says_it_so(case_of_fr):
    assert said(case_of_fr, "fr") == case_of_fr[2]


@pytest.mark.parametrize("said_as", FORMATS)
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_every_value_can_be_said_in_every_language(said_as, data, language):
    kept = canonical(data.draw(AS_KEPT[said_as]), said_as, HONG_KONG)
    assert say_value(kept, said_as, language, HONG_KONG).strip() or not kept


@pytest.mark.parametrize("said_as", [said_as for said_as in FORMATS if said_as not in ("text", "letters", "code")])
@given(data=st.data())
def test_our_own_languages_leave_no_digit_to_the_voice(said_as, data):
    kept = canonical(data.draw(AS_KEPT[said_as]), said_as, HONG_KONG)
    for language in ("yue", "cmn", "en"):
        assert not set(say_value(kept, said_as, language, HONG_KONG)) & set("0123456789.+")


@given(text=st.text(), said_as=st.sampled_from(FORMATS))
def test_saying_never_fails_whatever_a_table_holds(text, said_as):
    for language in LANGUAGES:
        assert isinstance(say_value(text, said_as, language, HONG_KONG), str)


IN_2026 = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("moment", "language", "told"),
    [
        ("2026-12-31T09:30", "en", "Thursday the thirty-first of December at nine thirty in the morning"),
        ("2027-03-15T09:30", "en", "Monday the fifteenth of March, twenty twenty-seven, at nine thirty in the morning"),
        ("2025-01-31T24:00", "en", "midnight at the end of Friday the thirty-first of January, twenty twenty-five"),
        ("2027-03-15T09:30", "en-US", "Monday, March fifteenth, twenty twenty-seven, at nine thirty AM"),
        ("2027-03-15T09:30", "yue", "二零二七年三月十五日星期一上午九時三十分"),
        ("2025-01-31T24:00", "cmn", "二零二五年一月三十一日星期五午夜十二点整"),
        ("2026-03-15T09:30", "yue", "三月十五日星期日上午九時三十分"),
        (
            "2027-03-15T09:30",
            "pt",
            "segunda-feira, quinze de março de dois mil e vinte e sete, nove e meia da manhã",
        ),
        ("2027-03-15T09:30", "fr", "lundi 15 mars 2027, 09:30"),
    ],
)
def test_a_moment_is_said_with_its_year_where_that_is_another(moment, language, told):
    assert say_value(moment, "moment", language, HONG_KONG, IN_2026) == told


def test_a_moment_near_the_turn_of_the_year_needs_no_year():
    assert "twenty" not in say_value("2027-01-04T09:00", "moment", "en", HONG_KONG, date(2026, 12, 20))
    assert "twenty twenty-six" in say_value("2026-11-04T09:00", "moment", "en", HONG_KONG, date(2027, 1, 4))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the fourth of November"),
        ("en-US", "November fourth"),
        ("yue", "十一月四日"),
        ("cmn", "十一月四日"),
        ("es", "cuatro de noviembre"),
        ("pt", "quatro de novembro"),
        ("fr", "4 novembre"),
        ("de", "4. November"),
    ],
)
def test_a_date_in_a_list_needs_no_year_behind_one_of_the_same_year(language, told):
    def say(behind: str) -> str:
        return say_value("2026-11-04", "date", language, HONG_KONG, behind=behind)

    assert say("2026-01-31") == say("31/01/2026") == told
    with_year = say_value("2026-11-04", "date", language, HONG_KONG)
    assert with_year != told
    assert [say(behind) for behind in ("", "2025-11-04", "nobody knows")] == [with_year] * 3


def test_only_the_dates_of_a_list_are_said_without_what_stood_before():
    assert say_value("2026", "digits", "en", HONG_KONG, behind="2026") == "two zero two six"
    assert say_value("soon", "date", "en", HONG_KONG, behind="2026-11-04") == "soon"


def test_money_of_another_currency_is_told_apart_from_the_site_s():
    london = Home("GB", "GBP")
    assert say_value("5", "money", "en", london) == "five pounds"
    assert say_value("5", format_of("money in HKD"), "en", london) == "five Hong Kong dollars"
    assert say_value("5", format_of("money in HKD"), "yue", london) == "五港元"


def test_what_is_no_value_of_its_format_is_said_as_it_stands():
    assert say_value("31/02/2026", "date", "en", HONG_KONG) == "31/02/2026"
    assert say_value("", "money", "yue", HONG_KONG) == ""


def test_a_language_nobody_knows_is_said_in_english():
    assert say_value("12", "number", "qq", HONG_KONG) == "twelve"


@pytest.mark.parametrize("language", RbnfEngine.get_supported_languages())
def test_numbers_can_be_said_in_all_the_languages_with_rules(language):
    for number in ("0", "7", "101", "2.5", "-3.5", "1000000000000"):
        assert say_value(number, "number", language, HONG_KONG)


def test_every_format_of_the_contract_is_tried_here():
    assert set(AS_KEPT) == set(get_args(FormatName))


def test_a_country_that_nobody_knows_changes_nothing_about_a_language():
    for known, unknown in (("es", "es-LA"), ("hi", "hi-UK"), ("pt", "pt-XY"), ("fr", "fr-LA")):
        assert says_values(unknown)
        for value, form in (("3.5", "number"), ("2026-11-30", "date"), ("90", "duration"), ("AB", "letters")):
            assert say_value(value, form, unknown, HONG_KONG) == say_value(value, form, known, HONG_KONG)
