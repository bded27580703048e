"""Hours of single days, of weeks that differ, and holidays of a part of a country."""

from dataclasses import replace
from datetime import date, time

import pytest

from ivr.hours import OtherHours, Period, Season, state_at
from ivr.hours.holidays import holidays_by_date, keeps_holidays


def periods(text: str) -> tuple[Period, ...]:
    """One period, as `09:00-13:00`."""
    start, end = text.split("-")
    return (Period(time.fromisoformat(start), time.fromisoformat(end)),)


IN_MAY = Season("2027-05-03", "2027-05-16")
LONGER = OtherHours(IN_MAY, (periods("08:00-20:00"),) * 5 + (None, None))
DAYS = [
    # asked at, open, why
    ("2027-04-30 19:00", False, "hours"),  # the Friday before
    ("2027-05-03 19:00", True, "hours"),
    ("2027-05-08 10:00", False, "hours"),  # a Saturday, of which the exception says nothing
    ("2027-05-13 10:00", False, "holiday"),  # the Birthday of the Buddha
    ("2027-05-14 19:59", True, "hours"),
    ("2027-05-17 19:00", False, "hours"),
]


@pytest.mark.parametrize(("asked", "is_open", "why"), DAYS, ids=[row[0] for row in DAYS])
def test_an_exception_holds_on_its_days_and_leaves_holidays_alone(office, hong_kong, asked, is_open, why):
    state = state_at(replace(office(), exceptions=(LONGER,)), hong_kong(asked))
    assert (state.open, state.why) == (is_open, why)


def test_an_exception_may_open_holidays(office, hong_kong):
    calendar = replace(office(), exceptions=(replace(LONGER, holidays=periods("10:00-11:00")),))
    assert state_at(calendar, hong_kong("2027-05-13 10:30")).open
    assert not state_at(calendar, hong_kong("2027-05-13 11:00")).open


def test_an_exception_may_close_on_holidays_that_are_else_days_like_others(office, hong_kong):
    closed = replace(office(), holidays=None, exceptions=(replace(LONGER, holidays=()),))
    state = state_at(closed, hong_kong("2027-05-13 10:30"))
    assert (state.open, state.why) == (False, "holiday")
    assert state.changes == hong_kong("2027-05-14 08:00")
    assert state_at(closed, hong_kong("2027-07-01 10:30")).open  # which is no day of the exception
    shorter = replace(closed, exceptions=(replace(LONGER, holidays=periods("10:00-11:00")),))
    assert state_at(shorter, hong_kong("2027-05-13 10:30")).open
    assert not state_at(shorter, hong_kong("2027-05-13 11:00")).open


def test_of_exceptions_that_overlap_the_one_that_began_last_counts(office, hong_kong):
    short = OtherHours(Season("2027-05-05", "2027-05-05"), (periods("12:00-13:00"),) * 7)
    calendar = replace(office(), exceptions=(short, LONGER))
    assert not state_at(calendar, hong_kong("2027-05-05 10:00")).open
    assert state_at(calendar, hong_kong("2027-05-06 10:00")).open


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_a_day_of_every_year_has_its_own_hours_also_where_it_is_a_holiday(office, hong_kong, year):
    calendar = replace(office(), days={"12-24": periods("09:00-12:00"), "12-25": periods("10:00-11:00")})
    assert not state_at(calendar, hong_kong(f"{year}-12-24 14:30")).open
    assert state_at(calendar, hong_kong(f"{year}-12-25 10:30")).open
    assert state_at(calendar, hong_kong(f"{year}-12-24 12:00")).changes == hong_kong(f"{year}-12-25 10:00")


def test_a_day_written_with_its_year_comes_before_that_of_every_year(office, hong_kong):
    calendar = replace(office(), days={"12-24": periods("09:00-12:00"), "2026-12-24": ()})
    assert not state_at(calendar, hong_kong("2026-12-24 10:00")).open
    assert state_at(calendar, hong_kong("2027-12-24 10:00")).open


def test_an_office_open_in_some_weeks_only_says_when_it_opens(office, hong_kong):
    calendar = replace(office(weekdays=""), exceptions=(LONGER,))
    assert state_at(calendar, hong_kong("2027-04-01 10:00")).changes == hong_kong("2027-05-03 08:00")


def test_holidays_of_ones_own_are_kept_and_no_others(office, hong_kong):
    founders = {"en": "Founders' Day"}
    calendar = replace(office(), own_holidays={date(2027, 6, 21): founders})
    assert state_at(calendar, hong_kong("2027-06-21 10:00")).reason == founders
    assert state_at(calendar, hong_kong("2027-07-01 10:00")).open


def test_a_part_of_a_country_keeps_its_own_holidays():
    of_scotland, of_england = (
        {day.isoformat() for day in holidays_by_date(2026, code)} for code in ("GB-SCT", "GB-ENG")
    )
    assert "2026-11-30" in of_scotland - of_england  # St Andrew's Day
    assert "2026-04-06" in of_england - of_scotland  # Easter Monday
    assert keeps_holidays("GB-SCT")
    assert not keeps_holidays("GB-XXX")
