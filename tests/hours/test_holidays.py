"""The general holidays, held against a second source and the number the law gives."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from ivr.hours import Calendar, Period, holidays_in, state_at
from ivr.hours.hong_kong import _NAMES, _spoken

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
YEARS = range(2025, 2029)
YEARS_AHEAD = range(2025, 2041)
# The second source has no rule for a festival that falls on another holiday; the gazette lists this day.
MISSING_IN_THE_SECOND_SOURCE = {date(2026, 4, 7)}


@pytest.mark.parametrize("year", YEARS)
def test_two_sources_agree_but_for_the_days_named_here(year):
    second = OpeningHours("PH 00:00-24:00", timezone=HONG_KONG, country="HK")
    noons = [datetime(year, 1, 1, 12, tzinfo=HONG_KONG) + timedelta(days=n) for n in range(366)]
    open_days = {noon.date() for noon in noons if noon.year == year and second.is_open(noon)}
    expected = open_days | {day for day in MISSING_IN_THE_SECOND_SOURCE if day.year == year}
    assert [day for day, _ in holidays_in(year, "HK")] == sorted(expected)


@pytest.mark.parametrize("year", YEARS_AHEAD)
def test_the_law_gives_seventeen_days_besides_sundays(year):
    days = [day for day, _ in holidays_in(year, "HK")]
    assert len(days) == 17
    assert all(day.weekday() != 6 for day in days)


def test_the_day_after_a_day_in_lieu_of_national_day_is_no_holiday():
    october = {day for year in (2028, 2033, 2034) for day, _ in holidays_in(year, "HK") if day.month == 10}
    assert {date(2028, 10, 2), date(2033, 10, 3), date(2034, 10, 2)} <= october
    assert not {date(2028, 10, 3), date(2033, 10, 4), date(2034, 10, 3)} & october


def test_two_holidays_on_one_day_give_another():
    assert dict(holidays_in(2037, "HK"))[date(2037, 4, 7)]["en"] == "the day following Easter Monday"


@pytest.mark.parametrize("year", YEARS_AHEAD)
def test_every_holiday_has_one_name_that_can_be_said_in_every_language(year):
    for day, names in holidays_in(year, "HK"):
        assert tuple(names.values()) in _NAMES.values(), day
        assert list(names) == ["yue", "cmn", "en"]
        assert not any(sign in name for name in names.values() for sign in ";(（"), day
        assert not names["en"].startswith("The "), day


@pytest.mark.parametrize(
    ("day", "yue", "cmn", "en"),
    [
        ("2026-04-06", "復活節星期一", "复活节星期一", "Easter Monday"),
        ("2026-04-07", "復活節星期一翌日", "复活节星期一次日", "the day following Easter Monday"),
        ("2026-05-25", "佛誕翌日", "佛诞次日", "the day following the Birthday of the Buddha"),
        ("2026-12-26", "聖誕節假期", "圣诞节假期", "the Christmas holiday"),  # a Saturday, by the library a 周日
        ("2027-12-27", "聖誕節假期", "圣诞节假期", "the Christmas holiday"),
        ("2028-10-02", "國慶日翌日", "国庆节次日", "the day following National Day"),
    ],
)
def test_all_languages_tell_the_same_day(day, yue, cmn, en):
    there = date.fromisoformat(day)
    assert dict(holidays_in(there.year, "HK"))[there] == {"yue": yue, "cmn": cmn, "en": en}


def test_a_holiday_that_is_new_is_called_as_the_library_has_it():
    assert _spoken("清明節（補假）") == {"yue": "清明節", "cmn": "清明节", "en": "Ching Ming Festival"}


def test_the_days_of_2027_are_those_of_the_gazette():
    text = "0101 0206 0208 0209 0326 0327 0329 0405 0501 0513 0609 0701 0916 1001 1008 1225 1227"
    assert [day.strftime("%m%d") for day, _ in holidays_in(2027, "HK")] == text.split()


minutes = st.integers(min_value=0, max_value=(date(2029, 1, 1) - date(2025, 1, 1)).days * 1440 - 20 * 1440)


@settings(max_examples=300)
@given(minutes)
def test_a_second_engine_gives_the_same_state_and_the_same_next_change(minute):
    at = datetime(2025, 1, 1, tzinfo=HONG_KONG) + timedelta(minutes=minute)
    if abs(at.date() - date(2026, 4, 7)) < timedelta(days=7):  # see MISSING_IN_THE_SECOND_SOURCE
        return
    second = OpeningHours("Mo-Fr 09:00-13:00,14:00-17:30; Sa 09:00-12:00; PH off", timezone=HONG_KONG, country="HK")
    state = state_at(_ordinary(), at)
    assert (state.open, state.changes) == (second.is_open(at), second.next_change(at))


def _ordinary() -> Calendar:
    def period(start: str, end: str) -> Period:
        return Period(datetime.strptime(start, "%H:%M").time(), datetime.strptime(end, "%H:%M").time())  # noqa: DTZ007 - a wall-clock time has no zone

    weekday = (period("09:00", "13:00"), period("14:00", "17:30"))
    return Calendar("ordinary", "Asia/Hong_Kong", (weekday,) * 5 + ((period("09:00", "12:00"),), ()))


def test_each_country_keeps_its_own_holidays_under_names_of_its_own():
    boxing_day, national_day = date(2026, 12, 26), date(2026, 10, 1)
    assert dict(holidays_in(2026, "GB"))[boxing_day]["en"] == "Boxing Day"
    assert national_day not in dict(holidays_in(2026, "GB"))
    assert dict(holidays_in(2026, "MO"))[date(2026, 12, 20)]["yue"] == "澳門特別行政區成立紀念日"
    assert dict(holidays_in(2026, "CN"))[national_day]["cmn"] == "国庆节"


def test_a_holiday_on_a_sunday_counts_where_the_law_says_so():
    independence_day = date(2027, 7, 4)
    assert independence_day.weekday() == 6
    assert independence_day in dict(holidays_in(2027, "US"))
    assert date(2027, 7, 5) in dict(holidays_in(2027, "US"))
