"""The part of a report that is about cases: what came in, and how long the open ones have waited."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext

from ivr.storage.cases.listing import CaseFilters, count_cases_by_kind
from ivr.storage.database.transactions import Database
from ivr.web.desk.cases.listing import AGES
from ivr.web.desk.cases.words import KINDS
from ivr.web.desk.reports.asked import AskedReport
from ivr.web.desk.reports.table import Figure, Section, Table, link

Counts = Mapping[str, int]


def cases_section(database: Database, asked: AskedReport, now: datetime) -> Section:
    """Cases by kind: those that came in, and the open ones by age."""
    ages = [days for days in AGES if days]
    since, until = asked.calls.moments()
    mine = CaseFilters(departments=asked.departments, hotline=asked.written["hotline"])
    came = replace(mine, since=since, until=until)
    still_open = replace(mine, state="open")
    columns: list[tuple[Counts, dict[str, str] | None]] = [
        (count_cases_by_kind(database, came), None),
        (count_cases_by_kind(database, replace(came, state="closed")), None),
        (count_cases_by_kind(database, still_open), {}),
        (count_cases_by_kind(database, replace(still_open, due_before=now)), {"due": "overdue"}),
    ]
    for days in ages:
        older = replace(still_open, until=now - timedelta(days=int(days)))
        columns.append((count_cases_by_kind(database, older), {"age": days}))
    kinds = [*KINDS, *sorted({kind for counts, _ in columns for kind in counts} - {*KINDS})]
    rows = [_row(asked, kind, str(KINDS.get(kind, kind)), columns) for kind in kinds]
    rows.append(_row(asked, "", gettext("together"), columns))
    headings = [
        gettext("Kind"), gettext("Came in"), gettext("of these closed"), gettext("Open now"), gettext("Overdue now"),
        *(gettext("more than {days} days", days=int(days)) for days in ages),
    ]  # fmt: skip
    words = gettext("What came in is of this period; what is open or overdue, and for how long, is as of now.")
    return Section(
        "cases",
        gettext("Cases"),
        words,
        [Table("cases", gettext("Cases by kind and age"), headings, rows, summed=True)],
    )


def _row(
    asked: AskedReport, kind: str, words: str, columns: list[tuple[Counts, dict[str, str] | None]]
) -> tuple[Figure, ...]:
    cells = []
    for counts, listed in columns:
        count = counts.get(kind, 0) if kind else sum(counts.values())
        cells.append(Figure(count, _list(asked, kind, listed)))
    return (Figure(words), *cells)


def _list(asked: AskedReport, kind: str, listed: dict[str, str] | None) -> str:
    """The list of open cases; it knows neither the days they came in nor the hotline."""
    if listed is None or asked.written["hotline"]:
        return ""
    chosen = {"state": "open", "kind": kind, "department": asked.written["department"], **listed}
    return link(url_for("desk.cases"), {name: value for name, value in chosen.items() if value})
