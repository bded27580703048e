"""Numbers for which officers are not rung: decided from the page of a call, listed, and lifted."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import NuisanceRefused
from ivr.storage.calls.listing import call_in_scope
from ivr.storage.calls.reading import CallRecord, find_call
from ivr.storage.nuisance.book import LONGEST_REASON, LimitedNumber
from ivr.web.desk.calls.chosen import scope_of
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import told
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import must, person
from ivr.words.telephones import called_number

DAYS = (7, 14, 30, 90)
PAST_SHOWN = 50
NOTHING: Mapping[str, str] = {}


@pages.get("/nuisance", role="supervisor")
def nuisance() -> Page:
    """What holds in the person's departments, and what did."""
    now, book = desk.now(), desk.nuisance.book
    standing = [each for each in book.standing() if _mine(each)]
    past = [each for each in book.history() if _mine(each) and not each.stands(now)]
    return render_template("desk/nuisance/nuisance.html", standing=standing, past=past[:PAST_SHOWN])


@pages.get("/calls/<sid>/limit", role="supervisor")
def limit_form(sid: str) -> Page:
    """Whether officers shall take no calls from the number of this call, why, and for how long."""
    return _form(_call(sid), NOTHING)


@pages.post("/calls/<sid>/limit", role="supervisor")
def limit(sid: str) -> Page:
    """Decide it, for the department of the call's hotline."""
    call = _call(sid)
    department, reason = desk.department_of(call.hotline), request.form.get("reason", "")
    days = next((each for each in DAYS if request.form.get("days") == str(each)), 0)
    number = called_number(call.caller, desk.edition.home.country)
    try:
        made = desk.nuisance.book.limit(number, department, reason, days, person().email, sid)
    except NuisanceRefused as refused:
        return _form(call, {"reason": told(refused.args[0])}), 422
    desk.nuisance.look_again()
    audit("limited a number", sid, {"why": made.reason, "until": made.ends.isoformat()}, department=department)
    flash(gettext("Within two seconds officers take no calls from this number any more."), "success")
    return redirect(url_for("desk.nuisance"))


@pages.post("/nuisance/<int(max=2147483647):number>/lift", role="supervisor")
def lift(number: int) -> Page:
    """Let officers take calls from it again, now."""
    found = desk.nuisance.book.one(number)
    if found is None or not _mine(found):
        abort(404)
    try:
        desk.nuisance.book.lift(number, person().email)
    except NuisanceRefused:
        flash(gettext("It was over already."), "warning")
    else:
        audit("lifted a limit", found.call_sid or f"nuisance {number}", department=found.department)
        flash(gettext("Officers take calls from this number again."), "success")
    desk.nuisance.look_again()
    return redirect(url_for("desk.nuisance"))


def _mine(each: LimitedNumber) -> bool:
    return person().may("supervisor", each.department)


def _call(sid: str) -> CallRecord:
    """The call, if the person supervises its hotline's department; otherwise it is as if it were not there."""
    call = find_call(desk.database, sid)
    if call is None or not call_in_scope(desk.database, sid, scope_of("supervisor")):
        abort(404)
    must("supervisor", desk.department_of(call.hotline))
    return call


def _form(call: CallRecord, errors: Mapping[str, str]) -> str:
    """The form; a number that is withheld is told there to be none that can be limited."""
    known = bool(called_number(call.caller, desk.edition.home.country))
    return render_template(
        "desk/nuisance/limit.html", call=call, known=known, days=DAYS, errors=errors, typed=request.form,
        longest=LONGEST_REASON,
    )  # fmt: skip
