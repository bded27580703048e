"""What became of pledges: each figure counted from the record, with what it leaves out and the strict one beside it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition
from ivr.engine.pledges import MONTHS, OF_CASES, OF_SAMPLES, LeftOut, Measure, Pledge, Pledges, TimeAllowed
from ivr.engine.working_days import works_in
from ivr.hours.working_days import working_day_after
from ivr.journal.measuring import (
    ANSWERED,
    CLOSED,
    LEFT_A_MESSAGE,
    NEVER,
    OFFERED,
    Measured,
    about_question,
)
from ivr.reports.officers import officers_rung_in
from ivr.reports.rates import Rate, rate
from ivr.reports.ratings import interval
from ivr.reports.volume import BY_OFFICERS, BY_SYSTEM, GAVE_UP, volume_in_short
from ivr.storage.cases.due import END_OF_DAY
from ivr.storage.cases.promised import CaseMoments, case_moments
from ivr.storage.database.transactions import Database
from ivr.storage.figures.chosen import FigureChoice
from ivr.storage.figures.measures import Came, read_measures
from ivr.storage.figures.pledge_results import KeptResult, kept_results

SHORT = 5  # seconds; who gives up so soon may have rung by mistake
NOT_DUE, NONE_WANTED = "not due yet", "no reply wanted"
GAVE_UP_RINGING = "gave up"
REASONS: Mapping[str, LeftOut] = {
    CLOSED: "outside office hours",
    "busy": "busy",
    LEFT_A_MESSAGE: "left a message instead",
}
NO_ANSWER = "gave no answer"
NEVERS: Mapping[Measured, str] = {"language": "hung up before choosing a language", "first words": "heard no answer"}
CHOSEN = frozenset({"key", "words", "told"})
"""What came of callers who chose a language themselves, or were told something."""


@dataclass(frozen=True)
class PledgeResult:
    """What came of a pledge of a year, over the days from `first` to `last`; `complete` where all are counted.

    `running` says that these days are not over: the figure may still change.
    """

    department: str
    year: int
    pledge: Pledge
    first: date
    last: date
    rate: Rate
    running: bool
    complete: bool = True
    as_of: datetime | None = None

    @property
    def kept(self) -> bool | None:
        """Whether it is as was promised; None where there is nothing to judge by."""
        return self.pledge.is_kept_by(self.rate.hits, self.rate.counted) if self.rate.counted else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one lies in 95 of 100 cases, of a measure that is a sample; else None."""
        return interval(self.rate.hits, self.rate.counted) if self.pledge.measure in OF_SAMPLES else None

    @property
    def of_the_year(self) -> bool:
        """Whether it is of a year of pledges as a whole."""
        return (self.last - self.first).days > 300

    @property
    def looked_at(self) -> int:
        """All calls or cases there were, those left out among them."""
        return self.rate.counted + sum(count for _, count in self.rate.excluded)


Wanted = Callable[[Pledge, date, date], bool]


def department_results(
    database: Database,
    edition: Edition,
    department: str,
    year: int,
    now: datetime,
    wanted: Wanted = lambda _pledge, _first, _last: True,
) -> Iterator[PledgeResult]:
    """Of each pledge that holds in a year what came of it in each of its windows that has begun, and in all the year.

    Counted now; only of those windows that are `wanted`. Raises StorageAway.
    """
    pledges = edition.departments[department].pledges
    measuring = Measuring(database, edition, department, now)
    for pledge in pledges.of_year(year):
        for first, last in windows_of(pledges, pledge, year):
            if first <= measuring.today and wanted(pledge, first, last):
                yield measuring.result(year, pledge, first, last)


def known_results(
    database: Database, edition: Edition, department: str, year: int, today: date
) -> tuple[PledgeResult, ...]:
    """The same as it was counted last, for whoever counts nothing himself: pledge by pledge. Raises StorageAway."""
    pledges = {each.name: each for each in edition.departments[department].pledges.of_year(year)}
    kept = [each for each in kept_results(database, department, year) if each.pledge in pledges]
    order = [*pledges]
    kept.sort(key=lambda each: (order.index(each.pledge), each.first, each.last))
    return tuple(_known(each, pledges[each.pledge], today) for each in kept)


