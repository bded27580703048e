"""Whether an office opens on a day at all, why not, and the next day on which it does."""

from datetime import date

import pytest

from ivr.hours import Closure, next_open_day, state_on

STORM = {"yue": "黑雨", "cmn": "黑雨", "en": "the black rainstorm warning"}


@pytest.mark.parametrize(
    ("day", "is_open", "why"),
    [
        ("2026-11-27", True, "hours"),
        ("2026-11-28", False, "hours"),  # a Saturday
        ("2026-11-29", False, "hours"),
        ("2026-12-25", False, "holiday"),
        ("2026-12-27", False, "hours"),  # a Sunday: the table closes it
        ("2026-12-28", True, "hours"),
    ],
)
def test_a_day_is_open_when_the_office_opens_on_it(office, day, is_open, why):
    state = state_on(office(), date.fromisoformat(day))
    assert (state.open, state.why, state.changes) == (is_open, why, None)


def test_a_holiday_says_its_name(office):
    assert state_on(office(), date(2026, 12, 25)).reason["en"] == "Christmas Day"


def test_a_closure_of_the_whole_day_closes_it_and_one_of_the_morning_does_not(office, hong_kong):
    morning = Closure(hong_kong("2026-11-23 08:00"), hong_kong("2026-11-23 13:00"), STORM)
    all_day = Closure(hong_kong("2026-11-23 08:00"), hong_kong("2026-11-23 18:00"), STORM)
    assert state_on(office(closures=(morning,)), date(2026, 11, 23)).open
    closed = state_on(office(closures=(all_day,)), date(2026, 11, 23))
    assert (closed.open, closed.why, closed.reason) == (False, "closure", STORM)


def test_of_a_day_that_has_begun_only_the_rest_counts(office, hong_kong):
    assert state_on(office(), date(2026, 11, 23), hong_kong("2026-11-23 17:29")).open
    assert not state_on(office(), date(2026, 11, 23), hong_kong("2026-11-23 17:30")).open
    assert state_on(office(), date(2026, 11, 24), hong_kong("2026-11-23 17:30")).open


def test_a_night_shift_belongs_to_the_day_on_which_it_begins(office):
    nights = office("22:00-02:00")
    assert state_on(nights, date(2026, 11, 27)).open
    assert not state_on(nights, date(2026, 11, 28)).open


@pytest.mark.parametrize(
    ("after", "found"),
    [("2026-11-23", "2026-11-24"), ("2026-11-27", "2026-11-30"), ("2026-12-24", "2026-12-28")],
)
def test_the_next_open_day_is_found(office, after, found):
    assert next_open_day(office(), date.fromisoformat(after)) == date.fromisoformat(found)


def test_an_office_that_never_opens_has_no_next_day(office):
    assert next_open_day(office("", holidays=None), date(2026, 11, 23)) is None
