"""Messages (voicemail): what callers left for officers who could not be reached; listened to, done, made a case."""

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.calls.given import given_before
from ivr.storage.calls.reading import find_call
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import Case, find_cases
from ivr.storage.messages.listing import Message, MessageFilters, find_message, list_desk_messages
from ivr.storage.messages.work import MessageWork
from ivr.web.desk.calls.words import language_names, titles
from ivr.web.desk.cases.finding import given_away
from ivr.web.desk.cases.owners import department_titles
from ivr.web.desk.cases.sent_forms import of_three, seen_version, written
from ivr.web.desk.cases.words import DEEDS, KINDS, RECORDINGS
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.paging import after_of, first_page, page_after
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.people.signing_in import Page

A_PAGE = 50
Errors = dict[str, str]


def add_messages(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk)
    pages.get("/messages")(views.messages)
    pages.get("/messages/<call>/<int(max=2147483647):turn>")(views.message)
    pages.post("/messages/<call>/<int(max=2147483647):turn>/number")(views.show_message_number)
    pages.post("/messages/<call>/<int(max=2147483647):turn>/<deed>")(views.work_on_message)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def messages(self) -> Page:
        found = list_desk_messages(self.desk.database, _chosen())
        lines = found[:A_PAGE]
        return render_template(
            "desk/messages/listing.html",
            lines=lines,
            given=given_before(self.desk.database, [(each.key, each.department) for each in lines]),
            titles=department_titles(self.desk, "supervisor"),
            first=first_page(),
            further=_after(lines[-1]) if len(found) > A_PAGE else "",
            recordings=RECORDINGS,
        )

    def message(self, call: str, turn: int) -> Page:
        return self._page(self._found(call, turn))

    def show_message_number(self, call: str, turn: int) -> Page:
        message = self._found(call, turn)
        audit("saw a number", f"{call}/{turn}", department=message.department)
        return self._page(message, number=True)

    def work_on_message(self, call: str, turn: int, deed: str) -> Page:
        """Do one thing to the message as it was seen; 409, with what others did, when it is not so any more."""
        message = self._found(call, turn)
        if deed not in ("done", "undo", "case"):
            abort(404)
        if seen_version() != message.version:
            return self._page(message, seen=seen_version()), 409
        if deed == "case" and request.form.get("kind") not in KINDS:
            return self._page(message, errors={"kind": gettext("Choose what kind of case it is.")}), 422
        try:
            done = self._do(message, deed)
        except WorkConflict:
            return self._page(self._found(call, turn), seen=seen_version()), 409
        except RecordMissing:
            abort(404)
        audit("worked on a message", f"{call}/{turn}", {"deed": deed}, department=message.department)
        return done

    def _do(self, message: Message, deed: str) -> Page:
        here = url_for("desk.message", call=message.call_sid, turn=message.turn)
        seen, who = seen_version(), person().email
        if deed == "case":
            self._work.make_case(message.key, seen, who, request.form["kind"])
            flash(gettext("The message is a case now."), "success")
            return redirect(url_for("desk.case", call=message.call_sid, turn=message.turn))
        do = self._work.done if deed == "done" else self._work.undo
        do(message.key, seen, who, written("text"))
        flash(gettext("The message is done.") if deed == "done" else gettext("The message waits again."), "success")
        return redirect(here)

    @property
    def _work(self) -> MessageWork:
        return MessageWork(self.desk.database, self.desk.reference_for, self.desk.now, self.desk.promises)

    def _found(self, call: str, turn: int) -> Message:
        found = find_message(self.desk.database, Key(call, turn))
        if found is None:
            abort(404)
        must("supervisor", found.department)
        return found

    def _case(self, message: Message) -> Case | None:
        """The case that the message became, where it is one of theirs or was."""
        found = find_cases(self.desk.database, message.became) if message.became else ()
        mine = (case for case in found if person().may("viewer", case.department) or given_away(self.desk, case))
        return next((case for case in mine if case.key == message.key), None)

    def _page(
        self, message: Message, *, number: bool = False, errors: Errors | None = None, seen: int | None = None
    ) -> str:
        history = self._work.history(message.key)
        return render_template(
            "desk/messages/one_message.html",
            message=message,
            call=find_call(self.desk.database, message.call_sid),
            given_before=given_before(self.desk.database, [(message.key, message.department)])[message.key],
            history=history,
            conflict=seen is not None,
            case=self._case(message),
            meanwhile=[deed for deed in history if seen is not None and deed.version > seen],
            typed=request.form if request.method == "POST" else {},
            errors=errors or {},
            number=number,
            titles=department_titles(self.desk, "supervisor"),
            pretended=self.desk.recordings.pretended,
            hotlines=titles(self.desk),
            languages_called=language_names(self.desk),
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