def _known(kept: KeptResult, pledge: Pledge, today: date) -> PledgeResult:
    share = rate(kept.pledge, kept.hits, kept.counted, kept.left_out)
    days = kept.first, kept.last
    return PledgeResult(kept.department, kept.year, pledge, *days, share, kept.last >= today, kept.complete, kept.as_of)


def windows_of(pledges: Pledges, pledge: Pledge, year: int) -> Iterator[tuple[date, date]]:
    """The first and last days of each window of a pledge in a year; then of the year, where that is none of them."""
    months = MONTHS[pledge.window]
    begins = [_months_later(pledges.first_day(year), number) for number in range(0, 13, months)]
    for first, following in pairwise(begins):
        yield first, following - timedelta(days=1)
    if months < MONTHS["year"]:
        yield begins[0], begins[-1] - timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


class Measuring:
    """Measures pledges of one department as things stand at a moment."""

    def __init__(self, database: Database, edition: Edition, department: str, now: datetime) -> None:
        self._database = database
        self._edition = edition
        self._department = department
        self._now = now
        self._zone = ZoneInfo(edition.zone)
        self.today = now.astimezone(self._zone).date()
        works = works_in(edition, department)
        self._working_day_after = cache(lambda day, count: working_day_after(day, count, works))

    def result(self, year: int, pledge: Pledge, first: date, last: date) -> PledgeResult:
        """What came of a pledge over some days, up to today. Raises StorageAway."""
        share, complete = MEASURING[pledge.measure](self, pledge, first, min(last, self.today))
        return PledgeResult(self._department, year, pledge, first, last, share, last >= self.today, complete)

    def answered(self, pledge: Pledge, first: date, last: date) -> tuple[Rate, bool]:
        """Callers who asked for an officer and had one in time."""
        officers = frozenset(pledge.officers) or officers_rung_in(self._edition, self._department)
        choice = FigureChoice(first, last, officers=officers, zone=self._zone)
        counts, complete = read_measures(self._database, "officers", choice)
        within = pledge.within.count if pledge.within else 0
        left_out = Counter[str]()
        for (_, came, waited), count in counts.items():
            if (reason := reason_to_leave_out(came, waited)) in pledge.leaves_out:
                left_out[str(reason)] += count
        in_time = _sum(counts, lambda came, waited: came == ANSWERED and waited <= within)
        return rate(pledge.name, in_time, counts.total() - left_out.total(), sorted(left_out.items())), complete

    def language_chosen(self, pledge: Pledge, first: date, last: date) -> tuple[Rate, bool]:
        """Callers of its hotlines who had chosen a language in time; who was given one is no such caller."""
        return self._soon(pledge, "language", first, last)

    def first_words(self, pledge: Pledge, first: date, last: date) -> tuple[Rate, bool]:
        """Callers of its hotlines who heard an answer or an officer in time."""
        return self._soon(pledge, "first words", first, last)

    def _soon(self, pledge: Pledge, what: Measured, first: date, last: date) -> tuple[Rate, bool]:
        choice = FigureChoice(first, last, hotlines=self._hotlines, zone=self._zone)
        counts, complete = read_measures(self._database, what, choice)
        within = pledge.within.count if pledge.within else 0
        never = _sum(counts, lambda came, _: came == NEVER)
        soon = _sum(counts, lambda came, seconds: came in CHOSEN and seconds <= within)
        return rate(pledge.name, soon, counts.total() - never, [(NEVERS[what], never)]), complete

    def satisfied(self, pledge: Pledge, first: date, last: date) -> tuple[Rate, bool]:
        """Callers who were satisfied, of those who answered the question; who was asked and did not is left out."""
        node = f"{self._department}/{pledge.rating}"
        question = about_question(node, pledge.question)
        choice = FigureChoice(first, last, officers=frozenset({node, question}), zone=self._zone)
        counts, complete = read_measures(self._database, "rating", choice)
        offered = _sum(counts, lambda came, _: came == OFFERED)
        answered = counts.total() - offered
        satisfied = _sum(counts, lambda came, _: came in pledge.answers)
        return rate(pledge.name, satisfied, answered, [(NO_ANSWER, max(0, offered - answered))]), complete

    def given_up(self, pledge: Pledge, first: date, last: date) -> tuple[Rate, bool]:
        """Callers of the department's hotlines who hung up with nothing done for them."""
        return self._of_calls(pledge, first, last, GAVE_UP)

    def solved(self, pledge: Pledge, first: date, last: date) -> tuple[Rate, bool]:
        """Callers of its hotlines who had their answer before the call ended."""
        return self._of_calls(pledge, first, last, BY_SYSTEM, BY_OFFICERS)

    def _of_calls(self, pledge: Pledge, first: date, last: date, *names: str) -> tuple[Rate, bool]:
        found = volume_in_short(self._database, FigureChoice(first, last, hotlines=self._hotlines, zone=self._zone))
        rates = [each for each in found.rates if each.name in names]
        hits = sum(each.hits for each in rates)
        return rate(pledge.name, hits, rates[0].counted, rates[0].excluded), found.complete

    @property
    def _hotlines(self) -> frozenset[str]:
        lines = self._edition.hotlines.values()
        return frozenset(line.name for line in lines if line.start.partition("/")[0] == self._department)

    def of_cases(self, pledge: Pledge, first: date, last: date) -> tuple[Rate, bool]:
        """Cases whose callers were told in time; one that may still be told in time is left out."""
        since, until = FigureChoice(first, last, zone=self._zone).moments()
        found = case_moments(self._database, self._department, pledge.cases, since, until)
        judged = Counter(self._judged(pledge, case) for case in found)
        left_out = [(why, judged[why]) for why in (NOT_DUE, NONE_WANTED)]
        hits, missed = judged["in time"], judged["late"]
        return rate(pledge.name, hits, hits + missed, left_out), True

    def _judged(self, pledge: Pledge, case: CaseMoments) -> str:
        told_at = MOMENTS[pledge.measure](case)
        if pledge.measure == "replied" and case.none_wanted:
            return NONE_WANTED
        due = self._due(pledge.within, case.opened_at) if pledge.within else self._now
        if told_at is None:
            return NOT_DUE if due >= self._now else "late"
        return "in time" if told_at <= due else "late"

    def _due(self, within: TimeAllowed, opened_at: datetime) -> datetime:
        if within.unit == "hours":
            return opened_at + timedelta(hours=within.count)
        opened = opened_at.astimezone(self._zone).date()
        return datetime.combine(self._working_day_after(opened, within.count), END_OF_DAY, self._zone)


