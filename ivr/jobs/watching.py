"""Looks for what the office may be told of that no call brings: cases due, faults, editions that wait and the like.

What is found is noted once, by its key, however often it is found.
"""

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

from ivr.engine.alerts import About
from ivr.engine.edition import Edition
from ivr.reports.monthly import month_in_short
from ivr.reports.pledges import PledgeResult, known_results
from ivr.storage.alerts.occasions import Occasion, note_found
from ivr.storage.cases.listing import Case, CaseFilters, list_desk_cases
from ivr.storage.closures.announced import ClosureBook
from ivr.storage.database.transactions import Database
from ivr.storage.editions.approvals import Approvals
from ivr.storage.outbox.listing import list_outbox
from ivr.storage.outbox.outbox import key_of
from ivr.storage.traffic.webhooks import WebhookFault, webhooks_of

SOON = timedelta(days=2)  # before it is due
LOOKED_BACK = timedelta(days=14)
AN_HOUR = timedelta(hours=1)
LITTLE_LEFT, FEW_BYTES = 0.1, 2 * 1024**3
MOST_CASES = 1000
FEW_TO_JUDGE_BY = 20  # calls or cases; of fewer the share may be anything
OF_WEBHOOKS = frozenset({*get_args(WebhookFault), "proxies", "unkept", "silent"})
"""The faults that are the carrier's or the operator's; all others are ceilings that somebody reached."""


@dataclass(frozen=True)
class Watching:
    """What is watched, and by which clock."""

    database: Database
    edition: Callable[[], Edition]
    clock: Callable[[], datetime]

    def look(self) -> int:
        """Note all that is new of what some alert is about; how many. Raises StorageAway."""
        edition, now = self.edition(), self.clock()
        asked = {about for alert in edition.alerts.values() for about in alert.about}
        watched: dict[About, Callable[[Edition, datetime], Iterator[Occasion]]] = {
            "due": self._due,
            "overdue": self._overdue,
            "webhooks": self._faults,
            "guessing": self._guessing,
            "editions": self._editions,
            "closures": self._closures,
            "unsent": self._unsent,
            "report": self._report,
            "pledges": self._pledges,
        }
        found = [each for about, look in watched.items() if about in asked for each in look(edition, now)]
        return note_found(self.database, found)

    def _due(self, edition: Edition, now: datetime) -> Iterator[Occasion]:
        for case in self._cases(now, now + SOON):
            yield case_occasion("due", case, ZoneInfo(edition.zone), now)

    def _overdue(self, edition: Edition, now: datetime) -> Iterator[Occasion]:
        for case in self._cases(now - LOOKED_BACK, now):
            yield case_occasion("overdue", case, ZoneInfo(edition.zone), now)

    def _cases(self, since: datetime, before: datetime) -> tuple[Case, ...]:
        """Open cases of which something is due in that time."""
        wanted = CaseFilters(due_from=since, due_before=before, order="due", limit=MOST_CASES)
        return list_desk_cases(self.database, wanted)

    def _faults(self, edition: Edition, now: datetime) -> Iterator[Occasion]:
        yield from self._of_today("webhooks", edition, now)

    def _guessing(self, edition: Edition, now: datetime) -> Iterator[Occasion]:
        yield from self._of_today("guessing", edition, now)

    def _of_today(self, about: About, edition: Edition, now: datetime) -> Iterator[Occasion]:
        zone = ZoneInfo(edition.zone)
        today = now.astimezone(zone)
        for each in webhooks_of(self.database, today).faults:
            if (each.fault in OF_WEBHOOKS) == (about == "webhooks"):
                last = each.last_at.astimezone(zone).strftime("%H:%M")
                details = {"fault": each.fault, "count": each.count, "last": last}
                yield Occasion(key_of(about, each.fault, today.date()), about, "", each.first_at, details=details)

    def _editions(self, _edition: Edition, now: datetime) -> Iterator[Occasion]:
        for each in Approvals(self.database).latest():
            if each.state == "open" and each.at >= now - LOOKED_BACK:
                yield Occasion(key_of("editions", each.id), "editions", "", each.at, details={"author": each.author})

    def _closures(self, edition: Edition, now: datetime) -> Iterator[Occasion]:
        for each in ClosureBook(self.database, self.clock).standing():
            if each.state(now) == "in force" and each.over <= now + AN_HOUR:
                ends = each.over.astimezone(ZoneInfo(edition.zone)).strftime("%H:%M")
                details = {"hotlines": list(each.hotlines), "ends": ends}
                for department in ("", *sorted(_departments_of(edition, each.concerns))):
                    key = key_of("closures", each.id, each.over.isoformat(), department)
                    yield Occasion(key, "closures", department, now, details=details)

    def _unsent(self, _edition: Edition, now: datetime) -> Iterator[Occasion]:
        for state in ("given up", "unsure"):
            for each in list_outbox(self.database, state):
                # nobody is told that he could not be told so
                if each.made_at >= now - LOOKED_BACK and "unsent" not in each.about:
                    details = {"way": each.way, "what": each.about}
                    yield Occasion(key_of("unsent", each.key, each.attempts), "unsent", "", now, details=details)

    def _report(self, edition: Edition, now: datetime) -> Iterator[Occasion]:
        """Of the month before, in the first week of a month."""
        zone = ZoneInfo(edition.zone)
        today = now.astimezone(zone).date()
        if today.day > 7:
            return
        last = today.replace(day=1) - timedelta(days=1)
        begins = datetime.combine(today.replace(day=1), time(), zone)
        asked = {
            name for each in edition.alerts.values() if "report" in each.about for name in each.departments or ("",)
        }
        for department in sorted(asked):
            told = month_in_short(self.database, edition, department, last, now)
            yield Occasion(key_of("report", _month(last), department), "report", department, begins, details=told)

    def _pledges(self, edition: Edition, now: datetime) -> Iterator[Occasion]:
        """Those whose month, quarter or year is running, and which are not on course, once for each of these times."""
        today = now.astimezone(ZoneInfo(edition.zone)).date()
        for name, department in edition.departments.items():
            year = department.pledges.year_of(today)
            for each in known_results(self.database, edition, name, year, today) if department.pledges.years else ():
                if each.running and each.kept is False and each.rate.counted >= FEW_TO_JUDGE_BY:
                    key = key_of("pledges", name, each.pledge.name, each.first, each.last)
                    yield Occasion(key, "pledges", name, now, details=slipping(each))


