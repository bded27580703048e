"""The second factor: six digits from an authenticator, asked after the password of whoever has set it up."""

import io
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from flask import Response, abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext

from ivr.storage.people.accounts import Account, account_by_id, change_account, use_code
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.people.limits import FAILED, WRONG_CODE, too_many
from ivr.web.desk.people.signing_in import (
    HALF,
    count_failure,
    enter,
    may_enter,
    print_of,
    proves,
    refusal,
    refused,
)

PATIENCE = timedelta(minutes=5)  # between the password and the code
NOBODYS = pyotp.random_base32()  # the secret of no account
CODE_PAGE = "desk/people/sign_in_code.html"
STEP = 30  # seconds a code is good for; the one before and the one after are taken too


@dataclass(frozen=True)
class Half:
    """A password that was typed `at` a moment: the `account` it fits, or none, and where its owner was going `then`."""

    account: str
    password: str
    moment: str
    then: str

    @property
    def at(self) -> datetime:
        """When it was typed."""
        return datetime.fromisoformat(self.moment)


@pages.get("/sign-in/code", role="anyone")
def code() -> Page:
    """The form for the code, once a password was typed."""
    if not _half():
        return redirect(url_for("desk.sign_in"))
    return render_template("desk/people/sign_in_code.html")


@pages.post("/sign-in/code", role="anyone")
def try_code() -> Page:
    """The second half of signing in."""
    half = _half()
    if half is None:
        return refused(None)
    account = _account_of(half)
    if too_many(account, WRONG_CODE):
        return refusal(CODE_PAGE)
    secret = desk.seal.open(account.totp) if account else NOBODYS  # whoever it is, it takes as long
    if not _takes(account, secret) or account is None:
        count_failure(account, WRONG_CODE if account else FAILED)
        return refusal(CODE_PAGE)
    return enter(account, half.then)


@pages.get("/second-factor", role="signed in")
def second_factor() -> Page:
    """Whether the person has one; a new one to set up, with its picture."""
    return render_template("desk/people/second_factor.html", secret=_new_secret())


@pages.get("/second-factor/code.svg", role="signed in")
def second_factor_picture() -> Response:
    """The secret as a code that an authenticator reads."""
    secret = _new_secret()
    if not secret:
        abort(404)
    import segno  # takes as long to load as a page to show, and few people ever see a code

    address = pyotp.TOTP(secret).provisioning_uri(name=person().email, issuer_name=_site())
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=5, light="#fff", dark="#000")
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@pages.post("/second-factor/begin", role="signed in")
def begin_second_factor() -> Page:
    """Make a secret, which is kept once a code of it was typed."""
    session["totp"] = desk.seal.close(pyotp.random_base32())
    return redirect(url_for("desk.second_factor"))


@pages.post("/second-factor", role="signed in")
def keep_second_factor() -> Page:
    """Keep the secret, now that a code shows that an authenticator has it."""
    secret, account = _new_secret(), person().account
    if not secret or account.totp:
        abort(400)
    if not _takes(account, secret):
        errors = {"code": gettext("This is not the code that is shown now. Try the next one.")}
        return render_template("desk/people/second_factor.html", secret=secret, errors=errors), 422
    audit("set up a second factor", account.email)
    change_account(desk.database, account.id, totp=desk.seal.close(secret))
    del session["totp"]
    flash(gettext("From now on you are asked for a code when you sign in."), "success")
    return redirect(url_for("desk.second_factor"))


@pages.post("/second-factor/end", role="signed in")
def end_second_factor() -> Page:
    """Give it up, with the password."""
    account = person().account
    if not proves(account, request.form.get("password", "")):
        errors = {"password": gettext("This is not your present password.")}
        return render_template("desk/people/second_factor.html", secret="", errors=errors), 422
    if account.totp:
        audit("gave up a second factor", account.email)
        change_account(desk.database, account.id, totp="")
    flash(gettext("You are no longer asked for a code."), "success")
    return redirect(url_for("desk.second_factor"))


def _half() -> Half | None:
    """What a password that was typed a moment ago was; None where none was."""
    sealed = desk.seal.open(str(session.get(HALF) or ""))
    half = Half(*json.loads(sealed)) if sealed and not g.person else None
    return half if half and half.at > desk.now() - PATIENCE else None


def _account_of(half: Half) -> Account | None:
    """Whose password it was; None where it was wrong, or the account may no longer enter with a code."""
    account = account_by_id(desk.database, int(half.account))
    good = may_enter(account) and account.totp and print_of(account) == half.password
    return account if good else None


def _takes(account: Account | None, secret: str) -> bool:
    """Whether the code sent is right and was not used before."""
    typed = "".join(request.form.get("code", "").split())
    if not secret or not typed.isascii() or not typed.isdigit():
        return False
    now, totp = desk.now(), pyotp.TOTP(secret, interval=STEP)
    for near in (0, -1, 1):
        moment = now + timedelta(seconds=near * STEP)
        if totp.verify(typed, for_time=moment):
            step = int(moment.timestamp()) // STEP
            return account is not None and use_code(desk.database, account.id, step)
    return False


def _new_secret() -> str:
    return desk.seal.open(session["totp"]) if "totp" in session else ""


def _site() -> str:
    return desk.edition.site.get("en") or next(iter(desk.edition.site.values()), "IVR")
