"""What is known of every call without asking: who rings which line, in which language, the time, and named days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, assert_never

from ivr.hours import Calendar, last_open_day, next_open_day
from ivr.words import Format

LINE_KNOWS: Mapping[str, Format] = {
    "caller": "phone",
    "called": "phone",
    "hotline": "text",
    "language": "text",
    "today": "date",
    "now": "moment",
}
"""The names under which every department knows these without asking, and their formats."""
AS_OF = "as_of"
"""What the texts of an enquiry call the moment as of which its table is."""
OF_THE_TIME = ("today", "now")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CountedFrom = Literal["next open day", "last open day", "next", "last", "in", "ago"]


@dataclass(frozen=True)
class NamedDay:
    """A day counted from today, today never being it.

    `by` is the name of a calendar at the open days, a weekday at `next` and `last`, a number of days at `in` and `ago`.
    """

    counted: CountedFrom
    by: str

    @property
    def written(self) -> str:
        """How it is counted, in one line."""
        return f"{self.counted}: {self.by}"

    def on(self, today: date, calendar: Callable[[str], Calendar]) -> date | None:
        """The day it is today; None where the office is closed for a year."""
        match self.counted:
            case "next open day":
                return next_open_day(calendar(self.by), today)
            case "last open day":
                return last_open_day(calendar(self.by), today)
            case "next":
                return today + timedelta(days=(WEEKDAYS.index(self.by) - today.weekday() - 1) % 7 + 1)
            case "last":
                return today - timedelta(days=(today.weekday() - WEEKDAYS.index(self.by) - 1) % 7 + 1)
            case "in":
                return today + timedelta(days=int(self.by))
            case "ago":
                return today - timedelta(days=int(self.by))
            case _:
                assert_never(self.counted)


def told_by_clock(name: str, now: datetime) -> str:
    """`today` or `now` as it is kept, `now` being a time in the site's zone; empty for another name."""
    return {"today": now.date().isoformat(), "now": now.strftime("%Y-%m-%dT%H:%M")}.get(name, "")
