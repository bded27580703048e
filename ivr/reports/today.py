"""Today as it goes: calls on the line, calls so far beside the usual day, and what waits to be done.

Counted from the calls themselves, not from what is summed up, so that a figure and the list of it never disagree.
"""

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from ivr.storage.calls.listing import CallFilters, Scope
from ivr.storage.calls.totals import CallsOfAnHour, calls_by_hour, calls_by_outcome, count_desk_calls
from ivr.storage.cases.listing import CaseFilters, count_desk_cases
from ivr.storage.database.transactions import Database

ON_THE_LINE = timedelta(hours=4)  # a call whose end was not reported by then is over all the same
WEEKS = 8


@dataclass(frozen=True)
class Today:
    """`on_the_line` are calls begun since `line_since` with no end known; all other figures are of calls begun today.

    `outcomes` and `endings` count calls by what came of them. `unanswered` are over and nothing was done for the
    caller; `gave_up` is the part of them that the caller ended. `hours` and `usual` are calls by hour of the day;
    `usual` is the median of the same weekday in the last eight weeks.
    """

    day: date
    line_since: datetime
    on_the_line: int
    calls: int
    outcomes: Mapping[str, int]
    endings: Mapping[str, int]
    unanswered: int
    gave_up: int
    hours: Mapping[int, int]
    usual: Mapping[int, float]
    cases_due: int
    cases_overdue: int


def today(database: Database, now: datetime, scope: Scope | None = None) -> Today:
    """Today at `now`, in its zone, of the calls and cases in that scope. Raises StorageAway."""
    day, zone = now.date(), now.tzinfo
    line_since = (now - ON_THE_LINE).replace(second=0, microsecond=0)  # an address tells minutes
    found = calls_by_outcome(database, *_span(day, zone), scope)
    nothing = {kind: count for kind, count in found.items() if kind.outcome == "nothing" and not kind.on_the_line}
    return Today(
        day=day,
        line_since=line_since,
        on_the_line=count_desk_calls(database, CallFilters(on_the_line=True, since=line_since, scope=scope)),
        calls=found.total(),
        outcomes=_by(found, "outcome"),
        endings=_by(found, "ending"),
        unanswered=sum(nothing.values()),
        gave_up=sum(count for kind, count in nothing.items() if kind.ending == "caller hung up"),
        hours=_by_hour(found, zone),
        usual=usual_day(database, day, zone, scope),
        **_due(database, now, scope),
    )


def usual_day(database: Database, day: date, zone: tzinfo | None, scope: Scope | None = None) -> dict[int, float]:
    """Calls by hour on a usual day like this one: the median of the same weekday in the eight weeks before."""
    before = [_hours_of(database, day - timedelta(weeks=weeks), zone, scope) for weeks in range(1, WEEKS + 1)]
    return {hour: statistics.median(hours[hour] for hours in before) for hour in range(24)}


def _hours_of(database: Database, day: date, zone: tzinfo | None, scope: Scope | None) -> Counter[int]:
    found: Counter[int] = Counter()
    for hour, count in calls_by_hour(database, *_span(day, zone), scope).items():
        found[hour.astimezone(zone).hour] += count
    return found


def _by_hour(found: Counter[CallsOfAnHour], zone: tzinfo | None) -> dict[int, int]:
    hours = dict.fromkeys(range(24), 0)
    for kind, count in found.items():
        hours[kind.hour.astimezone(zone).hour] += count
    return hours


def _by(found: Counter[CallsOfAnHour], what: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for kind, count in found.items():
        counts[getattr(kind, what)] += count
    return dict(counts)


def _span(day: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def _due(database: Database, now: datetime, scope: Scope | None) -> dict[str, int]:
    tomorrow = _span(now.date(), now.tzinfo)[1]
    departments = scope.departments if scope else None
    overdue, due = (
        count_desk_cases(database, CaseFilters(due_before=before, departments=departments))
        for before in (now, tomorrow)
    )
    return {"cases_due": due, "cases_overdue": overdue}
