"""One case: what the caller left, the call it came of, its whole history, and everything done about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.accounts import Account, Role
from ivr.storage.case_work import CaseWork
from ivr.storage.desk_cases import Case, cases_of_call
from ivr.storage.reading import find_call
from ivr.storage.work import Key
from ivr.web.desk.auditing import audit
from ivr.web.desk.case_words import DEEDS, DETAILS, KINDS, MEANS, RECORDINGS, STATES, urgency
from ivr.web.desk.desk import Desk
from ivr.web.desk.owners import department_titles, owners_of
from ivr.web.desk.person import must, person
from ivr.web.desk.signing_in import Page
from ivr.web.desk.writing import seen_version, written

Errors = dict[str, str]
FIELDS: Mapping[str, tuple[str, ...]] = {
    "assign": ("owner",),
    "note": ("note",),
    "acknowledge": ("acknowledgement",),
    "reply": ("reply", "by"),
    "settle": ("outcome", "cause", "remedy"),
    "close": ("why",),
    "reopen": ("why",),
}
"""What can be done to a case: the last part of the address, and the fields of its form."""


def add_case(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk)
    pages.get("/cases/<call>/<int(max=2147483647):turn>")(views.case)
    pages.post("/cases/<call>/<int(max=2147483647):turn>/number")(views.show_case_number)
    pages.post("/cases/<call>/<int(max=2147483647):turn>/<deed>")(views.work_on_case)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def case(self, call: str, turn: int) -> Page:
        return self._page(self._found(call, turn, "viewer"))

    def show_case_number(self, call: str, turn: int) -> Page:
        case = self._found(call, turn, "supervisor")
        audit("saw a number", case.reference, {"call": call}, department=case.department)
        return self._page(case, number=True)

    def work_on_case(self, call: str, turn: int, deed: str) -> Page:
        """Do one thing to the case as it was seen; 409, with what others did meanwhile, when it is not so any more."""
        case = self._found(call, turn, "supervisor")
        if deed not in FIELDS:
            abort(404)
        texts = {name: written(name) for name in FIELDS[deed]}
        if errors := self._wrong(case, deed, texts):
            return self._page(case, errors=errors), 422
        audit("worked on a case", case.reference, {"deed": deed}, department=case.department)
        try:
            self._do(case, deed, texts)
        except WorkConflict:
            return self._page(self._found(call, turn, "supervisor"), seen=seen_version()), 409
        except RecordMissing:
            abort(404)
        flash(gettext("It is written into the history of the case."), "success")
        return redirect(url_for("desk.case", call=call, turn=turn))

    def _do(self, case: Case, deed: str, texts: Mapping[str, str]) -> None:
        work = self._work
        doing: Mapping[str, Callable[..., None]] = {
            "assign": work.assign,
            "note": work.note,
            "acknowledge": work.acknowledge,
            "reply": work.reply,
            "settle": work.settle,
            "close": work.close,
            "reopen": work.reopen,
        }
        doing[deed](case.key, seen_version(), person().email, *texts.values())

    def _wrong(self, case: Case, deed: str, texts: Mapping[str, str]) -> Errors:
        if deed == "assign":
            return self._wrong_owner(case, texts["owner"])
        errors = {name: gettext("Write something here.") for name, text in texts.items() if not text}
        if deed == "reply" and texts["by"] not in MEANS:
            errors["by"] = gettext("Choose how the caller was told.")
        if deed == "settle":  # not every case has a cause
            errors = {name: words for name, words in errors.items() if name == "outcome" or case.kind == "complaint"}
        if deed == "close" and case.kind == "complaint" and not case.outcome:
            errors["why"] = gettext("First write what came of the complaint, what caused it and what remedies it.")
        return errors | self._wrong_state(case, deed)

    def _wrong_state(self, case: Case, deed: str) -> Errors:
        """Closing what is closed, or opening what is open; a conflict tells more where somebody else did it."""
        wrong = (deed == "close" and case.state == "closed") or (deed == "reopen" and case.state == "open")
        return {"why": gettext("This is done already.")} if wrong and seen_version() == case.version else {}

    def _wrong_owner(self, case: Case, owner: str) -> Errors:
        emails = {account.email for account in self._owners(case)} | {""}
        return {} if owner in emails else {"owner": gettext("Choose somebody who works on cases of this department.")}

    def _owners(self, case: Case) -> tuple[Account, ...]:
        return owners_of(self.desk, frozenset({case.department}))

    @property
    def _work(self) -> CaseWork:
        return CaseWork(self.desk.database, self.desk.now)

    def _found(self, call: str, turn: int, role: Role) -> Case:
        found = next((case for case in cases_of_call(self.desk.database, call) if case.key == Key(call, turn)), None)
        if found is None:
            abort(404)
        must(role, found.department)
        return found

    def _page(self, case: Case, *, number: bool = False, errors: Errors | None = None, seen: int | None = None) -> str:
        history = self._work.history(case.key)
        return render_template(
            "desk/case.html",
            case=case,
            call=find_call(self.desk.database, case.call_sid),
            history=history,
            meanwhile=[deed for deed in history if seen is not None and deed.version > seen],
            typed=request.form if request.method == "POST" else {},
            errors=errors or {},
            number=number,
            works=person().may("supervisor", case.department),
            urgency=urgency(case, self.desk.now()),
            owners=self._owners(case),
            titles=department_titles(self.desk, "viewer"),
            pretended=self.desk.recordings.pretended,
            kinds=KINDS,
            states=STATES,
            means=MEANS,
            deeds=DEEDS,
            details=DETAILS,
            recordings=RECORDINGS,
        )
