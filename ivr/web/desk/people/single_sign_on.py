"""Signing in with an account of the office, told by an identity provider (see `identity_provider`).

Off unless IVR_OIDC_URL is set. Roles come from a claim at every sign-in, and whoever has none is refused like anybody
else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, request, session, url_for

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
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.people.limits import may_work
from ivr.web.desk.people.signing_in import Page, enter, refused

if TYPE_CHECKING:
    from ivr.web.desk.people.identity_provider import IdentityProvider

log = logger(__name__)

THEN = "then"  # in the cookie: where they were going


def add_single_sign_on(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file; they lead nowhere unless it is set up."""
    views = _Views(desk, _provider(pages, desk.settings) if desk.settings.oidc_url else None)
    pages.get("/sign-in/office")(views.sign_in_at_office)
    pages.get("/sign-in/office/back")(views.back_from_office)


@dataclass(frozen=True)
class _Views:
    desk: Desk
    provider: "IdentityProvider | None"

    def sign_in_at_office(self) -> Page:
        if self.provider is None:
            abort(404)
        may_work(self.desk)
        session[THEN] = request.args.get("next", "")
        back = self.desk.settings.public_url + url_for("desk.back_from_office")
        try:
            return self.provider.leave_for(back)
        except SignInRefused as away:
            return self._not_taken(away)

    def back_from_office(self) -> Page:
        if self.provider is None:
            abort(404)
        may_work(self.desk)
        try:
            return enter(self.desk, self._account(self.provider.claims()), session.get(THEN, ""))
        except (SignInRefused, AccountRefused) as wrong:
            return self._not_taken(wrong)

    def _account(self, claims: Mapping[str, Any]) -> Account:
        """The account of somebody proven, made or brought up to date. Raises SignInRefused and AccountRefused."""
        subject, name = f"{claims['iss']} {claims['sub']}", str(claims.get("name") or "")
        grants = granted(claims, self.desk.settings)
        found = account_of_subject(self.desk.database, subject)
        if found and grants != found.grants:
            self._regrant(found, grants)
        if not grants or (found and found.disabled_at):
            raise SignInRefused("no role at this desk, or disabled here")
        if found is None:
            return self._add(str(claims["email"]), name, grants, subject)
        change_account(self.desk.database, found.id, name=name)
        return replace(found, grants=grants, name=name)

    def _add(self, email: str, name: str, grants: frozenset[Grant], subject: str) -> Account:
        added = add_account(self.desk.database, email, name, grants, "", self.desk.now(), False, subject)
        self._told(added, "added an account", {"roles": write_grants(grants)})
        return added

    def _regrant(self, account: Account, grants: frozenset[Grant]) -> None:
        """Take over what the provider says now; whoever has no role any more is signed out everywhere."""
        self._told(account, "changed an account", {"from": write_grants(account.grants), "to": write_grants(grants)})
        change_account(self.desk.database, account.id, grants=grants)
        if not grants:
            end_sign_ins(self.desk.database, account.id, self.desk.now())

    def _told(self, account: Account, action: str, details: Mapping[str, object]) -> None:
        keep_audit(self.desk.database, audit_line(account, action, account.email, details))

    def _not_taken(self, wrong: Exception) -> Page:
        log.warning("office sign-in refused", why=str(wrong))
        return refused(self.desk, None)


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


def _provider(pages: Blueprint, settings: Settings) -> "IdentityProvider":
    from ivr.web.desk.people.identity_provider import IdentityProvider  # only where there is one

    return IdentityProvider(pages, settings)
