"""Spans of days: the last month, the months before a year, the span before another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST = date(2000, 1, 1)
LONGEST = timedelta(days=3 * 366)
MOST_DAYS = 62  # a longer span is told month by month
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class DaySpan:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def before(self) -> "DaySpan":
        """The span before: as many whole months where these are whole months, otherwise as many days."""
        if self.first.day == 1 and (self.last + DAY).day == 1:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            return DaySpan(months_earlier(self.first, months), self.first - DAY)
        return DaySpan(self.first - self.days * DAY, self.first - DAY)

    def parts(self) -> Iterator["DaySpan"]:
        """Its days, or its months where the days are many."""
        if self.days <= MOST_DAYS:
            yield from (DaySpan(each, each) for each in self.all_days())
            return
        first = self.first
        while first <= self.last:
            last = min(months_earlier(first, -1) - DAY, self.last)
            yield DaySpan(first, last)
            first = last + DAY

    def all_days(self) -> Iterator[date]:
        """Each day."""
        yield from (self.first + number * DAY for number in range(self.days))

    def address(self) -> dict[str, str]:
        """As the pages of calls and reports are asked for it."""
        return {"since": self.first.isoformat(), "until": self.last.isoformat()}


def months_earlier(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`; after it, for less than none."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def month_before(today: date) -> DaySpan:
    """The last month that is over."""
    return DaySpan(months_earlier(today, 1), today.replace(day=1) - DAY)


def month_of(day: date, today: date) -> DaySpan:
    """The month of a day, as far as it is over."""
    return DaySpan(day.replace(day=1), min(months_earlier(day, -1) - DAY, today))


def this_month(today: date) -> DaySpan:
    """The month so far."""
    return DaySpan(today.replace(day=1), today)


def week_before(today: date) -> DaySpan:
    """The seven days before today."""
    return DaySpan(today - WEEK, today - DAY)


def year_before(today: date) -> DaySpan:
    """The last twelve months that are over."""
    return DaySpan(months_earlier(today, 12), today.replace(day=1) - DAY)
