"""Shifts that run past midnight belong to the day on which they begin."""

import pytest

from ivr.hours import Closure, state_at

NIGHT = "22:00-02:00"

WEEK = [
    # asked at, open, changes; the office has night shifts from Monday to Friday
    ("2026-11-23 01:00", False, "2026-11-23 22:00"),  # Sunday has no shift that could run into Monday
    ("2026-11-23 22:00", True, "2026-11-24 02:00"),
    ("2026-11-24 00:00", True, "2026-11-24 02:00"),
    ("2026-11-24 01:59", True, "2026-11-24 02:00"),
    ("2026-11-24 02:00", False, "2026-11-24 22:00"),
    ("2026-11-28 01:00", True, "2026-11-28 02:00"),  # Friday's, on a Saturday without hours
    ("2026-11-28 22:30", False, "2026-11-30 22:00"),
]


@pytest.mark.parametrize(("asked", "is_open", "changes"), WEEK, ids=[row[0] for row in WEEK])
def test_a_night_shift_runs_into_the_next_day(office, hong_kong, asked, is_open, changes):
    state = state_at(office(NIGHT), hong_kong(asked))
    assert (state.open, state.why, state.changes) == (is_open, "hours", hong_kong(changes))


HOLIDAY = [
    # Christmas 2026 is a Friday, the day before and the Monday after are ordinary
    ("2026-12-25 01:00", True, "hours", "2026-12-25 02:00"),  # the shift of the day before runs into the holiday
    ("2026-12-25 03:00", False, "holiday", "2026-12-28 22:00"),
    ("2026-12-25 23:00", False, "holiday", "2026-12-28 22:00"),
    ("2026-12-26 01:00", False, "holiday", "2026-12-28 22:00"),
    ("2026-12-28 01:00", False, "hours", "2026-12-28 22:00"),
    ("2026-05-26 01:00", False, "holiday", "2026-05-26 22:00"),  # Monday was a holiday and had no shift to run on
    ("2026-05-26 03:00", False, "hours", "2026-05-26 22:00"),
]


@pytest.mark.parametrize(("asked", "is_open", "why", "changes"), HOLIDAY, ids=[row[0] for row in HOLIDAY])
def test_a_holiday_takes_the_shift_that_would_begin_on_it_and_no_other(office, hong_kong, asked, is_open, why, changes):
    state = state_at(office(NIGHT), hong_kong(asked))
    assert (state.open, state.why, state.changes) == (is_open, why, hong_kong(changes))


def test_the_reason_after_midnight_is_the_holiday_that_took_the_shift(office, hong_kong):
    state = state_at(office(NIGHT), hong_kong("2026-05-26 01:00"))
    assert state.reason["en"] == "the day following the Birthday of the Buddha"


def test_a_holidays_own_night_shift_runs_out_of_it(office, hong_kong):
    state = state_at(office("09:00-17:00", holidays=NIGHT), hong_kong("2026-05-26 01:00"))
    assert (state.open, state.why, state.changes) == (True, "holiday", hong_kong("2026-05-26 02:00"))


def test_shifts_that_follow_each_other_are_one_opening(office, hong_kong):
    state = state_at(office("00:00-02:00 06:00-14:00 14:00-22:00 22:00-02:00"), hong_kong("2026-11-23 23:00"))
    assert (state.open, state.changes) == (True, hong_kong("2026-11-24 02:00"))


def test_a_closure_cuts_a_night_shift(office, hong_kong):
    storm = Closure(hong_kong("2026-11-24 00:30"), hong_kong("2026-11-24 01:30"), {"en": "a storm"})
    stricken = office(NIGHT, closures=(storm,))
    assert state_at(stricken, hong_kong("2026-11-23 23:00")).changes == hong_kong("2026-11-24 00:30")
    assert state_at(stricken, hong_kong("2026-11-24 01:00")).changes == hong_kong("2026-11-24 01:30")
    assert state_at(stricken, hong_kong("2026-11-24 01:45")).changes == hong_kong("2026-11-24 02:00")