def slipping(result: PledgeResult) -> dict[str, str | int]:
    """What is told of a pledge that is not on course."""
    target = f"{'≤ ' if result.pledge.at_most else ''}{result.pledge.target}"
    share = f"{(result.rate.value or 0) * 100:.1f}"
    counts = {"hits": result.rate.hits, "counted": result.rate.counted}
    days = {"first": result.first.isoformat(), "last": result.last.isoformat()}
    return {"pledge": result.pledge.name, "target": target, "share": share, **counts, **days, "of": result.department}


def watch_disk(database: Database, folder: Path, edition: Edition, now: datetime, least: float = LITTLE_LEFT) -> int:
    """Note that less than that share of this machine's disk is free, once a day; how many times.

    Raises StorageAway and OSError.
    """
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total
    if not any("disk" in alert.about for alert in edition.alerts.values()) or (
        share > least and usage.free > FEW_BYTES
    ):
        return 0
    machine, today = socket.gethostname(), now.astimezone(ZoneInfo(edition.zone)).date()
    details = {"machine": machine, "percent": int(share * 100), "free": f"{usage.free / 1e9:.1f}"}
    return note_found(database, [Occasion(key_of("disk", machine, today), "disk", "", now, details=details)])


def case_occasion(about: About, case: Case, zone: ZoneInfo, now: datetime) -> Occasion:
    """That something is due of a case; told anew where it is due on another day, or something else is."""
    day = case.next_due.astimezone(zone).date() if case.next_due else now.date()
    what = "acknowledge" if case.acknowledged_at is None else "reply"
    details = {"call": case.call_sid, "turn": case.turn, "what": what, "day": day.isoformat()}
    key = key_of(about, case.call_sid, case.turn, what, day)
    return Occasion(key, about, case.department, now, case.call_sid, details)


def _departments_of(edition: Edition, concerns: Callable[[str], bool]) -> set[str]:
    lines = (line for line in edition.hotlines.values() if concerns(line.name))
    return {line.start.partition("/")[0] for line in lines}


def _month(day: date) -> str:
    return day.strftime("%Y-%m")
