"""Open or closed, why, and when next: weekly tables, general holidays and closures with a reason."""

from ivr.hours.calendar import Calendar, Closure, OtherHours, Period, State
from ivr.hours.holidays import holidays_in
from ivr.hours.season import Season, Seasons
from ivr.hours.state import last_open_day, next_open_day, state_at, state_on

__all__ = [
    "Calendar",
    "Closure",
    "OtherHours",
    "Period",
    "Season",
    "Seasons",
    "State",
    "holidays_in",
    "last_open_day",
    "next_open_day",
    "state_at",
    "state_on",
]
