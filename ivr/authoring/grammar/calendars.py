"""Calendars as `flows.yaml` writes them.

```yaml
office:
  monday-friday: 09:00-13:00, 14:00-17:30
  saturday: 09:00-12:00
  holidays: closed
  closures:
    - from: 2026-12-31 12:00
      until: 2027-01-01 09:00
      reason: {yue: 除夕, cmn: 元旦前夕, en: New Year's Eve}
  12-24: 09:00-12:00
  exceptions:
    - {from: 2027-05-01, until: 2027-05-31, monday-friday: 09:00-20:00}
  holidays_of: GB-SCT
```

A weekday or a span of them takes hours; several periods a day are separated by commas, `all day` and `closed` are
hours too, and a day that is not written is closed. A night shift such as `22:00-02:00` belongs to the day on which it
begins, also where a holiday follows or ends. A closure may end at 24:00. `holidays` is `closed` unless written:
`usual` makes general holidays days like others, hours are those of every holiday. A calendar that is one word,
`always`, never closes, not even when a supervisor closes the offices.

A day (`12-24` every year, `2026-12-24` once) may have hours of its own, which stand above those of its weekday and of a
holiday. `exceptions` are hours that hold from one day until another, both included, in the place of the usual ones;
weekdays that they do not name stay as they are, and so do holidays unless they say otherwise. `holidays_of` is the
country, or the part of one, whose holidays are kept: that of the site unless written; or the name of a file in
`holidays/` (council), which has one's own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from ivr.authoring.grammar import ALL_DAY, COUNTRIES, NAME, FilePart, MomentText, Periods, read_periods
from ivr.authoring.problems import did_you_mean
from ivr.engine.grammar import Texts, mistake
from ivr.engine.known import WEEKDAYS
from ivr.engine.seasonal import Seasonal
from ivr.hours import Calendar, Closure, OtherHours, Period
from ivr.hours.holidays import keeps_holidays, parts_of
from ivr.translation import said
from ivr.words import as_datetime

A_LEAP_YEAR = 2028
ALWAYS = {"monday-sunday": "all day", "holidays": "usual"}


def days_in(text: str) -> tuple[int, ...]:
    """The weekdays (Monday is 0) in "monday" or "monday-friday". Raises ValueError for anything else."""
    first, _, last = text.partition("-")
    start, end = WEEKDAYS.index(first.strip()), WEEKDAYS.index((last or first).strip())
    if end < start:
        raise ValueError(f"{text} runs backwards")
    return tuple(range(start, end + 1))


def _weekdays(text: str) -> str:
    try:
        days_in(text)
    except ValueError:
        hint = said("Write a weekday, a span such as monday-friday, holidays or closures.")
        raise mistake("bad-day", said('"{given}" is not a day of the week.', given=text), hint=hint) from None
    return text


def _days(text: str) -> str:
    return text if _is_date(text) else _weekdays(text)


def _is_date(text: str) -> bool:
    """Whether it is a day of the year, such as 12-24, or one day, such as 2026-12-24. Raises for one that is not."""
    if not re.fullmatch(r"([0-9]{4}-)?[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text if len(text) > len("12-24") else f"{A_LEAP_YEAR}-{text}")
    except ValueError:
        hint = said("Write the month and the day, as 12-24, or a whole date, as 2026-12-24.")
        raise mistake("bad-day", said('"{given}" is not a day.', given=text), hint=hint) from None
    return True


def _week_of(written: Mapping[str, tuple[Period, ...]]) -> dict[int, tuple[Period, ...]]:
    """The hours of the weekdays that are named, Monday being 0."""
    return {day: periods for text, periods in written.items() if not _is_date(text) for day in days_in(text)}


def _whose(text: str) -> str:
    return text if NAME.fullmatch(text) else _country_or_part(text)


def _country_or_part(text: str) -> str:
    country = text.partition("-")[0]
    if country not in COUNTRIES or not keeps_holidays(text):
        known = parts_of(country) if country in COUNTRIES and keeps_holidays(country) else ()
        hint = did_you_mean(text, known) or said("Write a country, such as GB, or a part of one, such as GB-SCT.")
        raise mistake("bad-value", said('no holidays are known for "{given}".', given=text), hint=hint)
    return text


def _holidays(value: object) -> object:
    return None if value == "usual" else read_periods(value)


class ClosureSettings(FilePart):
    """An extra closure, its times on the site's clock."""

    start: MomentText = Field(alias="from")
    end: MomentText = Field(alias="until")
    reason: Texts

    @model_validator(mode="after")
    def _ends_later(self) -> "ClosureSettings":
        if as_datetime(self.end) <= as_datetime(self.start):
            raise mistake("bad-date", said("this closure ends before it begins."), at=("until",))
        return self


