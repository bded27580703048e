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
```

A weekday or a span of them takes hours; several periods a day are separated by commas, `all day` and `closed` are
hours too, and a day that is not written is closed. A night shift such as `22:00-02:00` belongs to the day on which it
begins, also where a holiday follows or ends. A closure may end at 24:00. `holidays` is `closed` unless written:
`usual` makes general holidays days like others, hours are those of every holiday. A calendar that is one word,
`always`, never closes, not even when a supervisor closes the offices.
"""

from collections.abc import Iterator
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

from ivr.authoring.grammar import ALL_DAY, FilePart, MomentText, Periods, read_periods
from ivr.engine.grammar import Texts, mistake
from ivr.hours import Calendar, Closure, Period
from ivr.translation import said
from ivr.words import as_datetime

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALWAYS = {"monday-sunday": "all day", "holidays": "usual"}


def days_in(text: str) -> tuple[int, ...]:
    """The weekdays (Monday is 0) in "monday" or "monday-friday". Raises ValueError for anything else."""
    first, _, last = text.partition("-")
    start, end = WEEKDAYS.index(first.strip()), WEEKDAYS.index((last or first).strip())
    if end < start:
        raise ValueError(f"{text} runs backwards")
    return tuple(range(start, end + 1))


def _days(text: str) -> str:
    try:
        days_in(text)
    except ValueError:
        hint = said("Write a weekday, a span such as monday-friday, holidays or closures.")
        raise mistake("bad-day", said('"{given}" is not a day of the week.', given=text), hint=hint) from None
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


class CalendarSettings(FilePart):
    """When an office is open; every other setting is a weekday or a span of weekdays."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[Annotated[str, AfterValidator(_days)], Periods]

    holidays: Annotated[tuple[Period, ...] | None, BeforeValidator(_holidays)] = ()
    closures: tuple[ClosureSettings, ...] = ()

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
        named: set[int] = set()
        for text in self.__pydantic_extra__:
            if named & set(days_in(text)):
                message = said('"{given}" names a day that has its hours already.', given=text)
                raise mistake("bad-day", message, at=(text,))
            named |= set(days_in(text))
        return self

    def calendar(self, name: str, zone: str, country: str) -> Calendar:
        """The calendar that these settings mean in the zone and the country of the site."""
        week: list[tuple[Period, ...]] = [()] * len(WEEKDAYS)
        for text, periods in self.__pydantic_extra__.items():
            for day in days_in(text):
                week[day] = periods
        closures = tuple(self._closures(zone))
        return Calendar(name, zone, tuple(week), self.holidays, closures, self._always, country)

    def _closures(self, zone: str) -> Iterator[Closure]:
        for closure in self.closures:
            start, end = (as_datetime(at).replace(tzinfo=ZoneInfo(zone)) for at in (closure.start, closure.end))
            yield Closure(start, end, closure.reason)


__all__ = ["ALL_DAY", "CalendarSettings", "ClosureSettings", "days_in"]
