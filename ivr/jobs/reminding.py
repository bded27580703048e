"""Reminding the office of all cases that are due or overdue, at once and not only of what is new."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.alerts.composing import Composing
from ivr.engine.alerts import Alert
from ivr.engine.edition import Edition
from ivr.jobs.alerting import dispatches_of
from ivr.jobs.watching import MOST_CASES, SOON, case_occasion
from ivr.storage.alerts.occasions import Occasion
from ivr.storage.cases.listing import CaseFilters, list_desk_cases
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.outbox import Dispatch


@dataclass(frozen=True)
class Reminder:
    """What an alert is to be told: of how many cases, and what is sent for it."""

    alert: str
    cases: int
    dispatches: tuple[Dispatch, ...]


def reminders(database: Database, edition: Edition, address: str, now: datetime) -> tuple[Reminder, ...]:
    """A reminder for each alert that is about such cases and has any, the same all day long. Raises StorageAway."""
    zone = ZoneInfo(edition.zone)
    day = now.astimezone(zone).date()
    found = []
    for alert in edition.alerts.values():
        if cases := _cases_of(database, alert, zone, now):
            composing = Composing(edition, alert, address)
            dispatches = dispatches_of(composing, alert, cases, ("reminder", day), now)
            found.append(Reminder(alert.name, len(cases), tuple(dispatches)))
    return tuple(found)


def _cases_of(database: Database, alert: Alert, zone: ZoneInfo, now: datetime) -> list[Occasion]:
    """The cases that an alert is about, what is due first on top."""
    if not {"due", "overdue"} & set(alert.about):
        return []
    mine = frozenset(alert.departments) or None
    wanted = CaseFilters(
        departments=mine,
        due_from=None if "overdue" in alert.about else now,
        due_before=now + SOON if "due" in alert.about else now,
        order="due",
        limit=MOST_CASES,
    )
    return [
        case_occasion("overdue" if case.next_due and case.next_due < now else "due", case, zone, now)
        for case in list_desk_cases(database, wanted)
    ]