MOMENTS: Mapping[Measure, Callable[[CaseMoments], datetime | None]] = {
    "acknowledged": lambda case: case.acknowledged_at,
    "assigned": lambda case: case.assigned_at,
    "replied": lambda case: case.replied_at,
}
"""When that was done for a case which a pledge is about."""


def _sum(counts: Counter[Came], which: Callable[[str, int], bool]) -> int:
    """How many there are of which that came after so many seconds."""
    return sum(count for (_, came, seconds), count in counts.items() if which(came, seconds))


def reason_to_leave_out(came: str, waited: int) -> LeftOut | None:
    """Why somebody who asked for an officer might not be counted, None where there is no reason."""
    if came == GAVE_UP_RINGING and waited <= SHORT:
        return "short calls"
    return REASONS.get(came)


class Measures(Protocol):
    """Counts what a pledge is about."""

    def __call__(self, measuring: Measuring, pledge: Pledge, first: date, last: date, /) -> tuple[Rate, bool]:
        """The rate over some days, and whether all that happened in them is counted. Raises StorageAway."""
        ...


MEASURING: Mapping[Measure, Measures] = {
    "answered": Measuring.answered,
    "given up": Measuring.given_up,
    "solved on the line": Measuring.solved,
    "language chosen": Measuring.language_chosen,
    "first words": Measuring.first_words,
    "satisfied": Measuring.satisfied,
    **dict.fromkeys(OF_CASES, Measuring.of_cases),
}
