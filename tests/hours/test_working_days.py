"""Working days are the open days of an office; clocks stand still over weekends, holidays and closures."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ivr.hours import Calendar, Closure, Period
from ivr.hours.working_days import open_days, usual_days, working_day_after

ZONE = ZoneInfo("Asia/Hong_Kong")
DAY = (Period(time(9), time(17)),)
WEEK = (DAY, DAY, DAY, DAY, DAY, (Period(time(9), time(12)),), ())


def calendar(*closures: Closure, week: tuple[tuple[Period, ...], ...] = WEEK) -> Calendar:
    return Calendar("office", "Asia/Hong_Kong", week, closures=closures)


def closure(first: str, last: str) -> Closure:
    start, end = (datetime.fromisoformat(each).replace(tzinfo=ZONE) for each in (first, last))
    return Closure(start, end, {"en": "typhoon"})


def test_saturday_counts_where_the_office_opens_on_it() -> None:
    friday = date(2026, 11, 20)
    assert working_day_after(friday, 1, open_days(calendar())) == date(2026, 11, 21)
    assert working_day_after(friday, 1, usual_days("HK")) == date(2026, 11, 23)


def test_general_holidays_and_sundays_do_not_count() -> None:
    assert working_day_after(date(2026, 12, 24), 1, open_days(calendar())) == date(2026, 12, 28)


def test_a_closure_counts_that_takes_a_day_whole_and_no_other() -> None:
    whole = open_days(calendar(closure("2026-11-23 00:00", "2026-11-24 00:00")))
    half = open_days(calendar(closure("2026-11-23 12:00", "2026-11-24 00:00")))
    saturday = date(2026, 11, 21)
    assert working_day_after(saturday, 1, whole) == date(2026, 11, 24)
    assert working_day_after(saturday, 1, half) == date(2026, 11, 23)


def test_what_an_office_owes_that_never_opens_is_due_all_the_same() -> None:
    never = open_days(calendar(week=((),) * 7))
    assert working_day_after(date(2026, 11, 20), 3, never) == date(2026, 11, 23)
