"""One case: what the caller left, the call it came of, its whole history, and everything done about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.calls.given import given_before
from ivr.storage.calls.reading import CallRecord, find_call
from ivr.storage.cases.correcting import corrections_of
from ivr.storage.cases.history import Deed, Key
from ivr.storage.cases.listing import Case, cases_of_call
from ivr.storage.cases.totals import Cause
from ivr.storage.cases.work import CaseWork
from ivr.storage.messages.listing import Message, added_to
from ivr.storage.messages.transcripts import MachineTranscript
from ivr.storage.people.accounts import Account, Role
from ivr.web.desk.cases import words
from ivr.web.desk.cases.answering import ANSWERING, ON_ITS_WAY, CaseAnswers
from ivr.web.desk.cases.correcting import as_kept, correctable, corrected_in_words
from ivr.web.desk.cases.forms import (
    FIELDS,
    MOMENTS,
    Choices,
    Errors,
    moment_of,
    offered,
    owners_of,
    seen_version,
    texts_of,
    wrong_in,
)
from ivr.web.desk.cases.listing import causes_of, given_away
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.frame.showing import department_title
from ivr.web.desk.messages.transcripts import read_transcript


@dataclass(frozen=True)
class CasePage:
    """A case as its page shows it.

    After a form that was not kept, `deed` is what it was to do, and `errors` what is wrong with it, or `meanwhile` what
    others did since it was opened. With the caller's `number` in full, or masked.
    """

    case: Case
    deed: str = ""
    errors: Errors = field(default_factory=dict)
    meanwhile: Sequence[Deed] | None = None
    number: bool = False

    def html(self) -> str:
        """The page."""
        return render_template("desk/cases/one_case.html", page=self, words=words)

    @property
    def typed(self) -> Mapping[str, str]:
        """What was written into the form."""
        return request.form if self.deed else {}

    @property
    def fields(self) -> Sequence[str]:
        """The names of the form's fields."""
        return FIELDS.get(self.deed, ())

    @property
    def works(self) -> bool:
        """Whether the person works on the case."""
        return person().may("supervisor", self.case.department)

    @property
    def offered(self) -> Sequence[str]:
        """The forms that the page has."""
        return offered(self.case) if self.works else ()

    @cached_property
    def call(self) -> CallRecord | None:
        """The call that it was left in, as long as that is on record."""
        return find_call(desk.database, self.case.call_sid)

    @property
    def given_before(self) -> Mapping[str, str]:
        """What the caller gave before."""
        key = self.case.key
        return given_before(desk.database, [(key, self.case.department)])[key]

    @cached_property
    def history(self) -> Sequence[Deed]:
        """All that was done."""
        return _work().history(self.case.key)

    @cached_property
    def answers(self) -> CaseAnswers:
        """How it is answered from here."""
        return CaseAnswers(self.case, self.history)

    @property
    def urgency(self) -> str:
        """How pressing it is; see `words.urgency`."""
        return words.urgency(self.case, desk.now())

    @property
    def owners(self) -> Sequence[Account]:
        """Who may own it."""
        return owners_of(frozenset({self.case.department}))

    @property
    def others(self) -> Mapping[str, Mapping[str, str]]:
        """The departments that it may be handed over to, with their titles."""
        everyone = desk.edition.departments.items()
        return {name: one.title for name, one in everyone if name != self.case.department}

    @property
    def causes(self) -> Sequence[Cause]:
        """Causes to choose from: those of the department's other cases."""
        return causes_of(frozenset({self.case.department})).found

    @property
    def corrected(self) -> Mapping[int, str]:
        """What was corrected, by version."""
        return corrected_in_words(corrections_of(desk.database, "case", self.case.key), numbers=self.number)

    @property
    def correctable(self) -> Sequence[tuple[str, str]]:
        """What can be corrected."""
        return correctable(self.case)

    @cached_property
    def transcript(self) -> MachineTranscript | None:
        """What a machine wrote down of what the caller said."""
        return read_transcript(self.case.recording, *self.case.key, self.case.department)

    @cached_property
    def added(self) -> Sequence[Message]:
        """The recordings that the caller added."""
        return added_to(desk.database, self.case.key)

    def transcript_of(self, part: Message) -> MachineTranscript | None:
        """What a machine wrote down of one of these."""
        return read_transcript(part.recording, *part.key, self.case.department)

    @property
    def pretended(self) -> bool:
        """Whether a tone stands for what the caller recorded."""
        return desk.recordings.pretended


@pages.get("/cases/<call>/<int(max=2147483647):turn>", role="viewer")
def case(call: str, turn: int) -> Page:
    """The case, or where it went when the person's department handed it over."""
    case, given = _case_at(call, turn, "viewer")
    return _given_away(case, given) if given else CasePage(case).html()


