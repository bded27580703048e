"""By when cases must be acknowledged and replied to: so many working days after they came in, by their kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ivr.hours.holidays import holidays_by_date

ZONE = ZoneInfo("Asia/Hong_Kong")
SATURDAY = 5
END_OF_DAY = time(23, 59)


@dataclass(frozen=True)
class Allowed:
    """Working days allowed until the caller hears that the case came in, and until the reply."""

    acknowledge: int = 5
    reply: int = 30


USUAL = Allowed()
BY_KIND: Mapping[str, Allowed] = {}
"""Kinds of case that are allowed other times than the usual ones."""


def due_dates(kind: str, opened_at: datetime) -> tuple[datetime, datetime]:
    """When a case of that kind must be acknowledged and replied to: the end of a working day in Hong Kong."""
    allowed = BY_KIND.get(kind, USUAL)
    opened = opened_at.astimezone(ZONE).date()
    days = (working_day_after(opened, allowed.acknowledge), working_day_after(opened, allowed.reply))
    acknowledge, reply = (datetime.combine(day, END_OF_DAY, ZONE) for day in days)
    return acknowledge, reply


@lru_cache(maxsize=4096)
def working_day_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`: Monday to Friday, no general holiday."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY and day not in holidays_by_date(day.year)
    return day
