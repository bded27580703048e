"""One call: what the caller heard and did, step by step, and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, render_template, url_for

from ivr.engine.edition import Edition
from ivr.engine.events import MessageLeft
from ivr.errors import EditionMissing
from ivr.logs import NO_NUMBER
from ivr.storage.accounts import Role
from ivr.storage.desk_calls import call_in_scope
from ivr.storage.desk_cases import cases_of_call
from ivr.storage.reading import CallRecord, call_entries, find_call
from ivr.switchboard.masking import without_numbers
from ivr.switchboard.ports import Entry
from ivr.switchboard.replaying import Replay, replay_of
from ivr.web.desk.auditing import audit
from ivr.web.desk.call_steps import steps_of
from ivr.web.desk.calls import OUTCOMES, code, language_names, titles
from ivr.web.desk.calls_wanted import scope_of
from ivr.web.desk.desk import Desk
from ivr.web.desk.person import person
from ivr.web.desk.showing import HONG_KONG


@dataclass(frozen=True)
class Left:
    """Something the caller left: a case (with its reference) or a message, its page, and where to listen to it."""

    reference: str
    page: str
    sound: str


def add_call(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk)
    pages.get("/calls/<sid>")(views.call)
    pages.post("/calls/<sid>/numbers")(views.call_numbers)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def call(self, sid: str) -> str:
        return self._page(self._found(sid, "viewer"), numbers=False)

    def call_numbers(self, sid: str) -> str:
        """The same page with the numbers in it; a GET shows them masked again."""
        call = self._found(sid, "supervisor")
        audit("saw a number", call.sid, department=self.desk.department_of(call.hotline))
        return self._page(call, numbers=True)

    def _found(self, sid: str, role: Role) -> CallRecord:
        """The call, if the person holds the role for it; otherwise it is as if it were not there."""
        call = find_call(self.desk.database, sid)
        if call is None or call.sid != sid or not call_in_scope(self.desk.database, sid, scope_of(self.desk, role)):
            abort(404)
        return call

    def _page(self, call: CallRecord, numbers: bool) -> str:
        entries = call_entries(self.desk.database, call.sid)
        masked = entries if numbers else tuple(without_numbers(entry) for entry in entries)
        edition = _edition_of(self.desk, call)
        supervisor = call_in_scope(self.desk.database, call.sid, scope_of(self.desk, "supervisor"))
        replay = replay_of(masked, edition)
        return render_template(
            "desk/call.html",
            call=call,
            numbers=numbers,
            may_see_numbers=supervisor and not numbers,
            steps=list(steps_of(masked, edition)),
            left=[*_cases(self.desk, call), *_messages(entries)],
            title=titles(self.desk).get(call.hotline, call.hotline),
            language=language_names(self.desk).get(call.language, call.language),
            outcome=OUTCOMES.get(call.outcome),
            code=code,
            replay=replay,
            replay_address=_replay_address(self.desk, call, replay),
            same_edition=call.edition == self.desk.edition.hash,
            node_pages=_node_pages(self.desk, entries),
            edition_page=page_of("menu_edition", edition=call.edition) if edition else "",
        )


def page_of(endpoint: str, **values: Any) -> str:
    """The address of a page of the desk; empty as long as there is none."""
    return url_for(f"desk.{endpoint}", **values) if f"desk.{endpoint}" in current_app.view_functions else ""


def _edition_of(desk: Desk, call: CallRecord) -> Edition | None:
    try:
        return desk.shelf.by_hash(call.edition)
    except EditionMissing:
        return None


def _cases(desk: Desk, call: CallRecord) -> Iterator[Left]:
    for case in cases_of_call(desk.database, call.sid):
        if person().may("viewer", case.department):
            page = page_of("case", call=call.sid, turn=case.turn)
            yield Left(case.reference, page, _sound(call.sid, case.turn, case.department, case.recording))


def _messages(entries: Iterable[Entry]) -> Iterator[Left]:
    for entry in entries:
        for event in entry.events:
            department = event.node.partition("/")[0] if isinstance(event, MessageLeft) else ""
            if isinstance(event, MessageLeft) and entry.turn and person().may("supervisor", department):
                page = page_of("message", call=entry.call_sid, turn=entry.turn)
                yield Left("", page, _sound(entry.call_sid, entry.turn, department, event.recording))


def _sound(sid: str, turn: int, department: str, recording: str) -> str:
    """Where a recording is played from; empty when there is none, or not for this person."""
    mine = recording and person().may("supervisor", department)
    return page_of("recording", call=sid, turn=turn) if mine else ""


def _node_pages(desk: Desk, entries: Iterable[Entry]) -> dict[str, str]:
    """Where the menu of each node is shown, for those of the person's departments."""
    found = {}
    for node in {entry.node for entry in entries}:
        department = node.partition("/")[0]
        if "/" in node and department in desk.edition.departments and person().may("viewer", department):
            found[node] = page_of("menu_tree", department=department)
    return {node: address for node, address in found.items() if address}


def _replay_address(desk: Desk, call: CallRecord, replay: Replay) -> str:
    """The test telephone, told to do the same at the same time of day; what is behind # never leaves the browser."""
    numbers = [line.number for line in desk.edition.hotlines.values() if line.name == call.hotline]
    allowed = desk.settings.mode == "demo" or person().may_open("editor")  # as the test telephone itself
    if not allowed or not numbers or not replay.acts:
        return ""
    chosen = {
        "hotline": numbers[0],
        "origin": "anonymous" if call.caller.lower() in NO_NUMBER else "hong kong",
        "at": call.started_at.astimezone(HONG_KONG).strftime("%Y-%m-%dT%H:%M"),
    }
    return f"{url_for('phone.show')}#{urlencode([*chosen.items(), *(('act', act) for act in replay.acts)])}"
