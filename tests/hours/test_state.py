"""Open or closed, why, and when next."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.hours import Closure, state_at

TYPHOON = {"yue": "八號風球", "cmn": "八号风球", "en": "typhoon signal No. 8"}

ORDINARY = [
    # asked at, open, why, changes
    ("2026-11-23 08:59", False, "hours", "2026-11-23 09:00"),
    ("2026-11-23 09:00", True, "hours", "2026-11-23 13:00"),
    ("2026-11-23 12:59", True, "hours", "2026-11-23 13:00"),
    ("2026-11-23 13:00", False, "hours", "2026-11-23 14:00"),  # lunch
    ("2026-11-23 14:00", True, "hours", "2026-11-23 17:30"),
    ("2026-11-23 17:30", False, "hours", "2026-11-24 09:00"),
    ("2026-11-24 00:00", False, "hours", "2026-11-24 09:00"),  # midnight
    ("2026-11-27 17:30", False, "hours", "2026-11-30 09:00"),  # the week-end
    ("2026-12-24 18:00", False, "hours", "2026-12-28 09:00"),  # before Christmas and its Saturday
    ("2026-12-25 10:00", False, "holiday", "2026-12-28 09:00"),
    ("2026-12-26 10:00", False, "holiday", "2026-12-28 09:00"),
    ("2026-12-27 10:00", False, "hours", "2026-12-28 09:00"),  # a Sunday: the table closes it
    ("2026-12-31 17:30", False, "hours", "2027-01-04 09:00"),  # year end: Friday is New Year's Day
    ("2027-01-01 00:00", False, "holiday", "2027-01-04 09:00"),
    ("2027-02-05 17:30", False, "hours", "2027-02-10 09:00"),  # Lunar New Year: Saturday, Monday, Tuesday
    ("2027-02-08 09:00", False, "holiday", "2027-02-10 09:00"),
    ("2027-03-26 10:00", False, "holiday", "2027-03-30 09:00"),  # Good Friday, not a statutory holiday in 2027
    ("2026-04-02 18:00", False, "hours", "2026-04-08 09:00"),  # Good Friday to the day following Easter Monday
    ("2028-02-28 17:30", False, "hours", "2028-02-29 09:00"),  # leap day
    ("2028-02-29 17:30", False, "hours", "2028-03-01 09:00"),
    ("2028-10-03 10:00", True, "hours", "2028-10-03 13:00"),  # listed by the library, but no general holiday
]


@pytest.mark.parametrize(("asked", "is_open", "why", "changes"), ORDINARY, ids=[row[0] for row in ORDINARY])
def test_an_ordinary_office(office, hong_kong, asked, is_open, why, changes):
    state = state_at(office(), hong_kong(asked))
    assert (state.open, state.why, state.changes) == (is_open, why, hong_kong(changes))


def test_any_zone_may_ask_and_the_answer_is_in_the_offices_zone(office):
    state = state_at(office(), datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert state.open
    assert str(state.changes) == "2026-11-23 13:00:00+08:00"


def test_a_time_without_a_zone_is_refused(office):
    with pytest.raises(ValueError, match="zone"):
        state_at(office(), datetime(2026, 11, 23))  # noqa: DTZ001 - the very fault


def test_a_holiday_says_its_name_in_every_language(office, hong_kong):
    state = state_at(office(), hong_kong("2027-02-06 10:00"))
    assert state.reason == {"yue": "農曆年初一", "cmn": "农历年初一", "en": "Lunar New Year's Day"}
    assert state_at(office(), hong_kong("2027-02-04 10:00")).reason == {}


def test_holidays_may_have_hours_of_their_own(office, hong_kong):
    venue = office(holidays="10:00-16:00")
    state = state_at(venue, hong_kong("2026-12-25 10:00"))
    assert (state.open, state.why, state.changes) == (True, "holiday", hong_kong("2026-12-25 16:00"))
    assert state_at(venue, hong_kong("2026-12-24 18:00")).changes == hong_kong("2026-12-25 10:00")


def test_holidays_may_be_days_like_others(office, hong_kong):
    state = state_at(office(holidays=None), hong_kong("2026-12-25 10:00"))
    assert (state.open, state.why, state.reason) == (True, "hours", {})


def test_a_festival_on_a_sunday_leaves_the_sunday_to_the_table(office, hong_kong):
    venue = office(sunday="09:00-17:00")
    assert state_at(venue, hong_kong("2026-05-24 10:00")).open  # the Birthday of the Buddha, given on the Monday
    assert state_at(venue, hong_kong("2026-05-25 10:00")).why == "holiday"


def test_a_typhoon_closes_an_open_office_until_it_ends(office, hong_kong):
    storm = Closure(hong_kong("2026-11-23 10:30"), hong_kong("2026-11-23 15:15"), TYPHOON)
    stricken = office(closures=(storm,))
    assert state_at(stricken, hong_kong("2026-11-23 09:30")).changes == hong_kong("2026-11-23 10:30")
    state = state_at(stricken, hong_kong("2026-11-23 10:30"))
    assert (state.open, state.why, state.reason) == (False, "closure", TYPHOON)
    assert state.changes == hong_kong("2026-11-23 15:15")
    assert state_at(stricken, hong_kong("2026-11-23 15:15")).open


def test_a_closure_that_ends_at_lunch_or_at_night_waits_for_the_hours(office, hong_kong):
    start = hong_kong("2026-11-23 09:30")
    at_lunch = office(closures=(Closure(start, hong_kong("2026-11-23 13:20"), TYPHOON),))
    assert state_at(at_lunch, start).changes == hong_kong("2026-11-23 14:00")
    at_night = office(closures=(Closure(start, hong_kong("2026-12-24 22:00"), TYPHOON),))
    assert state_at(at_night, start).changes == hong_kong("2026-12-28 09:00")


def test_a_closure_comes_before_a_holiday(office, hong_kong):
    storm = Closure(hong_kong("2026-12-25 00:00"), hong_kong("2026-12-26 00:00"), TYPHOON)
    assert state_at(office(closures=(storm,)), hong_kong("2026-12-25 10:00")).why == "closure"


def test_closures_that_follow_or_overlap_are_one_and_the_newest_gives_the_reason(office, hong_kong):
    storm = Closure(hong_kong("2026-11-23 09:30"), hong_kong("2026-11-23 11:00"), TYPHOON)
    flood = Closure(hong_kong("2026-11-23 10:00"), hong_kong("2026-11-23 12:00"), {"en": "a flood"})
    drying = Closure(hong_kong("2026-11-23 12:00"), hong_kong("2026-11-23 12:30"), {"en": "drying"})
    state = state_at(office(closures=(drying, storm, flood)), hong_kong("2026-11-23 10:30"))
    assert state.reason == {"en": "a flood"}
    assert state.changes == hong_kong("2026-11-23 12:30")


def test_a_closure_that_ends_before_it_starts_closes_nothing(office, hong_kong):
    wrong = Closure(hong_kong("2026-11-23 12:00"), hong_kong("2026-11-23 10:00"), TYPHOON)
    state = state_at(office(closures=(wrong,)), hong_kong("2026-11-23 11:00"))
    assert (state.open, state.changes) == (True, hong_kong("2026-11-23 13:00"))


def test_a_closure_in_another_zone_is_the_same_moment(office, hong_kong):
    storm = Closure(datetime(2026, 11, 23, 2, 30, tzinfo=UTC), datetime(2026, 11, 23, 3, 0, tzinfo=UTC), TYPHOON)
    state = state_at(office(closures=(storm,)), hong_kong("2026-11-23 10:30"))
    assert str(state.changes) == "2026-11-23 11:00:00+08:00"


def test_periods_that_touch_or_overlap_are_one(office, hong_kong):
    joined = office(weekdays="09:00-13:00 13:00-15:00 14:00-18:00")
    assert state_at(joined, hong_kong("2026-11-23 10:00")).changes == hong_kong("2026-11-23 18:00")


def test_periods_may_be_written_in_any_order(office, hong_kong):
    shuffled = office(weekdays="14:00-17:30 09:00-13:00")
    assert state_at(shuffled, hong_kong("2026-11-23 08:00")).changes == hong_kong("2026-11-23 09:00")
    assert state_at(shuffled, hong_kong("2026-11-23 10:00")).changes == hong_kong("2026-11-23 13:00")


def test_a_night_shift_joins_across_midnight(office, hong_kong):
    night = office(weekdays="00:00-06:00 22:00-00:00")
    assert state_at(night, hong_kong("2026-11-23 23:00")).changes == hong_kong("2026-11-24 06:00")
    assert state_at(night, hong_kong("2026-11-24 00:00")).open
    assert state_at(night, hong_kong("2026-11-27 23:00")).changes == hong_kong("2026-11-28 00:00")


def test_a_round_the_clock_office_never_changes_but_for_a_closure(office, hong_kong):
    now = hong_kong("2026-11-23 03:00")
    always = {"weekdays": "00:00-00:00", "saturday": "00:00-00:00", "sunday": "00:00-00:00", "holidays": None}
    assert state_at(office(**always), now).changes is None
    repair = Closure(hong_kong("2027-01-05 00:00"), hong_kong("2027-01-05 02:00"), TYPHOON)
    closed_once = office(**always, closures=(repair,))
    assert state_at(closed_once, now).changes == repair.start
    assert state_at(closed_once, repair.start).changes == repair.end
    closed_on_holidays = office(**(always | {"holidays": ""}))
    assert state_at(closed_on_holidays, now).changes == hong_kong("2026-12-25 00:00")
    in_halves = dict.fromkeys(("weekdays", "saturday", "sunday"), "00:00-12:00 12:00-00:00")
    assert state_at(office(**in_halves, holidays=None), now).changes is None


def test_an_office_that_never_opens_never_changes(office, hong_kong):
    state = state_at(office(weekdays=""), hong_kong("2026-11-23 10:00"))
    assert (state.open, state.why, state.changes) == (False, "hours", None)
    only_holidays = office(weekdays="", holidays="10:00-12:00")
    assert state_at(only_holidays, hong_kong("2026-11-23 10:00")).changes == hong_kong("2026-12-25 10:00")


def test_a_closure_of_more_than_a_year_has_no_change(office, hong_kong):
    now = hong_kong("2026-11-23 10:00")
    for_good = office(closures=(Closure(now, now + timedelta(days=4000), {"en": "moved"}),))
    assert state_at(for_good, now).changes is None


LONDON = [
    # weekday hours on the Sundays the clock changes: asked at (UTC), open, changes (UTC)
    ("the hour that does not exist", "01:30-05:00", "2027-03-28T01:15", False, "2027-03-28T01:30"),
    ("the short night", "00:00-05:00", "2027-03-28T00:30", True, "2027-03-28T04:00"),
    ("the hour that is said twice, first", "01:30-05:00", "2026-10-25T00:30", True, "2026-10-25T05:00"),
    ("the hour that is said twice, end", "00:00-01:30", "2026-10-25T00:45", True, "2026-10-25T01:30"),
    ("midnight in summer is the evening before in UTC", "00:00-05:00", "2026-10-24T22:59", False, "2026-10-24T23:00"),
]


@pytest.mark.parametrize(("hours", "asked", "is_open", "changes"), [r[1:] for r in LONDON], ids=[r[0] for r in LONDON])
def test_the_nights_the_clock_changes_in_london(office, hours, asked, is_open, changes):
    calendar = office(weekdays="", sunday=hours, holidays=None, zone="Europe/London")
    state = state_at(calendar, datetime.fromisoformat(f"{asked}+00:00"))
    assert (state.open, state.changes.astimezone(UTC).isoformat()) == (is_open, f"{changes}:00+00:00")
