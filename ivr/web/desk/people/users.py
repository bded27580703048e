"""Accounts, for administrators: who there is, what they may, and a new password or an end for whoever needs one.

An administrator of some departments keeps the accounts whose roles are all in those departments; all others are as if
they were not there.
"""

import re

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext

from ivr.errors import AccountRefused
from ivr.storage.people.accounts import (
    EVERY,
    ROLES,
    Account,
    Grant,
    account_by_id,
    add_account,
    change_account,
    list_accounts,
    only_department,
)
from ivr.storage.people.accounts import plain_email as plain
from ivr.storage.people.audit import latest_of
from ivr.storage.people.sign_ins import end_sign_ins
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.people.passwords import hash_password, one_time_password

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

ROLE_NAMES = {
    "viewer": lazy_gettext("viewer"),
    "supervisor": lazy_gettext("supervisor"),
    "editor": lazy_gettext("editor"),
    "administrator": lazy_gettext("administrator"),
}


@pages.get("/users", role="administrator")
def users() -> Page:
    """The accounts that the person keeps."""
    found = [account for account in list_accounts(desk.database) if may_keep(account)]
    lasts = latest_of(desk.database, "signed in", [account.email for account in found])
    return render_template("desk/people/users.html", accounts=found, lasts=lasts, role_names=ROLE_NAMES)


@pages.get("/users/new", role="administrator")
def new_user() -> Page:
    """The form of an account to add."""
    return _form(None, {})


@pages.post("/users", role="administrator")
def add_user() -> Page:
    """Add it, and show its one-time password, this once."""
    email, name, grants = plain(request.form.get("email", "")), request.form.get("name", ""), _grants(None)
    if errors := _wrong(email, grants):
        return _form(None, errors)
    password = one_time_password()
    try:
        account = add_account(desk.database, email, name, grants, hash_password(password), desk.now())
    except AccountRefused:
        return _form(None, {"email": gettext("There is an account with this e-mail address.")})
    audit("added an account", email, {"roles": _words(grants)}, department=only_department(grants))
    return render_template("desk/people/user_password.html", account=account, password=password)


@pages.get("/users/<int(max=2147483647):number>", role="administrator")
def user(number: int) -> Page:
    """The form of an account, and what can be taken away from it."""
    return _form(kept_account(number), {})


@pages.post("/users/<int(max=2147483647):number>", role="administrator")
def change_user(number: int) -> Page:
    """Change its name and roles."""
    account, name = kept_account(number), request.form.get("name", "")
    grants = _grants(account)
    errors = _wrong(account.email, grants)
    if account.id == person().account.id and not _keeps_administration(grants):
        errors["roles"] = gettext("You cannot take administration away from yourself.")
    if errors:
        return _form(account, errors)
    details = {"from": _words(account.grants), "to": _words(grants), "name": name}
    if (name.strip(), grants) != (account.name, account.grants):
        audit("changed an account", account.email, details, department=only_department(grants))
        change_account(desk.database, account.id, name=name.strip(), grants=grants)
    return _done(gettext("The account is changed."), account)


@pages.post("/users/<int(max=2147483647):number>/password", role="administrator")
def give_password(number: int) -> Page:
    """Show a one-time password, this once; the one before ends."""
    account = kept_account(number)
    if account.subject:
        abort(400)
    password = one_time_password()
    audit("gave a one-time password", account.email, department=only_department(account.grants))
    changes = {"password": hash_password(password), "must_change": True, "failures": 0}
    change_account(desk.database, account.id, **changes)
    end_sign_ins(desk.database, account.id, desk.now())
    return render_template("desk/people/user_password.html", account=account, password=password)


@pages.post("/users/<int(max=2147483647):number>/second-factor", role="administrator")
def end_user_factor(number: int) -> Page:
    """Take the second factor away."""
    account = kept_account(number)
    if account.totp:
        audit("took away a second factor", account.email, department=only_department(account.grants))
        change_account(desk.database, account.id, totp="")
    return _done(gettext("They are no longer asked for a code."), account)


@pages.post("/users/<int(max=2147483647):number>/disable", role="administrator")
def disable_user(number: int) -> Page:
    """Let nobody sign in with it any more."""
    account = kept_account(number)
    if account.id == person().account.id:
        abort(400)
    if not account.disabled_at:
        audit("disabled an account", account.email, department=only_department(account.grants))
        change_account(desk.database, account.id, disabled_at=desk.now())
        end_sign_ins(desk.database, account.id, desk.now())
    return _done(gettext("The account is disabled, and signed out everywhere."), account)


@pages.post("/users/<int(max=2147483647):number>/enable", role="administrator")
def enable_user(number: int) -> Page:
    """Let its owner sign in again."""
    account = kept_account(number)
    if account.disabled_at:
        audit("enabled an account", account.email, department=only_department(account.grants))
        change_account(desk.database, account.id, disabled_at=None, failures=0)
    return _done(gettext("The account is enabled."), account)


def _form(account: Account | None, errors: dict[str, str]) -> Page:
    departments = _departments(account)
    held = _typed_grants() if errors else {str(grant) for grant in account.grants} if account else set()
    last = latest_of(desk.database, "signed in", [account.email]).get(account.email) if account else None
    page = render_template(
        "desk/people/user.html", account=account, errors=errors, departments=departments, roles=ROLES, held=held,
        last=last, role_names=ROLE_NAMES,
    )  # fmt: skip
    return page, 422 if errors else 200


def _departments(account: Account | None) -> list[str]:
    """The departments whose roles the person may give: those there are, and those that the account has roles in."""
    mine = person().departments("administrator")
    held = {grant.department for grant in account.grants} if account else set()
    known = dict.fromkeys((EVERY, *sorted({*desk.edition.departments, *held} - {EVERY})))
    return [each for each in known if mine is None or each in mine]


def _grants(account: Account | None) -> frozenset[Grant]:
    """What the boxes of the form say; whatever is not among them is not taken."""
    typed, departments = _typed_grants(), _departments(account)
    offered = (Grant(role, department) for department in departments for role in ROLES)
    return frozenset(grant for grant in offered if str(grant) in typed)


def _done(words: str, account: Account) -> Page:
    flash(words, "success")
    return redirect(url_for("desk.user", number=account.id))


def kept_account(number: int) -> Account:
    """The account of that number; answers 404 unless there is one that the person keeps."""
    account = account_by_id(desk.database, number)
    if account is None or not may_keep(account):
        abort(404)
    return account


def may_keep(account: Account) -> bool:
    """Whether the person administers every department in which an account holds a role."""
    mine = person().departments("administrator")
    return mine is None or (bool(account.grants) and all(grant.department in mine for grant in account.grants))


def _typed_grants() -> set[str]:
    return set(request.form.getlist("roles"))


def _wrong(email: str, grants: frozenset[Grant]) -> dict[str, str]:
    errors = {}
    if not EMAIL.fullmatch(email):
        errors["email"] = gettext("Write an e-mail address, such as name@department.gov.hk.")
    if not grants:
        errors["roles"] = gettext("Choose a role in at least one department.")
    return errors


def _keeps_administration(grants: frozenset[Grant]) -> bool:
    held = {grant.department for grant in person().account.grants if grant.role == "administrator"}
    return held <= {grant.department for grant in grants if grant.role == "administrator"}


def _words(grants: frozenset[Grant]) -> str:
    return " ".join(sorted(map(str, grants)))
