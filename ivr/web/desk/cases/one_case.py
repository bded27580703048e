"""One case: what the caller left, the call it came of, its whole history, and everything done about it."""

from collections.abc import Callable, Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.calls.given import given_before
from ivr.storage.calls.reading import find_call
from ivr.storage.cases.history import Deed, Key
from ivr.storage.cases.listing import NO_CAUSE, Case, cases_of_call
from ivr.storage.cases.work import CaseWork
from ivr.storage.people.accounts import Role
from ivr.web.desk.calls.words import language_names, titles
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
from ivr.web.desk.cases.words import DEEDS, DETAILS, KINDS, MEANS, RECORDINGS, STATES, urgency
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import in_readers_language
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import must, person


@pages.get("/cases/<call>/<int(max=2147483647):turn>", role="viewer")
def case(call: str, turn: int) -> Page:
    """The case, or where it went when the person's department handed it over."""
    case, given = _case_at(call, turn, "viewer")
    return _given_away(case, given) if given else _page(case)


@pages.post("/cases/<call>/<int(max=2147483647):turn>/number", role="supervisor")
def show_case_number(call: str, turn: int) -> Page:
    """The same page with the caller's number in it."""
    case, _ = _case_at(call, turn, "supervisor")
    must("supervisor", case.department)
    audit("saw a number", case.reference, {"call": call}, department=case.department)
    return _page(case, number=True)


@pages.post("/cases/<call>/<int(max=2147483647):turn>/<deed>", role="supervisor")
def work_on_case(call: str, turn: int, deed: str) -> Page:
    """Do one thing to the case as it was seen; 409, with what others did meanwhile, when it is not so any more."""
    if deed not in FIELDS:
        abort(404)
    case, given = _case_at(call, turn, "supervisor")
    if given:
        return _given_away(case, given), 409
    if seen_version() != case.version:
        return _conflict(case, deed), 409
    texts = texts_of(deed)
    choices = Choices(_owners(case), _others(case))
    if errors := wrong_in(case, deed, texts, desk.now(), choices):
        return _page(case, errors=errors, deed=deed), 422
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


def _do(case: Case, deed: str, texts: Mapping[str, str]) -> None:
    work = _work()
    doing: Mapping[str, Callable[..., None]] = {
        "assign": work.assign,
        "note": work.note,
        "acknowledge": work.acknowledge,
        "reply": work.reply,
        "settle": work.settle,
        "classify": work.classify,
        "hand-over": work.hand_over,
        "close": work.close,
        "reopen": work.reopen,
    }
    said = [_told(text) if name in MOMENTS else text for name, text in texts.items()]
    giver = [case.department] if deed == "hand-over" else []
    doing[deed](case.key, seen_version(), person().email, *giver, *said)


def _done(case: Case, deed: str, texts: Mapping[str, str]) -> Page:
    if deed != "hand-over":
        flash(gettext("It is written into the history of the case."), "success")
    elif (department := texts["department"]) and not person().may("viewer", department):
        title = in_readers_language(_others(case)[department])
        words = gettext("The case %(reference)s is with %(title)s now.", reference=case.reference, title=title)
        flash(words, "success")
        return redirect(url_for("desk.cases"))
    else:
        flash(gettext("The case is handed over."), "success")
    return redirect(url_for("desk.case", call=case.call_sid, turn=case.turn))


def _owners(case: Case) -> tuple[str, ...]:
    return tuple(account.email for account in owners_of(frozenset({case.department})))


def _others(case: Case) -> dict[str, Mapping[str, str]]:
    """The departments that the case may be handed over to, with their titles."""
    everyone = desk.edition.departments.items()
    return {name: one.title for name, one in everyone if name != case.department}


def _work() -> CaseWork:
    return CaseWork(desk.database, desk.now, desk.promises)


def _conflict(case: Case, deed: str) -> str:
    seen = seen_version()
    meanwhile = [each for each in _work().history(case.key) if each.version > seen]
    return _page(case, deed=deed, meanwhile=meanwhile)


def _given_away(case: Case, given: Deed) -> str:
    """Where it went, for those who do not work on it any more; what they wrote meanwhile is not lost."""
    typed = [text for name, text in request.form.items() if name not in ("csrf_token", "version") and text.strip()]
    return render_template("desk/cases/given.html", case=case, given=given, typed=typed, titles=_titles())


def _titles() -> dict[str, Mapping[str, str]]:
    return {name: one.title for name, one in desk.edition.departments.items()}


def _page(
    case: Case,
    *,
    number: bool = False,
    errors: Errors | None = None,
    deed: str = "",
    meanwhile: list[Deed] | None = None,
) -> str:
    """The page; after a form that was not kept with what was written in it, and what is the matter."""
    works = person().may("supervisor", case.department)
    return render_template(
        "desk/cases/one_case.html",
        case=case,
        call=find_call(desk.database, case.call_sid),
        given_before=given_before(desk.database, [(case.key, case.department)])[case.key],
        history=_work().history(case.key),
        conflict=meanwhile is not None,
        meanwhile=meanwhile or [],
        deed=deed,
        typed=request.form if deed else {},
        fields=FIELDS,
        errors=errors or {},
        number=number,
        works=works,
        offered=offered(case) if works else (),
        urgency=urgency(case, desk.now()),
        now=desk.now(),
        owners=owners_of(frozenset({case.department})),
        others=_others(case),
        causes=causes_of(frozenset({case.department})).found if works else (),
        no_cause=NO_CAUSE,
        titles=_titles(),
        pretended=desk.recordings.pretended,
        hotlines=titles(),
        languages_called=language_names(),
        kinds=KINDS,
        states=STATES,
        means=MEANS,
        deeds=DEEDS,
        details=DETAILS,
        recordings=RECORDINGS,
    )


def _told(text: str) -> str:
    """When the caller was told, as the history keeps it; empty for now."""
    moment = moment_of(text)
    return moment.isoformat() if moment else ""
