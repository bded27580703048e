"""Messages (voicemail): what callers left for officers who could not be reached; listened to, done, made a case."""

from typing import Literal

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.calls.given import given_before
from ivr.storage.calls.reading import find_call
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import Case, find_cases
from ivr.storage.messages.listing import Message, MessageFilters, find_message, list_desk_messages
from ivr.storage.messages.work import MessageWork
from ivr.web.desk.calls.words import language_names, titles
from ivr.web.desk.cases.forms import seen_version, written
from ivr.web.desk.cases.listing import given_away
from ivr.web.desk.cases.words import DEEDS, KINDS, RECORDINGS
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import after_of, first_page, of_three, page_after
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.frame.showing import department_titles

A_PAGE = 50
Errors = dict[str, str]


@pages.get("/messages", role="supervisor")
def messages() -> Page:
    """The list that the address asks for."""
    found = list_desk_messages(desk.database, _chosen())
    lines = found[:A_PAGE]
    return render_template(
        "desk/messages/listing.html",
        lines=lines,
        given=given_before(desk.database, [(each.key, each.department) for each in lines]),
        titles=department_titles("supervisor"),
        first=first_page(),
        further=_after(lines[-1]) if len(found) > A_PAGE else "",
        recordings=RECORDINGS,
    )


@pages.get("/messages/<call>/<int(max=2147483647):turn>", role="supervisor")
def message(call: str, turn: int) -> Page:
    """The message, the caller's number masked."""
    return _page(_found(call, turn))


@pages.post("/messages/<call>/<int(max=2147483647):turn>/number", role="supervisor")
def show_message_number(call: str, turn: int) -> Page:
    """The same page with the caller's number in it."""
    message = _found(call, turn)
    audit("saw a number", f"{call}/{turn}", department=message.department)
    return _page(message, number=True)


@pages.post("/messages/<call>/<int(max=2147483647):turn>/<deed>", role="supervisor")
def work_on_message(call: str, turn: int, deed: str) -> Page:
    """Do one thing to the message as it was seen; 409, with what others did, when it is not so any more."""
    message = _found(call, turn)
    if deed not in ("done", "undo", "case"):
        abort(404)
    if seen_version() != message.version:
        return _page(message, seen=seen_version()), 409
    if deed == "case" and request.form.get("kind") not in KINDS:
        return _page(message, errors={"kind": gettext("Choose what kind of case it is.")}), 422
    try:
        done = _do(message, deed)
    except WorkConflict:
        return _page(_found(call, turn), seen=seen_version()), 409
    except RecordMissing:
        abort(404)
    audit("worked on a message", f"{call}/{turn}", {"deed": deed}, department=message.department)
    return done


def _do(message: Message, deed: str) -> Page:
    here = url_for("desk.message", call=message.call_sid, turn=message.turn)
    seen, who = seen_version(), person().email
    if deed == "case":
        _work().make_case(message.key, seen, who, request.form["kind"])
        flash(gettext("The message is a case now."), "success")
        return redirect(url_for("desk.case", call=message.call_sid, turn=message.turn))
    do = _work().done if deed == "done" else _work().undo
    do(message.key, seen, who, written("text"))
    flash(gettext("The message is done.") if deed == "done" else gettext("The message waits again."), "success")
    return redirect(here)


def _work() -> MessageWork:
    return MessageWork(desk.database, desk.reference_for, desk.now, desk.promises)


def _found(call: str, turn: int) -> Message:
    found = find_message(desk.database, Key(call, turn))
    if found is None:
        abort(404)
    must("supervisor", found.department)
    return found


def _case(message: Message) -> Case | None:
    """The case that the message became, where it is one of theirs or was."""
    found = find_cases(desk.database, message.became) if message.became else ()
    mine = (case for case in found if person().may("viewer", case.department) or given_away(case))
    return next((case for case in mine if case.key == message.key), None)


def _page(message: Message, *, number: bool = False, errors: Errors | None = None, seen: int | None = None) -> str:
    history = _work().history(message.key)
    return render_template(
        "desk/messages/one_message.html",
        message=message,
        call=find_call(desk.database, message.call_sid),
        given_before=given_before(desk.database, [(message.key, message.department)])[message.key],
        history=history,
        conflict=seen is not None,
        case=_case(message),
        meanwhile=[deed for deed in history if seen is not None and deed.version > seen],
        typed=request.form if request.method == "POST" else {},
        errors=errors or {},
        number=number,
        titles=department_titles("supervisor"),
        pretended=desk.recordings.pretended,
        hotlines=titles(),
        languages_called=language_names(),
        kinds=KINDS,
        deeds=DEEDS,
        recordings=RECORDINGS,
    )


def _chosen() -> MessageFilters:
    """What the address asks for, of the departments that the person works for; those that wait unless it says more."""
    asked = request.args
    states: dict[str, Literal["", "waiting", "done"]] = {"all": "", "done": "done"}
    return MessageFilters(
        department=asked.get("department", ""),
        state=states.get(asked.get("state", ""), "waiting"),
        departments=person().departments("supervisor"),
        after=of_three(after_of()),
        limit=A_PAGE + 1,
    )


def _after(message: Message) -> str:
    return page_after(message.left_at, f"{message.call_sid}~{message.turn}")