def _named_once(written: Iterable[str]) -> None:
    named: set[int] = set()
    for text in written:
        days = set() if _is_date(text) else set(days_in(text))
        if named & days:
            message = said('"{given}" names a day that has its hours already.', given=text)
            raise mistake("bad-day", message, at=(text,))
        named |= days


class ExceptionSettings(Seasonal, FilePart):
    """Hours that hold for some time; every other setting is a weekday or a span of weekdays."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[Annotated[str, AfterValidator(_weekdays)], Periods]

    holidays: Periods | None = None

    @model_validator(mode="after")
    def _has_days_and_hours(self) -> "ExceptionSettings":
        _named_once(self.__pydantic_extra__)
        if self.season.always:
            raise mistake("bad-date", said("an exception needs its days."), hint=said("Write `from:` and `until:`."))
        return self

    @property
    def hours(self) -> OtherHours:
        """The hours that hold."""
        week = _week_of(self.__pydantic_extra__)
        return OtherHours(self.season, tuple(week.get(day) for day in range(len(WEEKDAYS))), self.holidays)


class CalendarSettings(FilePart):
    """When an office is open; every other setting is a weekday, a span of weekdays, or a day of the year."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[Annotated[str, AfterValidator(_days)], Periods]

    holidays: Annotated[tuple[Period, ...] | None, BeforeValidator(_holidays)] = ()
    holidays_of: Annotated[str, AfterValidator(_whose)] = ""
    closures: tuple[ClosureSettings, ...] = ()
    exceptions: tuple[ExceptionSettings, ...] = ()

    _always: bool = PrivateAttr(default=False)

    @model_validator(mode="wrap")
    @classmethod
    def _from_always(cls, value: object, read: ModelWrapValidatorHandler["CalendarSettings"]) -> "CalendarSettings":
        if value == "always":
            settings = read(ALWAYS)
            settings._always = True
            return settings
        if isinstance(value, str):
            hint = said("Write `always`, or the days and their hours below it.")
            raise mistake("bad-hours", said('"{given}" is not a calendar.', given=value), hint=hint)
        return read(value)

    @model_validator(mode="after")
    def _names_a_day_once(self) -> "CalendarSettings":
        _named_once(self.__pydantic_extra__)
        return self

    @property
    def own_holidays(self) -> str:
        """The file in `holidays/` whose days are kept, empty where those of a country are."""
        return self.holidays_of if NAME.fullmatch(self.holidays_of) else ""

    def names_day(self, day: date) -> bool:
        """Whether a day has hours of its own, in this year or in every year."""
        return bool(self.__pydantic_extra__.keys() & {day.isoformat(), f"{day:%m-%d}"})

    def calendar(self, name: str, zone: str, country: str, own: Mapping[str, Mapping[str, str]]) -> Calendar:
        """The calendar that these settings mean in the zone and country of the site, `own` being its own holidays."""
        named = _week_of(self.__pydantic_extra__)
        week = tuple(named.get(day, ()) for day in range(len(WEEKDAYS)))
        days = {text: periods for text, periods in self.__pydantic_extra__.items() if _is_date(text)}
        others = tuple(each.hours for each in self.exceptions)
        whose = country if self.own_holidays else self.holidays_of or country
        kept = {date.fromisoformat(day): names for day, names in own.items()} if self.own_holidays else None
        closures = tuple(self._closures(zone))
        return Calendar(name, zone, week, self.holidays, closures, self._always, whose, days, others, kept)

    def _closures(self, zone: str) -> Iterator[Closure]:
        for closure in self.closures:
            start, end = (as_datetime(at).replace(tzinfo=ZoneInfo(zone)) for at in (closure.start, closure.end))
            yield Closure(start, end, closure.reason)


__all__ = ["ALL_DAY", "CalendarSettings", "ClosureSettings", "days_in"]
