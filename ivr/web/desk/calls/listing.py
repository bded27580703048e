"""Calls: the list with its filters, page by page, and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import Response, abort, g, redirect, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity

from ivr.storage.calls.listing import CallFilters, list_desk_calls
from ivr.storage.calls.paths import paths_of_calls
from ivr.storage.calls.reading import CallRecord
from ivr.storage.database.transactions import Database
from ivr.web.desk.calls.chosen import CallsWanted, calls_chosen, calls_wanted
from ivr.web.desk.calls.words import ENDINGS, OUTCOMES, CallLine, CallWords, language_names, titles
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import FORMS, Row, download
from ivr.web.desk.frame.menu_words import code
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import first_page, list_address, page_after
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.place_names import PlaceWords
from ivr.web.desk.frame.sought_numbers import KEPT

PAGE = 50
BUNCH = 1000  # calls read at once for a file


@pages.get("/calls", role="viewer")
def calls() -> Page:
    """The list that the address asks for; of a number only in part, and audited."""
    return _page(calls_wanted("viewer", PAGE + 1, request.args))


@pages.post("/calls", role="viewer")
def choose_calls() -> Page:
    """To the address of what the form asks for."""
    wanted = calls_chosen("viewer", request.form)
    if wanted.errors:
        return _page(wanted)
    return redirect(list_address("desk.calls", wanted.address), 303)


@pages.get("/calls.<form>", role="supervisor")
def calls_export(form: str) -> Response:
    """The same list as a file."""
    if form not in FORMS:
        abort(404)
    wanted = calls_wanted("supervisor", BUNCH, request.args)
    if wanted.errors:
        raise UnprocessableEntity
    _audit_number(wanted)
    audit("exported", f"calls.{form}", {name: value for name, value in wanted.asked.items() if value})
    return download(form, "calls", headings(), _rows(desk.database, CallWords.now(), wanted.filters), desk.zone)


def _page(wanted: CallsWanted) -> Page:
    if not wanted.errors:
        _audit_number(wanted)
    found = () if wanted.errors else list_desk_calls(desk.database, wanted.filters)
    last = found[PAGE - 1] if len(found) > PAGE else None
    page = render_template(
        "desk/calls/listing.html",
        wanted=wanted,
        lines=_lines(desk.database, CallWords.now(), found[:PAGE]),
        headings=headings()[:-1],
        choices=_choices(),
        kept=KEPT,
        any_number=list_address("desk.calls", _without_number(wanted)),
        first=first_page(),
        next=page_after(last.started_at, last.sid) if last else "",
        exports=_exports(wanted),
    )
    return page, 422 if wanted.errors else 200


def headings() -> list[str]:
    """Those of the list and of its files; the last, the call's name, is where a line of the list leads."""
    return [
        gettext("Began"), gettext("Hotline"), gettext("Caller's number"), gettext("Language"), gettext("Length (s)"),
        gettext("Keys and words"), gettext("Last place"), gettext("Outcome"), gettext("Ending"), gettext("Call"),
    ]  # fmt: skip


def _audit_number(wanted: CallsWanted) -> None:
    if wanted.number:
        audit("looked for a number", wanted.number, {name: value for name, value in wanted.asked.items() if value})


def _lines(database: Database, words: CallWords, calls: Sequence[CallRecord]) -> list[CallLine]:
    paths = paths_of_calls(database, [call.sid for call in calls])
    return [words.line(call, paths.get(call.sid, "")) for call in calls]


def _rows(database: Database, words: CallWords, filters: CallFilters) -> Iterator[Row]:
    """Every call that the filters choose, as the list shows it; words and all, for a file is sent after the page."""
    while calls := list_desk_calls(database, filters):
        yield from (line.cells() for line in _lines(database, words, calls))
        filters = replace(filters, after=(calls[-1].started_at, calls[-1].sid))


def _choices() -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from: (value, words) by filter."""
    any_of = [("", gettext("any"))]
    departments = person().departments("viewer")
    mine = {line.name for line in desk.hotlines_of(departments)}
    places = PlaceWords(desk.edition)
    called = places.places()
    names = sorted(name for name in called if departments is None or name.partition("/")[0] in departments)
    return {
        "hotline": any_of + [(name, title) for name, title in titles().items() if name in mine],
        "language": any_of + list(language_names().items()),
        "outcome": any_of + [(name, str(words)) for name, (words, _) in OUTCOMES.items()],
        "ending": any_of + [(name, code(name)) for name in ENDINGS],
        "now": [*any_of, ("1", gettext("yes")), ("0", gettext("no"))],
        "places": [(name, called[name]) for name in names],
        "topics": [(words, "") for words in places.labels(names)],
    }


def _without_number(wanted: CallsWanted) -> dict[str, str]:
    return {name: value for name, value in wanted.address.items() if name != "number"}


def _exports(wanted: CallsWanted) -> dict[str, str]:
    """The addresses of the files of what is shown, for those who may have them."""
    if wanted.errors or not g.person.may_open("supervisor"):
        return {}
    return {form: list_address("desk.calls_export", wanted.address, form=form) for form in FORMS}
