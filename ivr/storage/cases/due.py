"""By when cases must be acknowledged and replied to: so many working days after they came in, by their kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ivr.hours.holidays import holidays_by_date
from ivr.words import HONG_KONG as HOME

HONG_KONG = ZoneInfo("Asia/Hong_Kong")  # where a site is that does not say
SATURDAY = 5
END_OF_DAY = time(23, 59)
OTHERS = ""  # the kinds of case that are not named


@dataclass(frozen=True)
class Promises:
    """Working days until the caller hears that a case came in, and until the reply: by kind, "" for the others.

    The days are those of the site's `zone`, the holidays those of its `country` (ISO 3166).
    """

    acknowledge: Mapping[str, int] = field(default_factory=lambda: {OTHERS: 5})
    reply: Mapping[str, int] = field(default_factory=lambda: {OTHERS: 30})
    zone: Callable[[], ZoneInfo] = lambda: HONG_KONG
    country: Callable[[], str] = lambda: HOME.country

    def due_dates(self, kind: str, opened_at: datetime) -> tuple[datetime, datetime]:
        """When a case must be acknowledged and replied to: the end of a working day.

        Whoever has the reply knows that the case came in, so that is never due later.
        """
        acknowledge, reply = (days.get(kind, days[OTHERS]) for days in (self.acknowledge, self.reply))
        return self.end_of_day_after(opened_at, min(acknowledge, reply)), self.end_of_day_after(opened_at, reply)

    def end_of_day_after(self, moment: datetime, count: int) -> datetime:
        """The end of the `count`-th working day after the day of a moment."""
        zone = self.zone()
        day = working_day_after(moment.astimezone(zone).date(), count, self.country())
        return datetime.combine(day, END_OF_DAY, zone)


USUAL = Promises()


@lru_cache(maxsize=4096)
def working_day_after(day: date, count: int, country: str) -> date:
    """The `count`-th working day after `day`: Monday to Friday, no general holiday of the country."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY and day not in holidays_by_date(day.year, country)
    return day
