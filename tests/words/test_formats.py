"""The one text each value is kept in; the cases are in canonical.yaml and refused.yaml."""

from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ivr.words import (
    FORMATS,
    HONG_KONG,
    LONGEST,
    Home,
    NotTaken,
    canonical,
    date_order,
    format_of,
    may_be_empty,
    named,
    or_empty,
    values_of,
    zone_of,
)
from ivr.words.formats import home_of


def test_a_value_is_kept_in_one_way(case_of_canonical):
    said_as, given_text, kept = case_of_canonical
    assert canonical(given_text, said_as, HONG_KONG) == kept


def test_what_is_kept_stays_as_it_is(case_of_canonical):
    said_as, _, kept = case_of_canonical
    assert canonical(kept, said_as, HONG_KONG) == kept


@example("number", "-999,999,999,999,999.123456789")
@example("money", "-HK$999,999,999,999,999.99")
@example("phone", "+358-457-123-456-789")
@example("duration", "9999:59")
@example("moment", "2026-11-23 24:00")
@given(st.sampled_from(sorted(LONGEST)), st.text("0123456789.,:-/+ TC$%", max_size=40))
def test_no_value_is_longer_than_the_longest_of_its_format(said_as, text):
    with suppress(ValueError):
        assert len(canonical(text, said_as, HONG_KONG)) <= LONGEST[said_as]


def test_what_is_no_value_is_refused_in_plain_words(case_of_refused):
    said_as, given_text, told = case_of_refused
    with pytest.raises(ValueError, match=r".") as refused:
        canonical(given_text, said_as, HONG_KONG)
    assert str(refused.value) == told


def test_a_refusal_quotes_only_the_beginning_of_a_long_text():
    with pytest.raises(ValueError, match=r"is not a date") as refused:
        canonical("9" * 5000, "date", HONG_KONG)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("name", FORMATS)
def test_a_value_may_be_empty_where_its_format_says_so(name):
    form = format_of(f"{name} or empty")
    assert (named(form), may_be_empty(form), str(form)) == (name, True, f"{name} or empty")
    assert canonical("", form, HONG_KONG) == canonical("  ", form, HONG_KONG) == ""
    assert format_of(name) == name
    assert not may_be_empty(format_of(name))


def test_what_may_be_empty_is_otherwise_kept_as_its_format_wants():
    assert canonical(" 3/4/2026 ", format_of("date or empty"), HONG_KONG) == "2026-04-03"
    with pytest.raises(ValueError, match=r"is not a date"):
        canonical("-", format_of("date or empty"), HONG_KONG)


@pytest.mark.parametrize(
    ("written", "home", "zone"),
    [
        ("money in USD", Home("HK", "USD"), ""),
        ("money in JPY or empty", Home("HK", "JPY"), ""),
        ("moment in Pacific/Guam", HONG_KONG, "Pacific/Guam"),
        ("moment in America/Argentina/Buenos_Aires or empty", HONG_KONG, "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_format_has_a_currency_or_a_zone_of_its_own(written, home, zone):
    form = format_of(written)
    assert str(form) == written
    assert (home_of(form, HONG_KONG), zone_of(form)) == (home, zone)


@pytest.mark.parametrize("written", ["[open, locked]", "[open, locked, or empty]", "[開, 關]"])
def test_a_format_may_list_all_values(written):
    form = format_of(written)
    assert str(form) == written
    assert named(form) == "text"
    assert [canonical(f" {value} ", form, HONG_KONG) for value in values_of(form)] == list(values_of(form))
    assert may_be_empty(form) == ("empty" in written)
    with pytest.raises(NotTaken, match='"Open" is none of the values of this column'):
        canonical("Open", form, HONG_KONG)


def test_what_may_be_empty_too_is_written_as_its_format_wants():
    assert [str(or_empty(format_of(each))) for each in ("date", "money in USD", "[a, b]")] == [
        "date or empty",
        "money in USD or empty",
        "[a, b, or empty]",
    ]


def test_an_amount_has_the_decimals_and_the_signs_of_its_own_currency():
    assert canonical("US$5", format_of("money in USD"), HONG_KONG) == "5.00"
    assert canonical("¥1,205", format_of("money in JPY"), HONG_KONG) == "1205"
    with pytest.raises(ValueError, match="without decimals"):
        canonical("5.50", format_of("money in JPY"), HONG_KONG)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("money in XYZ", '"XYZ" is not the code of a currency.'),
        ("money in usd", '"usd" is not the code of a currency.'),
        ("moment in Guam", '"Guam" is not a time zone.'),
        ("moment in UTC", '"UTC" is not a time zone.'),
        ("moment in ../etc", '"../etc" is not a time zone.'),
        ("date in Pacific/Guam", '"date in Pacific/Guam" is not a format.'),
    ],
)
def test_what_there_is_not_is_told(written, why):
    with pytest.raises(ValueError, match=r".") as refused:
        format_of(written)
    assert str(refused.value) == why


@pytest.mark.parametrize("written", ["", "or empty", "dat or empty", "date or", "date  or empty", "empty", "Date"])
def test_a_format_that_there_is_not_is_refused(written):
    with pytest.raises(ValueError, match=r"is not a format"):
        format_of(written)


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("2026-04-03", "plain"),
        ("03/04/2026", "either"),
        (" 3/4/2026 09:30", "either"),
        ("03042026", "either"),
        ("07/07/2026", "plain"),
        ("25/04/2026", "day first"),
        ("25042026", "day first"),
        ("20261103", "plain"),
        ("soon", "plain"),
        ("", "plain"),
    ],
)
def test_a_date_shows_whether_its_day_comes_first(written, order):
    assert date_order(written) == order


@given(text=st.text() | st.text("0123456789-/:.,+$ TAZaz"), said_as=st.sampled_from(FORMATS))
def test_whatever_is_kept_is_kept_for_good(text, said_as):
    try:
        kept = canonical(text, said_as, HONG_KONG)
    except ValueError:
        assume(False)
    assert canonical(kept, said_as, HONG_KONG) == kept


@given(digits=st.text("٠١٢３４５²", min_size=1))
@example("²" * 8)
@example("٢" * 8)
def test_only_plain_digits_are_digits(digits):
    formats = set(FORMATS[1:]) - ({"phone"} if set(digits) <= set("３４５") else set())  # a Chinese keyboard's
    for said_as in sorted(formats):
        with pytest.raises(ValueError, match=r"is not"):
            canonical(digits, said_as, HONG_KONG)
