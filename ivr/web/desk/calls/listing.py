"""Calls: the list with its filters, page by page, and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity

from ivr.storage.calls.listing import CallFilters, list_desk_calls
from ivr.storage.calls.paths import paths_of_calls
from ivr.storage.calls.reading import CallRecord
from ivr.web.desk.calls.chosen import KEPT, CallsWanted, calls_chosen, calls_wanted
from ivr.web.desk.calls.words import ENDINGS, OUTCOMES, CallLine, CallWords, language_names, titles
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.exporting import FORMS, Row, download
from ivr.web.desk.frame.paging import first_page, page_after
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.place_names import PlaceWords
from ivr.web.desk.menus.words import code
from ivr.web.desk.people.signing_in import Page

PAGE = 50
BUNCH = 1000  # calls read at once for a file


def add_calls(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk)
    pages.get("/calls")(views.calls)
    pages.post("/calls")(views.choose_calls)
    pages.get("/calls.<form>")(views.calls_export)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def calls(self) -> Page:
        return self._page(calls_wanted(self.desk, "viewer", PAGE + 1, request.args))

    def choose_calls(self) -> Page:
        """To the address of what the form asks for."""
        wanted = calls_chosen(self.desk, "viewer", request.form)
        if wanted.errors:
            return self._page(wanted)
        return redirect(url_for("desk.calls", **wanted.address), 303)  # type: ignore[arg-type]

    def calls_export(self, form: str) -> Response:
        if form not in FORMS:
            abort(404)
        wanted = calls_wanted(self.desk, "supervisor", BUNCH, request.args)
        if wanted.errors:
            raise UnprocessableEntity
        _audit_number(wanted)
        audit("exported", f"calls.{form}", {name: value for name, value in wanted.asked.items() if value})
        return download(form, "calls", headings(), _rows(self.desk, wanted.filters), self.desk.zone)

    def _page(self, wanted: CallsWanted) -> Page:
        if not wanted.errors:
            _audit_number(wanted)
        found = () if wanted.errors else list_desk_calls(self.desk.database, wanted.filters)
        last = found[PAGE - 1] if len(found) > PAGE else None
        page = render_template(
            "desk/calls/listing.html",
            wanted=wanted,
            lines=_lines(self.desk, CallWords.now(self.desk), found[:PAGE]),
            headings=headings()[:-1],
            choices=_choices(self.desk),
            kept=KEPT,
            any_number=url_for("desk.calls", **_without_number(wanted)),  # type: ignore[arg-type]
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


def _lines(desk: Desk, words: CallWords, calls: Sequence[CallRecord]) -> list[CallLine]:
    paths = paths_of_calls(desk.database, [call.sid for call in calls])
    return [words.line(call, paths.get(call.sid, "")) for call in calls]


def _rows(desk: Desk, filters: CallFilters) -> Iterator[Row]:
    """Every call that the filters choose, as the list shows it. Words are found here: a file is sent after the page."""
    return _cells(desk, CallWords.now(desk), filters)


def _cells(desk: Desk, words: CallWords, filters: CallFilters) -> Iterator[Row]:
    while page := list_desk_calls(desk.database, filters):
        yield from (line.cells() for line in _lines(desk, words, page))
        filters = replace(filters, after=(page[-1].started_at, page[-1].sid))


def _choices(desk: Desk) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from: (value, words) by filter."""
    any_of = [("", gettext("any"))]
    departments = person().departments("viewer")
    mine = {line.name for line in desk.hotlines_of(departments)}
    places = PlaceWords(desk.edition)
    called = places.places()
    names = sorted(name for name in desk.edition.nodes if departments is None or name.partition("/")[0] in departments)
    return {
        "hotline": any_of + [(name, title) for name, title in titles(desk).items() if name in mine],
        "language": any_of + list(language_names(desk).items()),
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
    return {form: url_for("desk.calls_export", form=form, **wanted.address) for form in FORMS}  # type: ignore[arg-type]
