"""Asking before an account's password, second factor or use is taken away: what comes of it, and a button to do it."""

from collections.abc import Mapping

from flask import abort, render_template
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.storage.people.accounts import Account
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.people.users import kept_account

DEEDS: Mapping[str, tuple[LazyString, LazyString, str]] = {
    "password": (
        lazy_gettext("Give a one-time password"),
        lazy_gettext("Their present password ends, and they are signed out everywhere at once."),
        "desk.give_password",
    ),
    "second-factor": (
        lazy_gettext("Take the second factor away"),
        lazy_gettext("They sign in with the password alone until they set up another second factor."),
        "desk.end_user_factor",
    ),
    "disable": (
        lazy_gettext("Disable the account"),
        lazy_gettext("They are signed out everywhere at once and cannot sign in until somebody enables the account."),
        "desk.disable_user",
    ),
}
"""By the last part of the address: what it is called, what comes of it, and the endpoint that does it."""


@pages.get("/users/<int(max=2147483647):number>/<any('password','second-factor','disable'):deed>", role="administrator")
def ask_about_user(number: int, deed: str) -> str:
    """Change nothing; the button of the page sends the form that does."""
    account = kept_account(number)
    if not _possible(account, deed):
        abort(404)
    words, consequence, endpoint = DEEDS[deed]
    return render_template(
        "desk/people/confirming.html", account=account, words=words, consequence=consequence, endpoint=endpoint
    )


def _possible(account: Account, deed: str) -> bool:
    if deed == "password":
        return not account.subject and not account.disabled_at
    if deed == "second-factor":
        return bool(account.totp)
    return not account.disabled_at and account.id != person().account.id
