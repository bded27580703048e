"""What a department promises in public: each pledge says what is measured, what is aimed at, and in which year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

Measure = Literal[
    "answered",
    "given up",
    "solved on the line",
    "language chosen",
    "first words",
    "acknowledged",
    "assigned",
    "replied",
    "satisfied",
]
"""What is counted: calls that an officer took in time, that callers gave up, that were settled before they ended, in
which a language was chosen and the first useful words were heard in time; cases of which callers heard in time that
they came in, that somebody was given, and of which callers had the reply; ratings of callers who were satisfied."""
MEASURES: tuple[Measure, ...] = get_args(Measure)
OF_CASES: frozenset[Measure] = frozenset({"acknowledged", "assigned", "replied"})
OF_SAMPLES: frozenset[Measure] = frozenset({"satisfied"})
LESS_IS_BETTER: frozenset[Measure] = frozenset({"given up"})
Window = Literal["month", "quarter", "year"]
MONTHS: Mapping[Window, int] = {"month": 1, "quarter": 3, "year": 12}
Unit = Literal["seconds", "hours", "working days"]
LeftOut = Literal["outside office hours", "short calls", "busy", "left a message instead"]
"""Which callers who asked for an officer may be left out where it is said so."""
USUALLY_LEFT_OUT: tuple[LeftOut, ...] = ("outside office hours", "short calls")


@dataclass(frozen=True)
class TimeAllowed:
    """So many seconds, hours or working days."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.count == 1 else self.unit
        return f"{self.count} {unit}"


@dataclass(frozen=True)
class Pledge:
    """One promise: `say` is its text by language, `target` a percentage that is to be reached over each `window`.

    Of a measure of which less is better it is one that is not to be passed. `cases` are the kinds of case that it is
    about, `officers` those who are to answer, and `leaves_out` which callers are not counted; none are all. Of a
    `rating` (its node, by short name) it is the `answers` to one `question` that are satisfied ones.
    """

    name: str
    say: Mapping[str, str]
    measure: Measure
    target: Decimal
    owner: str
    window: Window = "year"
    within: TimeAllowed | None = None
    cases: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    leaves_out: tuple[LeftOut, ...] = USUALLY_LEFT_OUT
    rating: str = ""
    question: str = ""
    answers: tuple[str, ...] = ()

    @property
    def at_most(self) -> bool:
        """Whether the target is not to be passed, rather than to be reached."""
        return self.measure in LESS_IS_BETTER

    def is_kept_by(self, hits: int, counted: int) -> bool:
        """Whether so many of those that count are as was promised; nothing is rounded."""
        return hits * 100 <= self.target * counted if self.at_most else hits * 100 >= self.target * counted


@dataclass(frozen=True)
class Pledges:
    """A department's pledges by the year they are made for, which begins on a day (month, day) of that year.

    `calendar` names the one whose open days are working days; empty for Monday to Friday without general holidays.
    """

    calendar: str = ""
    begins: tuple[int, int] = (1, 1)
    years: Mapping[int, tuple[Pledge, ...]] = field(default_factory=dict)

    def year_of(self, day: date) -> int:
        """The year of pledges in which a day lies."""
        return day.year if (day.month, day.day) >= self.begins else day.year - 1

    def first_day(self, year: int) -> date:
        """The day on which a year of pledges begins."""
        return date(year, *self.begins)

    def revised_for(self, year: int) -> int | None:
        """The year for which the pledges were written that hold in a year: it, or the last before; None for none."""
        return max((each for each in self.years if each <= year), default=None)

    def of_year(self, year: int) -> tuple[Pledge, ...]:
        """The pledges that hold in a year: a pledge holds until it is revised."""
        written = self.revised_for(year)
        return () if written is None else self.years[written]

    def days_promised(self, measure: Measure, kind: str, day: date) -> int | None:
        """The fewest working days promised on a day for cases of a kind; those for that kind before those for all."""
        mine = [each for each in self.of_year(self.year_of(day)) if each.measure == measure and each.within]
        mine = [each for each in mine if each.within and each.within.unit == "working days"]
        named = [each for each in mine if kind in each.cases] or [each for each in mine if not each.cases]
        return min((each.within.count for each in named if each.within), default=None)


NO_PLEDGES = Pledges()
