"""Calls: the list with its filters, page by page, and as a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, url_for
from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import UnprocessableEntity

from ivr.logs import mask_number
from ivr.storage.desk_calls import CallFilters, list_desk_calls
from ivr.switchboard.telling import CODES
from ivr.web.desk.auditing import audit
from ivr.web.desk.calls_wanted import CallsWanted, calls_wanted
from ivr.web.desk.desk import Desk
from ivr.web.desk.exporting import FORMS, Row, download
from ivr.web.desk.languages import in_readers_language
from ivr.web.desk.paging import first_page, page_after
from ivr.web.desk.person import person

PAGE = 50
BUNCH = 1000  # calls read at once for a file
OUTCOMES: Mapping[str, tuple[LazyString, str]] = {
    "nothing": (lazy_gettext("nothing done"), "bad"),
    "answered": (lazy_gettext("answered by the system"), "good"),
    "message": (lazy_gettext("message left"), "warning"),
    "officer": (lazy_gettext("officer answered"), "good"),
    "case": (lazy_gettext("case opened"), "warning"),
}
"""How the most that a call did reads, and its colour."""
ENDINGS = ("goodbye", "caller hung up", "carrier ended", "refused", "too long", "failed", "lost")


def add_calls(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk)
    pages.get("/calls")(views.calls)
    pages.get("/calls.<form>")(views.calls_export)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def calls(self) -> tuple[str, int]:
        wanted = calls_wanted(self.desk, "viewer", PAGE + 1)
        found = () if wanted.errors else list_desk_calls(self.desk.database, wanted.filters)
        shown, last = found[:PAGE], found[PAGE - 1 : PAGE] if len(found) > PAGE else ()
        page = render_template(
            "desk/calls.html",
            wanted=wanted,
            calls=shown,
            titles=titles(self.desk),
            languages_of_callers=language_names(self.desk),
            choices=_choices(self.desk),
            outcomes=OUTCOMES,
            code=code,
            first=first_page(),
            next=page_after(last[0].started_at, last[0].sid) if last else "",
            exports=_exports(wanted),
        )
        return page, 422 if wanted.errors else 200

    def calls_export(self, form: str) -> Response:
        if form not in FORMS:
            abort(404)
        wanted = calls_wanted(self.desk, "supervisor", BUNCH)
        if wanted.errors:
            raise UnprocessableEntity
        asked = {name: value for name, value in wanted.asked.items() if value and name != "number"}
        audit("exported", f"calls.{form}", asked)
        return download(form, "calls", headings(), _rows(self.desk, wanted.filters))


def titles(desk: Desk) -> dict[str, str]:
    """The titles of hotlines by name, in the reader's language."""
    return {line.name: in_readers_language(line.title) for line in desk.edition.hotlines.values()}


def language_names(desk: Desk) -> dict[str, str]:
    """What the callers' languages are called, by code."""
    return {code: language.name for code, language in desk.edition.languages.items()}


def code(value: str) -> str:
    """A word of the system in the reader's language; anything else as it is."""
    return str(gettext(value)) if value in CODES else value


def headings() -> list[str]:
    """Those of the list and of its files."""
    return [
        gettext("Began"), gettext("Hotline"), gettext("Caller's number"), gettext("Language"), gettext("Length (s)"),
        gettext("Last place"), gettext("Outcome"), gettext("Ending"), gettext("Call"),
    ]  # fmt: skip


def _rows(desk: Desk, filters: CallFilters) -> Iterator[Row]:
    """Every call that the filters choose, as the list shows it. Texts are made here: a file is sent after the page."""
    hotlines, spoken = titles(desk), language_names(desk)
    outcomes = {name: str(words) for name, (words, _) in OUTCOMES.items()}
    endings = {name: code(name) for name in ENDINGS}
    return _cells(desk, filters, (hotlines, spoken, outcomes, endings))


def _cells(desk: Desk, filters: CallFilters, words: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    hotlines, spoken, outcomes, endings = words
    while page := list_desk_calls(desk.database, filters):
        for call in page:
            yield (
                call.started_at, hotlines.get(call.hotline, call.hotline), mask_number(call.caller),
                spoken.get(call.language, call.language), call.seconds, call.last_node,
                outcomes.get(call.outcome, call.outcome), endings.get(call.ending, call.ending), call.sid,
            )  # fmt: skip
        filters = replace(filters, after=(page[-1].started_at, page[-1].sid))


def _choices(desk: Desk) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from: (value, words) by filter."""
    any_of = [("", gettext("any"))]
    mine = {line.name for line in desk.hotlines_of(person().departments("viewer"))}
    return {
        "hotline": any_of + [(name, title) for name, title in titles(desk).items() if name in mine],
        "language": any_of + list(language_names(desk).items()),
        "outcome": any_of + [(name, str(words)) for name, (words, _) in OUTCOMES.items()],
        "ending": any_of + [(name, code(name)) for name in ENDINGS],
        "places": [(name, "") for name in _places(desk)],
    }


def _places(desk: Desk) -> list[str]:
    departments = person().departments("viewer")
    nodes = desk.edition.nodes
    return sorted(name for name in nodes if departments is None or name.partition("/")[0] in departments)


def _exports(wanted: CallsWanted) -> dict[str, str]:
    """The addresses of the files of what is shown, for those who may have them."""
    if wanted.errors or not g.person.may_open("supervisor"):
        return {}
    asked: dict[str, Any] = {name: value for name, value in wanted.asked.items() if value}
    return {form: url_for("desk.calls_export", form=form, **asked) for form in FORMS}
