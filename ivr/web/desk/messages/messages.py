"""Messages (voicemail): what callers left for officers who could not be reached; listened to, done, made a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.calls.given import given_before
from ivr.storage.calls.reading import CallRecord, find_call
from ivr.storage.cases.correcting import corrections_of
from ivr.storage.cases.history import Deed, Key
from ivr.storage.cases.listing import Case, find_cases
from ivr.storage.messages.listing import Message, MessageFilters, added_to, find_message, list_desk_messages
from ivr.storage.messages.transcripts import MachineTranscript
from ivr.storage.messages.work import MessageWork
from ivr.web.desk.cases import words
from ivr.web.desk.cases.correcting import as_kept, correctable, corrected_in_words, wrong_correction
from ivr.web.desk.cases.forms import seen_version, written
from ivr.web.desk.cases.listing import given_away
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import after_of, first_page, of_three, page_after
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.frame.showing import department_titles
from ivr.web.desk.messages.transcripts import read_transcript

A_PAGE = 50
Errors = dict[str, str]


@dataclass(frozen=True)
class MessagePage:
    """A message as its page shows it.

    After a form that was not kept, with `errors`, or with what others did since it had the version `seen`. With the
    caller's `number` in full, or masked.
    """

    message: Message
    errors: Errors = field(default_factory=dict)
    seen: int | None = None
    number: bool = False

    def html(self) -> str:
        """The page."""
        return render_template("desk/messages/one_message.html", page=self, words=words)

    @property
    def typed(self) -> Mapping[str, str]:
        """What was written into the form."""
        return request.form if request.method == "POST" else {}

    @cached_property
    def call(self) -> CallRecord | None:
        """The call that it was left in, as long as that is on record."""
        return find_call(desk.database, self.message.call_sid)

    @property
    def given_before(self) -> Mapping[str, str]:
        """What the caller gave before."""
        key = self.message.key
        return given_before(desk.database, [(key, self.message.department)])[key]

    @property
    def history(self) -> Sequence[Deed]:
        """All that was done."""
        return _work().history(self.message.key)

    @property
    def meanwhile(self) -> Sequence[Deed] | None:
        """What was done since the form was opened; None where that is not asked."""
        seen = self.seen
        return None if seen is None else [deed for deed in self.history if deed.version > seen]

    @property
    def case(self) -> Case | None:
        """The case that it became, where that is one of theirs or was."""
        found = find_cases(desk.database, self.message.became) if self.message.became else ()
        mine = (case for case in found if person().may("viewer", case.department) or given_away(case))
        return next((case for case in mine if case.key == self.message.key), None)

    @property
    def corrected(self) -> Mapping[int, str]:
        """What was corrected, by version."""
        return corrected_in_words(corrections_of(desk.database, "message", self.message.key), numbers=self.number)

    @property
    def correctable(self) -> Sequence[tuple[str, str]]:
        """What can be corrected."""
        return correctable(self.message)

    @cached_property
    def transcript(self) -> MachineTranscript | None:
        """What a machine wrote down of it."""
        return read_transcript(self.message.recording, *self.message.key, self.message.department)

    @cached_property
    def added(self) -> Sequence[Message]:
        """The recordings that the caller added."""
        return added_to(desk.database, self.message.key)

    def transcript_of(self, part: Message) -> MachineTranscript | None:
        """What a machine wrote down of one of these."""
        return read_transcript(part.recording, *part.key, self.message.department)

    @property
    def pretended(self) -> bool:
        """Whether a tone stands for what the caller recorded."""
        return desk.recordings.pretended


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
    )


@pages.get("/messages/<call>/<int(max=2147483647):turn>", role="supervisor")
def message(call: str, turn: int) -> Page:
    """The message, the caller's number masked."""
    return MessagePage(_found(call, turn)).html()


@pages.post("/messages/<call>/<int(max=2147483647):turn>/number", role="supervisor")
def show_message_number(call: str, turn: int) -> Page:
    """The same page with the caller's number in it."""
    message = _found(call, turn)
    audit("saw a number", f"{call}/{turn}", department=message.department)
    return MessagePage(message, number=True).html()


@pages.post("/messages/<call>/<int(max=2147483647):turn>/<deed>", role="supervisor")
def work_on_message(call: str, turn: int, deed: str) -> Page:
    """Do one thing to the message as it was seen; 409, with what others did, when it is not so any more."""
    message = _found(call, turn)
    if deed not in ("done", "undo", "case", "correct"):
        abort(404)
    if seen_version() != message.version:
        return MessagePage(message, seen=seen_version()).html(), 409
    if deed == "case" and request.form.get("kind") not in words.KINDS:
        return MessagePage(message, errors={"kind": gettext("Choose what kind of case it is.")}).html(), 422
    if deed == "correct" and (wrong := _wrong_correction(message)):
        return MessagePage(message, errors=wrong).html(), 422
    try:
        done = _do(message, deed)
    except WorkConflict:
        return MessagePage(_found(call, turn), seen=seen_version()).html(), 409
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
    if deed == "correct":
        field = written("field")
        _work().correct(message.key, seen, who, field, as_kept(field, written("value")) or "", written("correct_why"))
        flash(gettext("It is corrected."), "success")
        return redirect(here)
    do = _work().done if deed == "done" else _work().undo
    do(message.key, seen, who, written("text"))
    flash(gettext("The message is done.") if deed == "done" else gettext("The message waits again."), "success")
    return redirect(here)


def _wrong_correction(message: Message) -> Errors:
    missing = {} if written("correct_why") else {"correct_why": gettext("Write something here.")}
    return wrong_correction(message, written("field"), written("value")) | missing


def _work() -> MessageWork:
    return MessageWork(desk.database, desk.reference_for, desk.now, desk.promises)


def _found(call: str, turn: int) -> Message:
    found = find_message(desk.database, Key(call, turn))
    if found is None:
        abort(404)
    must("supervisor", found.department)
    return found


def _chosen() -> MessageFilters:
    """What the address asks for, of the departments that the person works for; those that wait unless it says more."""
    asked = request.args
    states: dict[str, Literal["", "waiting", "done"]] = {"all": "", "done": "done"}
    return MessageFilters(
        department=asked.get("department", ""),
        state=states.get(asked.get("state", ""), "waiting"),
        text=asked.get("text", "").strip(),
        departments=person().departments("supervisor"),
        after=of_three(after_of()),
        limit=A_PAGE + 1,
    )


def _after(message: Message) -> str:
    return page_after(message.left_at, f"{message.call_sid}~{message.turn}")
