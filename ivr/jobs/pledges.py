"""Counts now and then what became of pledges, for pages, callers and alerts, who count nothing themselves."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition
from ivr.engine.pledges import Pledge
from ivr.reports.pledges import PledgeResult, department_results
from ivr.storage.database.transactions import Database
from ivr.storage.figures.pledge_results import KeptResult, keep_results, kept_results

PATIENCE = 30.0  # seconds one statement may take; no call waits for it
SETTLED = timedelta(days=120)  # after its end, within which the last case of a window is replied to or late


def count_pledges(database: Database, edition: Edition, now: datetime) -> int:
    """Count and keep what became of the pledges of this year and the last; how many figures. Raises StorageAway.

    What has been over for long stays as it was counted last, whatever is deleted since.
    """
    patient = database.patient(PATIENCE)
    try:
        return sum(_count(patient, edition, name, now) for name in edition.departments)
    finally:
        patient.close()


def _count(database: Database, edition: Edition, department: str, now: datetime) -> int:
    pledges = edition.departments[department].pledges
    today = now.astimezone(ZoneInfo(edition.zone)).date()
    kept = 0
    for year in (pledges.year_of(today) - 1, pledges.year_of(today)):
        known = {(each.pledge, each.first, each.last) for each in kept_results(database, department, year)}

        def wanted(pledge: Pledge, first: date, last: date, known: set[tuple[str, date, date]] = known) -> bool:
            return last + SETTLED >= today or (pledge.name, first, last) not in known

        found = department_results(database, edition, department, year, now, wanted)
        kept += keep_results(database, [_kept(each, now) for each in found])
    return kept


def _kept(result: PledgeResult, now: datetime) -> KeptResult:
    share, name = result.rate, result.pledge.name
    return KeptResult(
        result.department,
        result.year,
        name,
        result.first,
        result.last,
        share.hits,
        share.counted,
        share.excluded,
        result.complete,
        now,
    )
