"""What a department's `pledges.yaml` may say: what it promises in public, how that is measured, and for which year.

```yaml
version: 1
owner: Customer Relations Unit     # who answers for all of them
calendar: office                   # whose open days are working days
begins: 04-01                      # the day on which a year of pledges begins; 01-01 unless written
years:
  2026:
    answered_soon:
      say:
        yue: 八成來電，職員會喺十二秒之內接聽。
        cmn: 八成的来电，职员会在十二秒之内接听。
        en: Officers answer eight calls in ten within twelve seconds.
      measure: answered
      within: 12 seconds
      target: 80 %
      window: month
    reply:
      say:
        yue: 九成半投訴，十個工作天之內有詳細答覆。
        cmn: 九成半的投诉，十个工作日之内有详细答复。
        en: Ninety-five complaints in a hundred have their reply within ten working days.
      measure: replied
      cases: [complaint]
      within: 10 working days
      target: 95 %
```

What is measured comes from the record of calls and cases, and is never typed in:

- `answered`: callers who asked for an officer and had one `within` so many seconds; of the `officers` named, else of
  all that the department's menu rings. `leaves_out` says who is not counted: `outside office hours`, `short calls` (who
  gave up within five seconds), `busy` (every telephone was engaged), `left a message instead` (nobody answered, and the
  caller left a message or feedback); the first two unless written.
- `given up`: callers who hung up with nothing done for them. Here the `target` is the most there may be.
- `solved on the line`: callers who had their answer, from the system or from an officer, before the call ended.
- `language chosen`, `first words`: callers who had chosen a language, or heard their first answer or an officer,
  `within` so many seconds of the greeting.
- `acknowledged`, `assigned`, `replied`: cases whose callers heard `within` so many hours or working days that they came
  in, that were given to somebody, or whose callers had the reply; of the kinds in `cases`, else of all.
- `satisfied`: callers who gave one of the `answers` to a `question` of the node `rating`, of those who answered it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ivr.authoring.grammar import FilePart, Name, Version
from ivr.authoring.problems import one_of
from ivr.engine.case_table import CaseKind
from ivr.engine.grammar import CalendarName, Names, Texts, mistake
from ivr.engine.pledges import USUALLY_LEFT_OUT, LeftOut, Measure, Pledge, Pledges, TimeAllowed, Unit, Window
from ivr.translation import said

TIMES: Mapping[Measure, tuple[str, ...]] = {
    "answered": ("12 seconds",),
    "language chosen": ("12 seconds",),
    "first words": ("12 seconds",),
    "acknowledged": ("10 working days", "3 hours"),
    "assigned": ("10 working days", "3 hours"),
    "replied": ("10 working days", "3 hours"),
}
"""How the time of a measure is written; others have none."""
ONLY_OF: Mapping[str, tuple[Measure, ...]] = {
    "officers": ("answered",),
    "leaves_out": ("answered",),
    "cases": ("acknowledged", "assigned", "replied"),
    "rating": ("satisfied",),
    "question": ("satisfied",),
    "answers": ("satisfied",),
}
"""The settings that only some measures have."""
YEAR, DAY_OF_YEAR = "20[0-9]{2}", "(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
PERCENT, TIME = r"(100|[0-9]{1,2}(\.[0-9])?) ?%", "[1-9][0-9]{0,3} (second|hour|working day)s?"
LONGEST = {"seconds": 600, "hours": 2000, "working days": 250}


def _year(text: str) -> str:
    if not re.fullmatch(YEAR, text):
        hint = said("Write the year for which the pledges are made, such as 2026.")
        raise mistake("bad-date", said('"{given}" is not a year.', given=text), hint=hint)
    return text


def _day_of_year(text: str) -> str:
    if not re.fullmatch(DAY_OF_YEAR, text):
        hint = said("Write the day on which a year of pledges begins, such as 04-01; none after the 28th.")
        raise mistake("bad-date", said('"{given}" is not a day of the year.', given=text), hint=hint)
    return text


def _percent(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(PERCENT, value):
        hint = said("Write a percentage, such as 80 % or 99.5 %.")
        raise mistake("bad-value", said('"{given}" is not a percentage.', given=value), hint=hint)
    return Decimal(value.rstrip(" %"))


def _time(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(TIME, value):
        hint = said("Write seconds, hours or working days, such as 12 seconds, 3 hours or 10 working days.")
        raise mistake("bad-value", said('"{given}" is not a length of time.', given=value), hint=hint)
    count, _, unit = value.partition(" ")
    units: Mapping[str, Unit] = {"second": "seconds", "hour": "hours", "working day": "working days"}
    allowed = TimeAllowed(int(count), units[unit.removesuffix("s")])
    if allowed.count > LONGEST[allowed.unit]:
        hint = said("Write {most} at most.", most=f"{LONGEST[allowed.unit]} {allowed.unit}")
        raise mistake("bad-value", said('"{given}" is too long.', given=value), hint=hint)
    return allowed


Year = Annotated[str, AfterValidator(_year)]
DayOfYear = Annotated[str, AfterValidator(_day_of_year)]
Percent = Annotated[Decimal, BeforeValidator(_percent)]
Allowed = Annotated[TimeAllowed, BeforeValidator(_time)]


class PledgeSettings(FilePart):
    """One promise: its words, what is measured, what is aimed at, and over which time that is to be reached."""

    say: Texts
    measure: Measure
    within: Allowed | None = None
    target: Percent
    window: Window = "year"
    owner: str = ""
    cases: Annotated[tuple[CaseKind, ...], *Names.__metadata__] = ()
    officers: Names = ()
    leaves_out: Annotated[tuple[LeftOut, ...], *Names.__metadata__] = USUALLY_LEFT_OUT
    rating: str = ""
    question: str = ""
    answers: Names = ()

    @model_validator(mode="after")
    def _is_told_as_it_is_measured(self) -> "PledgeSettings":
        ways = TIMES.get(self.measure, ())
        if self.within and self.within.unit not in [way.partition(" ")[2] for way in ways]:
            message = said('"{measure}" is not measured in such a time.', measure=self.measure)
            hint = said("Write it as {example}.", example=one_of(ways)) if ways else said("Take it out.")
            raise mistake("bad-value", message, hint=hint, at=("within",))
        if ways and not self.within:
            message = said('"{measure}" needs the time within which it is promised.', measure=self.measure)
            raise mistake("bad-value", message, hint=said("Write `within: {example}`.", example=ways[0]))
        if self.measure == "satisfied" and not (self.rating and self.question and self.answers):
            message = said('"satisfied" needs a `rating`, one of its questions, and the answers that count.')
            raise mistake("bad-value", message, hint=said("Write `rating`, `question` and `answers`."))
        for setting, measures in ONLY_OF.items():
            if setting in self.model_fields_set and self.measure not in measures:
                message = said('"{measure}" has no `{setting}`.', measure=self.measure, setting=setting)
                raise mistake("bad-value", message, hint=said("Take it out."), at=(setting,))
        return self

    def pledge(self, name: str, owner: str) -> Pledge:
        """The pledge as the engine knows it; `owner` answers for it where nobody else is written."""
        return Pledge(
            name,
            self.say,
            self.measure,
            self.target,
            self.owner or owner,
            self.window,
            self.within,
            self.cases,
            self.officers,
            self.leaves_out,
            self.rating,
            self.question,
            self.answers,
        )


class PledgesFile(FilePart):
    """All of a `pledges.yaml`."""

    version: Version
    owner: str
    calendar: CalendarName = ""
    begins: DayOfYear = "01-01"
    years: dict[Year, dict[Name, PledgeSettings]] = Field(min_length=1)

    @property
    def pledges(self) -> Pledges:
        """What the department promises, as the engine knows it."""
        month, day = map(int, self.begins.split("-"))
        years = {
            int(year): tuple(each.pledge(name, self.owner) for name, each in written.items())
            for year, written in self.years.items()
        }
        return Pledges(self.calendar, (month, day), years)
