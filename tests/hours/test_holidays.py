"""The general holidays, held against a second source and the number the law gives."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from ivr.hours import Calendar, Period, holidays_in, state_at
from ivr.hours.holidays import NOT_GENERAL, _names

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
YEARS = range(2025, 2029)
# The second source has no rule for a festival that falls on another holiday; the gazette lists this day.
MISSING_IN_THE_SECOND_SOURCE = {date(2026, 4, 7)}


@pytest.mark.parametrize("year", YEARS)
def test_two_sources_agree_but_for_the_days_named_here(year):
    second = OpeningHours("PH 00:00-24:00", timezone=HONG_KONG, country="HK")
    noons = [datetime(year, 1, 1, 12, tzinfo=HONG_KONG) + timedelta(days=n) for n in range(366)]
    open_days = {noon.date() for noon in noons if noon.year == year and second.is_open(noon)}
    expected = open_days | {day for day in MISSING_IN_THE_SECOND_SOURCE if day.year == year}
    assert [day for day, _ in holidays_in(year)] == sorted(expected)


@pytest.mark.parametrize("year", YEARS)
def test_the_law_gives_seventeen_days_besides_sundays(year):
    days = [day for day, _ in holidays_in(year)]
    assert len(days) == 17
    assert all(day.weekday() != 6 for day in days)


def test_each_day_left_out_is_still_listed_by_the_library():
    assert [day for day in NOT_GENERAL if day not in _names(day.year, "en_HK")] == []


def test_every_holiday_has_a_name_in_every_language():
    for year in YEARS:
        for day, names in holidays_in(year):
            assert set(names) == {"yue", "cmn", "en"}, day
            assert all(name and ";" not in name for name in names.values()), day


def test_the_days_of_2027_are_those_of_the_gazette():
    text = "0101 0206 0208 0209 0326 0327 0329 0405 0501 0513 0609 0701 0916 1001 1008 1225 1227"
    assert [day.strftime("%m%d") for day, _ in holidays_in(2027)] == text.split()


minutes = st.integers(min_value=0, max_value=(date(2029, 1, 1) - date(2025, 1, 1)).days * 1440 - 20 * 1440)


@settings(max_examples=300, deadline=None)
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
