"""Today as it goes: calls on the line, calls so far beside the usual day, and what waits to be done."""

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ivr.storage.counting import ZONE
from ivr.storage.database import Database
from ivr.storage.desk_calls import CallFilters, Scope, list_desk_calls
from ivr.storage.desk_cases import CaseFilters, count_desk_cases
from ivr.storage.desk_messages import MessageFilters, count_desk_messages
from ivr.storage.figures import Choice, calls_by_hour, read_calls
from ivr.storage.reading import CallRecord
from ivr.storage.rollups import rows_not_summed

ON_THE_LINE = timedelta(hours=4)
WEEKS = 8
MOST_ON_THE_LINE = 200


@dataclass(frozen=True)
class Today:
    """`outcomes` and `endings` count today's calls; `hours` and `usual` are calls by hour of the day in Hong Kong.

    `usual` is the median of the same weekday in the last eight weeks. `gave_up` is today's calls that ended with
    nothing done for the caller.
    """

    day: date
    on_the_line: tuple[CallRecord, ...]
    calls: int
    outcomes: Mapping[str, int]
    endings: Mapping[str, int]
    gave_up: int
    hours: Mapping[int, int]
    usual: Mapping[int, float]
    cases_due: int
    cases_overdue: int
    messages_waiting: int
    not_summed: int


def today(database: Database, now: datetime, scope: Scope | None = None) -> Today:
    """Today at `now`. With a scope, calls are those that rang its hotlines. Raises StorageAway."""
    day = now.astimezone(ZONE).date()
    hotlines = scope.hotlines if scope else None
    counts = read_calls(database, Choice(day, day, hotlines))
    by_outcome: Counter[str] = Counter()
    by_ending: Counter[str] = Counter()
    gave_up = 0
    for (_, _, outcome, ending, column), count in counts.calls.items():
        if column == "calls":
            by_outcome[outcome] += count
            by_ending[ending] += count
            gave_up += count if (outcome, ending) == ("nothing", "caller hung up") else 0
    return Today(
        day=day,
        on_the_line=on_the_line(database, now, scope),
        calls=sum(by_outcome.values()),
        outcomes=dict(+by_outcome),
        endings=dict(+by_ending),
        gave_up=gave_up,
        hours=_by_hour(counts.hours),
        usual=usual_day(database, day, hotlines),
        messages_waiting=count_desk_messages(database, MessageFilters(state="waiting", departments=_own(scope))),
        not_summed=rows_not_summed(database),
        **_due(database, now, scope),
    )


def on_the_line(database: Database, now: datetime, scope: Scope | None = None) -> tuple[CallRecord, ...]:
    """Calls that go on: begun within four hours, with no end known."""
    filters = CallFilters(on_the_line=True, since=now - ON_THE_LINE, scope=scope, limit=MOST_ON_THE_LINE)
    return list_desk_calls(database, filters)


def usual_day(database: Database, day: date, hotlines: frozenset[str] | None = None) -> dict[int, float]:
    """Calls by hour on a usual day like this one: the median of the same weekday in the eight weeks before."""
    before = [day - timedelta(weeks=weeks) for weeks in range(1, WEEKS + 1)]
    by_day = calls_by_hour(database, before, hotlines)
    return {hour: statistics.median(by_day[each, hour] for each in before) for hour in range(24)}


def _by_hour(hours: Mapping[tuple[datetime, str], int]) -> dict[int, int]:
    found = dict.fromkeys(range(24), 0)
    for (hour, column), count in hours.items():
        found[hour.astimezone(ZONE).hour] += count if column == "calls" else 0
    return found


def _due(database: Database, now: datetime, scope: Scope | None) -> dict[str, int]:
    tomorrow = datetime.combine(now.astimezone(ZONE).date() + timedelta(days=1), time(), ZONE)
    overdue, due = (
        count_desk_cases(database, CaseFilters(due_before=before, departments=_own(scope)))
        for before in (now, tomorrow)
    )
    return {"cases_due": due, "cases_overdue": overdue}


def _own(scope: Scope | None) -> frozenset[str] | None:
    return scope.departments if scope else None
