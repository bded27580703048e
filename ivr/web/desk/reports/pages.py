"""The page of reports and its files."""

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, render_template, url_for
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity

from ivr.authoring.drawing.captions import key_shown
from ivr.reports.month import Report, report
from ivr.reports.repeats import MOST_CALLERS
from ivr.reports.volume import volume_in_short
from ivr.web.desk.calls.words import language_names, titles
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import FORMS, download, download_book
from ivr.web.desk.frame.languages import in_readers_language
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.place_names import PlaceWords
from ivr.web.desk.frame.sealing import derived
from ivr.web.desk.frame.showing import department_titles
from ivr.web.desk.menus.outline import OutlineBranch, outline_of_department
from ivr.web.desk.reports.asked import AskedReport, asked_for
from ivr.web.desk.reports.book import counted, sheets_of
from ivr.web.desk.reports.calls import CallTables
from ivr.web.desk.reports.cases import cases_section
from ivr.web.desk.reports.menus import MenuTables
from ivr.web.desk.reports.pledges import pledges_section
from ivr.web.desk.reports.ratings import ratings_section
from ivr.web.desk.reports.spans import MOST_DAYS, DaySpan, month_before, this_month, week_before, year_before
from ivr.web.desk.reports.table import Section, link

MOST_ROWS = 50  # of a table on the page; its file has all
MOST_TREES = 6  # departments whose trees are drawn unasked
SHADES = (0.000_001, 0.02, 0.05, 0.1, 0.2)  # from which share who gave up at a place it is a shade darker


@dataclass(frozen=True)
class _Made:
    """A report with the sections of its page."""

    asked: AskedReport
    report: Report
    sections: tuple[Section, ...]


@pages.get("/reports", role="viewer")
def reports() -> tuple[str, int]:
    """The figures of the days that the address asks for."""
    asked = asked_for("viewer")
    made = None if asked.errors else _make(asked)
    page = render_template(
        "desk/reports/reports.html",
        asked=asked,
        made=made,
        quick=list(_quick(asked)),
        choices=_choices(),
        counted=counted(asked),
        trees=_trees(asked, made.report) if made else {},
        key_shown=key_shown,
        calls_address=asked.menus_list,
        most_rows=MOST_ROWS,
        shades=SHADES,
        now=desk.now(),
        may_export=person().may_open("supervisor"),
    )
    return page, 422 if asked.errors else 200


@pages.get("/reports/<table>.<form>", role="supervisor")
def reports_export(table: str, form: str) -> Response:
    """One table, all its rows."""
    if form not in FORMS:
        abort(404)
    made = _exported()
    found = next((one for section in made.sections for one in section.tables if one.name == table), None)
    if found is None:
        abort(404)
    audit("exported", f"reports/{table}.{form}", made.asked.address)
    return download(form, _file_name(table, made.asked), found.headings, found.plain(), desk.zone)


@pages.get("/reports.<form>", role="supervisor")
def reports_book(form: str) -> Response:
    """Every table, a sheet each; only a workbook has sheets."""
    if form != "xlsx":
        abort(404)
    made = _exported()
    audit("exported", "reports.xlsx", made.asked.address)
    sheets = sheets_of(made.asked, made.sections)
    return download_book(_file_name("report", made.asked), sheets, desk.zone)


def _exported() -> _Made:
    asked = asked_for("supervisor")
    if asked.errors:
        raise UnprocessableEntity
    return _make(asked)


def _make(asked: AskedReport) -> _Made:
    key = derived(desk.settings.secret_keys[0], "repeat callers")
    callers = MOST_CALLERS if asked.span.days <= MOST_DAYS else 0
    found = report(desk.database, asked.calls, key, asked.within, asked.menus, callers)
    before = volume_in_short(desk.database, asked.before)
    calls = CallTables(asked, found.volume, before, titles(), language_names())
    places = PlaceWords(desk.edition).places()
    menus = MenuTables(asked, found, desk.edition, places)
    rated = ratings_section(desk.database, asked, places)
    rung = calls.sections() if asked.hotlines != frozenset() else ()
    cases, pledged = cases_section(desk.database, asked, desk.now()), pledges_section(desk.database, asked)
    return _Made(asked, found, (*rung, *menus.sections(), *rated, cases, *pledged))


def _quick(asked: AskedReport) -> Iterator[tuple[str, str, bool]]:
    """The spans most asked for: words, address, and whether it is the one shown."""
    others = {name: value for name, value in asked.written.items() if value and name not in ("since", "until")}
    spans: tuple[tuple[str, Callable[[date], DaySpan]], ...] = (
        (gettext("Last month"), month_before),
        (gettext("This month"), this_month),
        (gettext("Last seven days"), week_before),
        (gettext("Last twelve months"), year_before),
    )
    for words, span_of in spans:
        span = span_of(asked.today)
        yield words, link(url_for("desk.reports"), others | span.address()), span == asked.span and not asked.errors


def _choices() -> dict[str, list[tuple[str, str]]]:
    lines, named = desk.hotlines_of(person().departments("viewer")), titles()
    departments = department_titles("viewer")
    return {
        "hotline": [("", gettext("all")), *((line.name, named[line.name]) for line in lines)],
        "department": [("", gettext("all")), *((name, in_readers_language(one)) for name, one in departments.items())],
    }


def _trees(asked: AskedReport, found: Report) -> Mapping[str, tuple[str, tuple[OutlineBranch, ...], Mapping[str, int]]]:
    """By department: its title, its menu as an outline, and how dark each place is by the share who gave up there."""
    used = {name.partition("/")[0] for name in found.nodes}
    mine = [name for name in department_titles("viewer") if name in used]
    mine = [name for name in mine if asked.departments is None or name in asked.departments]
    if len(mine) > MOST_TREES:
        return {}
    shades = {name: bisect(SHADES, use.gave_up_rate.value or 0) for name, use in found.nodes.items()}
    edition = desk.edition
    return {
        name: (in_readers_language(edition.departments[name].title), outline_of_department(edition, name), shades)
        for name in mine
    }


def _file_name(name: str, asked: AskedReport) -> str:
    return f"{name}-{asked.span.first}-{asked.span.last}"
