"""Which report is asked for: the address, read into the calls, nodes and officers that are counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask_babel import gettext

from ivr.engine.edition import Edition
from ivr.reports.officers import WITHIN, officers_rung_in
from ivr.storage.calls.reading import latest_call
from ivr.storage.figures.reading import FigureChoice
from ivr.storage.people.accounts import Role
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person
from ivr.web.desk.menus.facts import DEPARTMENTS, EDITIONS, KnownEdition, known
from ivr.web.desk.reports.spans import EARLIEST, LONGEST, DaySpan, month_before, month_of
from ivr.web.desk.reports.table import link

NAMES = ("since", "until", "hotline", "department", "within")
LONGEST_VALUE = 100
LONGEST_WAIT = 600  # seconds, of a pledge


@dataclass
class AskedReport:
    """The address as it was written, what is wrong with it (by name), and what is counted when nothing is.

    `hotlines` are those whose calls are counted and `departments` those whose nodes are; None for all. `listed` is
    what the list of calls must be asked for to hold just the calls counted, None where it cannot say that. That list
    is at `calls_page`.
    """

    written: Mapping[str, str]
    zone: ZoneInfo
    today: date
    span: DaySpan
    calls_page: str
    within: int = WITHIN
    hotlines: frozenset[str] | None = None
    departments: frozenset[str] | None = None
    officers: frozenset[str] | None = None
    listed: Mapping[str, str] | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def calls(self) -> FigureChoice:
        """The calls that are counted."""
        return FigureChoice(self.span.first, self.span.last, self.hotlines, zone=self.zone)

    @property
    def menus(self) -> FigureChoice:
        """The nodes and officers: of the departments, whichever hotline led there, unless one was chosen."""
        hotlines = frozenset({self.written["hotline"]}) if self.written["hotline"] else None
        return FigureChoice(self.span.first, self.span.last, hotlines, self.departments, self.officers, zone=self.zone)

    @property
    def before(self) -> FigureChoice:
        """The same calls in the span before."""
        earlier = self.span.before()
        return FigureChoice(earlier.first, earlier.last, self.hotlines, zone=self.zone)

    @property
    def address(self) -> dict[str, str]:
        """The same report by its address, with its days named."""
        return {name: value for name, value in self.written.items() if value} | self.span.address()

    def calls_list(self, **more: str) -> str:
        """The address of the list of those calls, empty where it cannot say which."""
        if self.listed is None and "hotline" not in more:
            return ""
        return link(self.calls_page, {**self.span.address(), **(self.listed or {}), **more})

    def menus_list(self, **more: str) -> str:
        """The address of the list of calls that were at a place, whichever hotline they rang unless one was chosen."""
        return f"{self._menus_page}&{urlencode(more)}"

    @cached_property
    def _menus_page(self) -> str:
        hotline = {"hotline": self.written["hotline"]} if self.written["hotline"] else {}
        return link(self.calls_page, {**self.span.address(), **hotline})


def asked_for(role: Role) -> AskedReport:
    """What this request asks for, within what the person holds `role` for."""
    written = {name: request.args.get(name, "").strip()[:LONGEST_VALUE] for name in NAMES}
    today = desk.local_now().date()
    asked = AskedReport(written, desk.zone, today, month_before(today), url_for("desk.calls"))
    _read_days(asked)
    _read_within(asked)
    _read_departments(asked, person().departments(role))
    if not written["since"] and not written["until"]:
        asked.span = _span_with_calls(asked)
    return asked


def _span_with_calls(asked: AskedReport) -> DaySpan:
    """Last month, or the month of the latest call where nobody rang in it."""
    last_month = asked.calls
    rung = latest_call(desk.database, last_month.moments()[1], asked.hotlines)
    if rung is None or rung < last_month.moments()[0]:
        rung = latest_call(desk.database, desk.now(), asked.hotlines)
    return month_of(rung.astimezone(desk.zone).date(), asked.today) if rung else asked.span


def officers_of(edition: Edition, departments: frozenset[str]) -> frozenset[str]:
    """The officers that nodes of these departments ring."""
    return frozenset().union(*(_rung_in(known(edition), name) for name in departments))


@lru_cache(EDITIONS * DEPARTMENTS)
def _rung_in(one: KnownEdition, department: str) -> frozenset[str]:
    return officers_rung_in(one.edition, department)


def _read_days(asked: AskedReport) -> None:
    if not asked.written["since"] and not asked.written["until"]:
        return
    last = _day(asked, "until", lambda: asked.today)
    first = _day(asked, "since", lambda: last.replace(day=1))
    if asked.errors:
        return
    if first > asked.today:
        asked.errors["since"] = gettext("This day is still to come. Choose today or a day before.")
    elif first < EARLIEST:
        asked.errors["since"] = gettext("Nobody rang so long ago. Choose a day from the year {year} on.", year=2000)
    elif last < first:
        asked.errors["until"] = gettext("The last day must not be before the first.")
    elif last - first > LONGEST:
        asked.errors["until"] = gettext("A report covers three years at most. Choose fewer days.")
    else:
        asked.span = DaySpan(first, min(last, asked.today))


def _day(asked: AskedReport, name: str, otherwise: Callable[[], date]) -> date:
    try:
        return date.fromisoformat(asked.written[name]) if asked.written[name] else otherwise()
    except ValueError:
        asked.errors[name] = gettext("Write a day like 2026-11-23.")
        return asked.today


def _read_within(asked: AskedReport) -> None:
    text = asked.written["within"]
    if text and not (text.isascii() and text.isdecimal() and 0 < int(text) <= LONGEST_WAIT):
        asked.errors["within"] = gettext("Write whole seconds, from 1 to {most}.", most=LONGEST_WAIT)
    elif text:
        asked.within = int(text)


def _read_departments(asked: AskedReport, mine: frozenset[str] | None) -> None:
    department, hotline = asked.written["department"], asked.written["hotline"]
    if department and (department not in desk.edition.departments or not (mine is None or department in mine)):
        asked.errors["department"] = gettext("Choose a department of the list.")
        department = ""
    if hotline and hotline not in {line.name for line in desk.hotlines_of(mine)}:
        asked.errors["hotline"] = gettext("Choose a hotline of the list.")
    asked.departments = frozenset({department}) if department else mine
    asked.officers = None if asked.departments is None else officers_of(desk.edition, asked.departments)
    if hotline:
        asked.hotlines = frozenset({hotline})
    elif asked.departments is not None:
        asked.hotlines = frozenset(line.name for line in desk.hotlines_of(asked.departments))
    if asked.hotlines is None:
        asked.listed = {}
    elif len(asked.hotlines) == 1:
        asked.listed = {"hotline": next(iter(asked.hotlines))}
