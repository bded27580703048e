"""What became of pledges: each figure counted from the record, with what it leaves out and the strict one beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition
from ivr.engine.pledges import MONTHS, OF_CASES, LeftOut, Measure, Pledge, Pledges, TimeAllowed
from ivr.engine.working_days import works_in
from ivr.hours.working_days import working_day_after
from ivr.reports.officers import ANSWERED, CLOSED, officers_rung_in
from ivr.reports.rates import Rate, rate
from ivr.reports.volume import BY_OFFICERS, BY_SYSTEM, GAVE_UP, volume_in_short
from ivr.storage.cases.due import END_OF_DAY
from ivr.storage.cases.promised import CaseMoments, case_moments
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import FigureChoice, read_officers

SHORT = 5  # seconds; who gives up so soon may have rung by mistake
NOT_DUE, NONE_WANTED = "not due yet", "no reply wanted"
GAVE_UP_RINGING, BUSY = "gave up", "busy"


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

    @property
    def kept(self) -> bool | None:
        """Whether it is as was promised; None where there is nothing to judge by."""
        return self.pledge.is_kept_by(self.rate.hits, self.rate.counted) if self.rate.counted else None

    @property
    def looked_at(self) -> int:
        """All calls or cases there were, those left out among them."""
        return self.rate.counted + sum(count for _, count in self.rate.excluded)


def department_results(
    database: Database, edition: Edition, department: str, year: int, now: datetime
) -> Iterator[PledgeResult]:
    """Of each pledge that holds in a year what came of it in each of its windows that has begun, and in all the year.

    Raises StorageAway.
    """
    pledges = edition.departments[department].pledges
    measuring = Measuring(database, edition, department, now)
    for pledge in pledges.of_year(year):
        for first, last in windows_of(pledges, pledge, year):
            if first <= measuring.today:
                yield measuring.result(year, pledge, first, last)


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
        counts = read_officers(self._database, FigureChoice(first, last, officers=officers, zone=self._zone))
        within = pledge.within.count if pledge.within else 0
        asked, left_out = 0, Counter[str]()
        in_time = 0
        for (_, outcome, waited), count in counts.officers.items():
            asked += count
            in_time += count if outcome == ANSWERED and waited <= within else 0
            if (reason := reason_to_leave_out(outcome, waited)) in pledge.leaves_out:
                left_out[str(reason)] += count
        counted = asked - sum(left_out.values())
        return rate(pledge.name, in_time, counted, sorted(left_out.items())), counts.complete

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
        told_at = case.acknowledged_at if pledge.measure == "acknowledged" else case.replied_at
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


def reason_to_leave_out(outcome: str, waited: int) -> LeftOut | None:
    """Why somebody who asked for an officer might not be counted, None where there is no reason."""
    if outcome == CLOSED:
        return "outside office hours"
    if outcome == GAVE_UP_RINGING and waited <= SHORT:
        return "short calls"
    return "busy" if outcome == BUSY else None


class Measures(Protocol):
    """Counts what a pledge is about."""

    def __call__(self, measuring: Measuring, pledge: Pledge, first: date, last: date, /) -> tuple[Rate, bool]:
        """The rate over some days, and whether all that happened in them is counted. Raises StorageAway."""
        ...


MEASURING: Mapping[Measure, Measures] = {
    "answered": Measuring.answered,
    "given up": Measuring.given_up,
    "solved on the line": Measuring.solved,
    **dict.fromkeys(OF_CASES, Measuring.of_cases),
}
