"""Days that a menu names, counted from the day of the call.

```yaml
days:
  collect_from: {next open day: office}
  last_week: {last: sunday}
  answered_by: {in: 10 days}
```

Today is never one of them: on a Sunday, the last Sunday is a week ago. `next open day` and `last open day` take a
calendar of flows.yaml, and count holidays and closures; `next` and `last` take a weekday; `in` and `ago` take a number
of days or weeks.
"""

import re
from typing import Annotated, cast

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from ivr.authoring.grammar import FilePart
from ivr.engine.grammar import CalendarName, mistake
from ivr.engine.known import WEEKDAYS, CountedFrom, NamedDay
from ivr.translation import said

SPAN = r"([0-9]{1,3}) (day|week)s?"
SETTINGS = ("next open day", "last open day", "next", "last", "in", "ago")


def _weekday(text: str) -> str:
    if text not in WEEKDAYS:
        hint = said("Write monday, tuesday, wednesday, thursday, friday, saturday or sunday.")
        raise mistake("bad-day", said('"{given}" is not a day of the week.', given=text), hint=hint)
    return text


def _span(text: str) -> str:
    found = re.fullmatch(SPAN, text)
    if not found or int(found[1]) == 0:
        hint = said("Write a number of days or weeks, such as 10 days.")
        raise mistake("bad-value", said('"{given}" is no number of days.', given=text), hint=hint)
    return str(int(found[1]) * (7 if found[2] == "week" else 1))


Weekday = Annotated[str, AfterValidator(_weekday)]
Span = Annotated[str, AfterValidator(_span)]


class DaySettings(FilePart):
    """A day, by one of these settings."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    next_open_day: CalendarName | None = Field(default=None, alias="next open day")
    last_open_day: CalendarName | None = Field(default=None, alias="last open day")
    next: Weekday | None = None
    last: Weekday | None = None
    in_: Span | None = Field(default=None, alias="in")
    ago: Span | None = None

    @model_validator(mode="after")
    def _is_one_day(self) -> "DaySettings":
        if len(self.model_fields_set) != 1:
            hint = said("Write one of {known}.", known=", ".join(f"`{each}`" for each in SETTINGS))
            raise mistake("bad-value", said("a day is counted in one way."), hint=hint)
        return self

    @property
    def named_day(self) -> NamedDay:
        """The day as the engine knows it."""
        written = self.model_dump(by_alias=True, exclude_unset=True)
        ((counted, by),) = written.items()
        return NamedDay(cast("CountedFrom", counted), by)
