"""Working days: those on which an office opens or, where none is named, Monday to Friday without general holidays."""

from collections.abc import Callable
from datetime import date, timedelta

from ivr.hours.calendar import Calendar
from ivr.hours.holidays import holidays_by_date
from ivr.hours.state import next_open_day, state_on

SATURDAY = 5
Works = Callable[[date], bool]


def usual_days(country: str) -> Works:
    """Whether a day is Monday to Friday and no general holiday of a country (ISO 3166)."""
    return lambda day: day.weekday() < SATURDAY and day not in holidays_by_date(day.year, country)


def open_days(calendar: Calendar) -> Works:
    """Whether an office opens on a day: one that a closure or a holiday takes whole is none.

    Of an office that does not open for a year every day counts, so that what it owes is due some time.
    """

    def works(day: date) -> bool:
        return state_on(calendar, day).open or next_open_day(calendar, day) is None

    return works


def working_day_after(day: date, count: int, works: Works) -> date:
    """The `count`-th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day
