"""The one text each value is kept in; the cases are in canonical.yaml and refused.yaml."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ivr.words import FORMATS, HONG_KONG, canonical, date_order


def test_a_value_is_kept_in_one_way(case_of_canonical):
    said_as, given_text, kept = case_of_canonical
    assert canonical(given_text, said_as, HONG_KONG) == kept


def test_what_is_kept_stays_as_it_is(case_of_canonical):
    said_as, _, kept = case_of_canonical
    assert canonical(kept, said_as, HONG_KONG) == kept


def test_what_is_no_value_is_refused_in_plain_words(case_of_refused):
    said_as, given_text, told = case_of_refused
    with pytest.raises(ValueError, match=r".") as refused:
        canonical(given_text, said_as, HONG_KONG)
    assert str(refused.value) == told


def test_a_refusal_quotes_only_the_beginning_of_a_long_text():
    with pytest.raises(ValueError, match=r"is not a date") as refused:
        canonical("9" * 5000, "date", HONG_KONG)
    assert len(str(refused.value)) < 100


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
