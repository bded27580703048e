"""Signing in with an e-mail address and a password, signing out, and choosing a new password."""

import hashlib
import json
from typing import TypeGuard
from urllib.parse import urlsplit

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ivr.storage.people.accounts import NOBODY, Account, change_account, find_account, note_failure
from ivr.storage.people.audit import keep_audit
from ivr.storage.people.sign_ins import begin_sign_in, end_sign_in, end_sign_ins
from ivr.web.desk.frame.auditing import audit, audit_line
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import LANGUAGES
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.people.limits import FAILED, WRONG_PASSWORD, is_crowded, may_work, password_is_enough, too_many
from ivr.web.desk.people.passwords import LONGEST, SHORTEST, easily_guessed, fits, hash_password, must_wait

HALF = "half"  # in the cookie, sealed: whether the password was right, where the code is still to come
REFUSED, CROWDED = 403, 429
LENGTH_OF_PRINT = 16
LONGEST_NEXT = 500  # characters; a cookie has room for no more


@pages.get("/sign-in", role="anyone")
def sign_in() -> Page:
    """The form; whoever is signed in already goes on to today."""
    if g.person:
        return redirect(url_for("desk.today"))
    return render_template("desk/people/sign_in.html", next=request.args.get("next", ""))


@pages.post("/sign-in", role="anyone")
def try_to_sign_in() -> Page:
    """In, on to the code of the second factor, or refused."""
    may_work()
    account = find_account(desk.database, request.form.get("email", ""))
    right, crowded = fits(account, request.form.get("password", "")), is_crowded()
    if not right or not may_enter(account):
        _keep_half(None)
        return refused(account, crowded=crowded)
    _keep_half(account)
    if not password_is_enough(account, crowded=crowded):
        return refused(None, crowded=crowded)  # with the code of a second factor it is enough
    if account.totp:
        return redirect(url_for("desk.code"))
    return enter(account, request.form.get("next", ""))


@pages.post("/sign-out", role="signed in")
def sign_out() -> Page:
    """Here, and nowhere else."""
    audit("signed out", person().email)
    end_sign_in(desk.database, session["desk"], desk.now())
    forget()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("desk.sign_in"))


@pages.route("/password", methods=["GET", "POST"], role="signed in")
def password() -> Page:
    """Choose a new password; it signs out everywhere else."""
    errors = _wrong_with_passwords() if request.method == "POST" else {}
    if request.method == "GET" or errors:
        page = render_template("desk/people/password.html", errors=errors, shortest=SHORTEST)
        return page, 422 if errors else 200
    account, hashed = person().account, hash_password(request.form["new"])
    change_account(desk.database, account.id, password=hashed, must_change=False)
    audit("changed own password", account.email)
    end_sign_ins(desk.database, account.id, desk.now())
    flash(gettext("Your password is changed."), "success")
    return begin(account, "")


@pages.post("/language", role="anyone")
def language() -> Page:
    """Choose the language of the pages, for the browser and the account."""
    if request.form.get("language") not in LANGUAGES:
        abort(400)
    session["language"] = request.form["language"]
    if g.person:
        change_account(desk.database, g.person.account.id, language=session["language"])
    return redirect(safe_next(request.form.get("next", "")))


def enter(account: Account, then: str) -> Response:
    """Sign somebody in, all proofs given."""
    keep_audit(desk.database, audit_line(account, "signed in", account.email))
    return begin(account, then)


def begin(account: Account, then: str) -> Response:
    """A fresh secret in a fresh cookie: for whoever signs in, and whoever goes on with a new password."""
    if account.failures:
        change_account(desk.database, account.id, failures=0)
    if "desk" in session:
        end_sign_in(desk.database, session["desk"], desk.now())
    flashes = session.get("_flashes", [])
    forget()
    session["desk"] = begin_sign_in(desk.database, account.id, desk.now(), request.remote_addr or "")
    session["_flashes"] = flashes
    return redirect(safe_next(then))


def _keep_half(account: Account | None) -> None:
    """Who gave the right password, or nobody, rests in the cookie until the code is right too.

    It is sealed, so that no browser knows which. With it rests a part of the password's hash, so that it is worth
    nothing after the password has changed.
    """
    known = (f"{account.id:010}", print_of(account)) if account else (f"{NOBODY:010}", "-" * LENGTH_OF_PRINT)
    half = [*known, desk.now().isoformat(timespec="seconds"), request.form.get("next", "")[:LONGEST_NEXT]]
    session[HALF] = desk.seal.close(json.dumps(half))


def print_of(account: Account) -> str:
    """A short print of the account's password hash, which tells nothing of it."""
    return hashlib.sha256(account.password.encode()).hexdigest()[:LENGTH_OF_PRINT]


def refused(account: Account | None, page: str = "desk/people/sign_in.html", *, crowded: bool = False) -> Page:
    """The one answer to everything that is not right, or not enough, whatever it was, after the same work."""
    count_failure(account, FAILED)
    return refusal(page, crowded=crowded)


def refusal(page: str, *, crowded: bool = False) -> Page:
    """What they see; where a password was typed, that a code may be given too."""
    typed, then = request.form.get("email", ""), request.form.get("next", "")
    return render_template(page, next=then, email=typed, refused=True), CROWDED if crowded else REFUSED


def may_enter(account: Account | None) -> TypeGuard[Account]:
    """Whether an account with the right password may come in at all: it is there, has a role, and is not disabled."""
    return bool(account and account.grants and not account.disabled_at)


def proves(account: Account, password: str) -> bool:
    """Whether somebody signed in gives their own password: five wrong ones a minute, whatever others try elsewhere.

    A wrong one counts like one given at the sign-in too.
    """
    if too_many(account, WRONG_PASSWORD):
        return False
    good = fits(account, password)
    if not good:
        count_failure(account, WRONG_PASSWORD)
    return good


def count_failure(account: Account | None, action: str) -> None:
    """Write a wrong password or code down; it makes the account slower, unless it was slow at that moment."""
    line = audit_line(account, action, account.email if account else "")
    note_failure(desk.database, None if account and must_wait(account, line.at) else account, line)


def safe_next(address: str) -> str:
    """An address of this desk; the first page for anything else."""
    parts = urlsplit(address)
    good = address.startswith("/desk/") and not (parts.scheme or parts.netloc) and "\\" not in address
    return address if good else url_for("desk.today")


def forget() -> None:
    """Empty the cookie, but for the language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _wrong_with_passwords() -> dict[str, str]:
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    if not proves(person().account, old):
        return {"old": gettext("This is not your present password.")}
    if not SHORTEST <= len(new) <= LONGEST:
        return {"new": gettext("A password has {shortest} characters or more.", shortest=SHORTEST)}
    if easily_guessed(new, person().email):
        return {"new": gettext("This is easily guessed. Take several words that do not belong together.")}
    if new == old:
        return {"new": gettext("Choose another password than the present one.")}
    if new != again:
        return {"again": gettext("The two new passwords are not the same.")}
    return {}
