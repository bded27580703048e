"""Signing in with an account of the office, told by an identity provider (see `identity_provider`).

Off unless IVR_OIDC_URL is set. Roles come from a claim at every sign-in, and whoever has none is refused like anybody
else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import abort, request, session, url_for

from ivr.errors import AccountRefused, SignInRefused
from ivr.logs import logger
from ivr.settings import Settings
from ivr.storage.people.accounts import (
    Account,
    Grant,
    account_of_subject,
    add_account,
    change_account,
    read_grants,
    write_grants,
)
from ivr.storage.people.audit import keep_audit
from ivr.storage.people.sign_ins import end_sign_ins
from ivr.web.desk.frame.auditing import audit_line
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.people.limits import may_work
from ivr.web.desk.people.signing_in import enter, refused

log = logger(__name__)

THEN = "then"  # in the cookie: where they were going


@pages.get("/sign-in/office", role="anyone")
def sign_in_at_office() -> Page:
    """To the office's identity provider."""
    provider = desk.provider or abort(404)
    may_work()
    session[THEN] = request.args.get("next", "")
    try:
        return provider.leave_for(desk.settings.public_url + url_for("desk.back_from_office"))
    except SignInRefused as away:
        return _not_taken(away)


@pages.get("/sign-in/office/back", role="anyone")
def back_from_office() -> Page:
    """Back from there, with a proof of who it is."""
    provider = desk.provider or abort(404)
    may_work()
    try:
        return enter(_account(provider.claims()), session.get(THEN, ""))
    except (SignInRefused, AccountRefused) as wrong:
        return _not_taken(wrong)


def _account(claims: Mapping[str, Any]) -> Account:
    """The account of somebody proven, made or brought up to date. Raises SignInRefused and AccountRefused."""
    subject, name = f"{claims['iss']} {claims['sub']}", str(claims.get("name") or "")
    grants = granted(claims, desk.settings)
    account = account_of_subject(desk.database, subject)
    if account and grants != account.grants:
        _regrant(account, grants)
    if not grants or (account and account.disabled_at):
        raise SignInRefused("no role at this desk, or disabled here")
    if account is None:
        return _add(str(claims["email"]), name, grants, subject)
    change_account(desk.database, account.id, name=name)
    return replace(account, grants=grants, name=name)


def _add(email: str, name: str, grants: frozenset[Grant], subject: str) -> Account:
    added = add_account(desk.database, email, name, grants, "", desk.now(), False, subject)
    _audit(added, "added an account", {"roles": write_grants(grants)})
    return added


def _regrant(account: Account, grants: frozenset[Grant]) -> None:
    """Take over what the provider says now; whoever has no role any more is signed out everywhere."""
    _audit(account, "changed an account", {"from": write_grants(account.grants), "to": write_grants(grants)})
    change_account(desk.database, account.id, grants=grants)
    if not grants:
        end_sign_ins(desk.database, account.id, desk.now())


def _audit(account: Account, action: str, details: Mapping[str, object]) -> None:
    keep_audit(desk.database, audit_line(account, action, account.email, details))


def _not_taken(wrong: Exception) -> Page:
    log.warning("office sign-in refused", why=str(wrong))
    return refused(None)


def granted(claims: Mapping[str, Any], settings: Settings) -> frozenset[Grant]:
    """The roles that the claim grants: its values as IVR_OIDC_ROLES translates them, or as they stand without one."""
    translated = dict(pair.split("=", 1) for pair in settings.oidc_roles)
    grants: set[Grant] = set()
    for value in _values(claims, settings.oidc_roles_claim):
        words = translated.get(value, "") if translated else value
        try:
            grants |= read_grants(words)
        except AccountRefused:
            continue  # a group that means something elsewhere
    return frozenset(grants)


def _values(claims: Mapping[str, Any], name: str) -> Iterable[str]:
    """The values of a claim; a name such as `realm_access.roles` also means one within another."""
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    found = [found] if isinstance(found, str) else found
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
