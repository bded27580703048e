"""A month in a few figures, of the whole site or of a department, as it is told in a mail."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition
from ivr.reports.volume import BY_OFFICERS, BY_SYSTEM, GAVE_UP, LEFT_SOMETHING, volume_in_short
from ivr.storage.cases.listing import CaseFilters, count_desk_cases
from ivr.storage.cases.totals import count_closed_cases, count_open_cases
from ivr.storage.database.transactions import Database
from ivr.storage.figures.chosen import FigureChoice


def month_in_short(
    database: Database, edition: Edition, department: str, last: date, now: datetime
) -> dict[str, str | int]:
    """The figures of the month that ends with `last`: calls, what came of them as `hits/counted`, and cases.

    Calls are those of the department's hotlines (empty: of all), cases its own. Raises StorageAway.
    """
    zone = ZoneInfo(edition.zone)
    first = last.replace(day=1)
    mine = frozenset({department}) if department else None
    lines = frozenset(line.name for line in edition.hotlines.values() if line.start.partition("/")[0] == department)
    choice = FigureChoice(first, last, zone=zone, hotlines=lines if department else None)
    calls = volume_in_short(database, choice)
    rates = {rate.name: f"{rate.hits}/{rate.counted}" for rate in calls.rates}
    since = datetime.combine(first, time(), zone)
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    came = CaseFilters(departments=mine, since=since, until=until)
    return {
        "month": first.strftime("%Y-%m"),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "calls": calls.calls,
        "system": rates[BY_SYSTEM],
        "officers": rates[BY_OFFICERS],
        "left": rates[LEFT_SOMETHING],
        "gave_up": rates[GAVE_UP],
        "came": count_desk_cases(database, came),
        "closed": count_closed_cases(database, mine, since, until),
        "overdue": count_open_cases(database, mine, "", now).overdue,
    }