@pages.post("/cases/<call>/<int(max=2147483647):turn>/number", role="supervisor")
def show_case_number(call: str, turn: int) -> Page:
    """The same page with the caller's number in it."""
    case, _ = _case_at(call, turn, "supervisor")
    must("supervisor", case.department)
    audit("saw a number", case.reference, {"call": call}, department=case.department)
    return CasePage(case, number=True).html()


@pages.post("/cases/<call>/<int(max=2147483647):turn>/<deed>", role="supervisor")
def work_on_case(call: str, turn: int, deed: str) -> Page:
    """Do one thing to the case as it was seen; 409, with what others did meanwhile, when it is not so any more."""
    if deed not in FIELDS:
        abort(404)
    case, given = _case_at(call, turn, "supervisor")
    if given:
        return _given_away(case, given), 409
    if _seen(case) != case.version:
        meanwhile = [each for each in _work().history(case.key) if each.version > seen_version()]
        return CasePage(case, deed, meanwhile=meanwhile).html(), 409
    texts, page = texts_of(deed), CasePage(case)
    choices = Choices([account.email for account in page.owners], page.others, page.answers.wrong_in)
    if errors := wrong_in(case, deed, texts, desk.now(), choices):
        return CasePage(case, deed, errors).html(), 422
    try:
        _do(case, deed, texts)
    except WorkConflict:
        return work_on_case(call, turn, deed)  # it is not as it was seen: the same form is a conflict now
    except RecordMissing:
        abort(404)
    audit("worked on a case", case.reference, {"deed": deed}, department=case.department)
    return _done(case, deed, texts)


def _case_at(call: str, turn: int, role: Role) -> tuple[Case, Deed | None]:
    """The case of a turn for somebody who holds `role` in its department; 404 when it is not there for them.

    Where their department handed it over, with what says so: then the case itself is not for them any more.
    """
    found = next((case for case in cases_of_call(desk.database, call) if case.key == Key(call, turn)), None)
    if found is None:
        abort(404)
    if person().may(role, found.department):
        return found, None
    deed = given_away(found)
    return (found, deed) if deed else abort(404)


def _seen(case: Case) -> int:
    """The version that the person saw; the one of now, where all that was done since is that a reply of theirs went."""
    seen = seen_version()
    since = [deed for deed in _work().history(case.key) if deed.version > seen]
    return case.version if seen >= 0 and since and all("sent" in deed.details for deed in since) else seen


def _do(case: Case, deed: str, texts: Mapping[str, str]) -> None:
    if deed in ANSWERING:
        ANSWERING[deed](case, _seen(case), texts)
        return
    work = _work()
    doing: Mapping[str, Callable[..., None]] = {
        "assign": work.assign,
        "note": work.note,
        "acknowledge": work.acknowledge,
        "reply": work.reply,
        "settle": work.settle,
        "classify": work.classify,
        "correct": work.correct,
        "hand-over": work.hand_over,
        "close": work.close,
        "reopen": work.reopen,
    }
    if texts.get("heard"):
        texts = {**texts, "heard": CaseAnswers(case, ()).wording.language}
    said = [_told(text) if name in MOMENTS else text for name, text in texts.items()]
    if deed == "correct":
        said[1] = as_kept(texts["field"], texts["value"]) or ""
    giver = [case.department] if deed == "hand-over" else []
    doing[deed](case.key, _seen(case), person().email, *giver, *said)


def _done(case: Case, deed: str, texts: Mapping[str, str]) -> Page:
    if deed in ON_ITS_WAY:
        flash(ON_ITS_WAY[deed], "success")
    elif deed != "hand-over":
        flash(gettext("It is written into the history of the case."), "success")
    elif (department := texts["department"]) and not person().may("viewer", department):
        title = department_title(department)
        said = gettext("The case {reference} is with {title} now.", reference=case.reference, title=title)
        flash(said, "success")
        return redirect(url_for("desk.cases"))
    else:
        flash(gettext("The case is handed over."), "success")
    return redirect(url_for("desk.case", call=case.call_sid, turn=case.turn))


def _work() -> CaseWork:
    return CaseWork(desk.database, desk.now, desk.promises)


def _given_away(case: Case, given: Deed) -> str:
    """Where it went, for those who do not work on it any more; what they wrote meanwhile is not lost."""
    typed = [text for name, text in request.form.items() if name not in ("csrf_token", "version") and text.strip()]
    return render_template("desk/cases/given.html", case=case, given=given, typed=typed)


def _told(text: str) -> str:
    """When the caller was told, as the history keeps it; empty for now."""
    moment = moment_of(text)
    return moment.isoformat() if moment else ""
