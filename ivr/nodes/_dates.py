"""Dates as callers key them: in the form a menu asks for, with the year inferred where it is not keyed whole."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ivr.engine.entry import KeyedEntry, Refused, wrong_length
from ivr.engine.grammar import Bounds
from ivr.words import Format, Value

WhenOfDate = Literal["any", "past", "future"]
FormOfDate = Literal["ddmmyyyy", "ddmmyy", "ddmm", "mmddyyyy", "mmddyy", "mmdd", "yyyymmdd"]
WHOLE_YEAR, SHORT_YEAR = "yyyy", "yy"
FAR_AWAY = 8  # years; a 29th of February comes at least as often
CENTURY = 100
NEXT_DAYS = 8  # one of each weekday, and a week on


@dataclass(frozen=True)
class DateEntry:
    """A day, month and perhaps year in the order of `form`; within so many days from today, where that is told.

    `by_calendar` says that a calendar has days on which the date must not lie.
    """

    when: WhenOfDate
    form: FormOfDate = "ddmmyyyy"
    within: int | None = None
    by_calendar: bool = False
    format: Format = "date"
    digits: Bounds | None = None
    longest: int = len("2026-11-23")

    @property
    def how(self) -> tuple[str, ...]:
        """In which order to key what."""
        return ("how_date",) if self.form == "ddmmyyyy" else (f"how_date_{self.form}",)

    @property
    def needs(self) -> tuple[str, ...]:
        """What is said of other forms, and of a span that ends."""
        forms = () if self.form == "ddmmyyyy" else (*self.how, "entry_no_such_day")
        ends = {"past": "entry_date_too_early", "future": "entry_date_too_late"}
        return (*forms, ends[self.when]) if self.within else forms

    @property
    def most_keys(self) -> int:
        """As many as the form has letters."""
        return len(self.form)

    @property
    def moves(self) -> bool:
        """A span from today on is another one tomorrow."""
        return self.within is not None or self.by_calendar

    def takes(self, keys: str) -> bool:
        """No single key is a date."""
        return False

    def read(self, keys: str, today: date, country: str) -> str | Refused:
        """The date as 2026-11-23, when there is such a day and it lies where it must."""
        if keys.isdecimal() and (refused := wrong_length(len(keys), Bounds(self.most_keys, self.most_keys))):
            return refused
        days = self._may_be(keys, today.year) if re.fullmatch(r"[0-9]+", keys) else ()
        if not days:
            return Refused("entry_no_such_day", explained=True)
        day = self._meant(days, today)
        return self.misplaced(day, today) or day.isoformat()

    def misplaced(self, day: date, today: date) -> Refused | None:
        """Why a day does not lie where it must; nothing when it does."""
        if self.when == "past" and day > today:
            return Refused("entry_date_past")
        if self.when == "future" and day < today:
            return Refused("entry_date_future")
        if self.within is None or abs(day - today) <= timedelta(self.within):
            return None
        if self.when == "past":
            return Refused("entry_date_too_early", {"first": _as_value(today - timedelta(self.within))})
        return Refused("entry_date_too_late", {"last": _as_value(today + timedelta(self.within))})

    def samples(self, today: date, country: str) -> tuple[str, ...]:
        """A day long ago or far ahead, and today; from a span its ends, and where a calendar has a say each weekday."""
        if not self.moves:
            far = date(1980, 2, 29) if self.when != "future" else date(2056, 2, 29)
            return self._keyed(far), self._keyed(today)
        way = -1 if self.when == "past" else 1
        span = self.within if self.within is not None else NEXT_DAYS
        ahead = range(min(span, NEXT_DAYS) + 1) if self.by_calendar else (0, span)
        return tuple(self._keyed(today + timedelta(way * days)) for days in ahead)

    @property
    def refused_sample(self) -> str:
        """No February has thirty days."""
        return self._filled(2026, 2, 30)

    def _may_be(self, keys: str, this_year: int) -> tuple[date, ...]:
        """Every day that the keys may mean in the years around this one, in order."""
        day, month, year = (self._part(keys, letter) for letter in "dmy")
        if len(year) == len(WHOLE_YEAR):
            years = [int(year)]
        elif year:
            this_century = this_year - this_year % CENTURY
            years = [this_century + hundreds * CENTURY + int(year) for hundreds in (-1, 0, 1)]
        else:
            years = list(range(this_year - FAR_AWAY, this_year + FAR_AWAY + 1))
        found = (_day(year, int(month), int(day)) for year in years)
        return tuple(day for day in found if day)

    def _meant(self, days: tuple[date, ...], today: date) -> date:
        """The nearest of the days where only near ones are taken; else the next one, or the last one before.

        Of two digits of a year to come the nearest is meant too: 25 is last year in 2026, and refused, not 2125.
        """
        if self.within is not None or (self.when == "future" and SHORT_YEAR in self.form):
            return min(days, key=lambda day: abs(day - today))
        if self.when == "future":
            return min((day for day in days if day >= today), default=days[-1])
        return max((day for day in days if day <= today), default=days[0])

    def _part(self, keys: str, letter: str) -> str:
        return "".join(key for key, part in zip(keys, self.form, strict=True) if part == letter)

    def _keyed(self, day: date) -> str:
        return self._filled(day.year, day.month, day.day)

    def _filled(self, year: int, month: int, day: int) -> str:
        parts = {"yyyy": f"{year:04}", "yy": f"{year % CENTURY:02}", "mm": f"{month:02}", "dd": f"{day:02}"}
        return re.sub("yyyy|yy|mm|dd", lambda part: parts[part[0]], self.form)


def may_be_keyed(entry: KeyedEntry, day: str, today: date) -> bool:
    """Whether a date that is asked for may be that day."""
    return isinstance(entry, DateEntry) and entry.misplaced(date.fromisoformat(day), today) is None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _as_value(day: date) -> Value:
    return Value(day.isoformat(), "date")
