"""Writing the audit: what somebody saw, heard or took along, before they have it; what they did, with its outcome."""

from collections.abc import Mapping
from datetime import timedelta

from flask import g, request
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.storage.people.accounts import Account, only_department
from ivr.storage.people.audit import AuditFilters, AuditRecord, keep_audit, list_audit
from ivr.web.desk.frame.desk import desk

NOTHING: Mapping[str, object] = {}
SPARSELY = timedelta(minutes=10)

ACTIONS: Mapping[str, LazyString] = {
    "signed in": lazy_gettext("signed in"),
    "signed out": lazy_gettext("signed out"),
    "failed to sign in": lazy_gettext("failed to sign in"),
    "gave a wrong code": lazy_gettext("gave a wrong code"),
    "gave a wrong password": lazy_gettext("gave a wrong password"),
    "changed own password": lazy_gettext("changed own password"),
    "chose own alerts": lazy_gettext("chose own alerts"),
    "set up a second factor": lazy_gettext("set up a second factor"),
    "gave up a second factor": lazy_gettext("gave up a second factor"),
    "added an account": lazy_gettext("added an account"),
    "changed an account": lazy_gettext("changed an account"),
    "gave a one-time password": lazy_gettext("gave a one-time password"),
    "took away a second factor": lazy_gettext("took away a second factor"),
    "disabled an account": lazy_gettext("disabled an account"),
    "enabled an account": lazy_gettext("enabled an account"),
    "read the audit": lazy_gettext("read the audit"),
    "saw a number": lazy_gettext("saw a number"),
    "looked for a number": lazy_gettext("looked for a number"),
    "listened": lazy_gettext("listened"),
    "read a transcript": lazy_gettext("read a transcript"),
    "worked on a case": lazy_gettext("worked on a case"),
    "worked on a message": lazy_gettext("worked on a message"),
    "saw what is private": lazy_gettext("saw what is private"),
    "corrected an entry": lazy_gettext("corrected an entry"),
    "withdrew an entry": lazy_gettext("withdrew an entry"),
    "exported": lazy_gettext("exported"),
    "sent again": lazy_gettext("sent again"),
    "purged": lazy_gettext("deleted by rule"),
    "saw what is kept of a person": lazy_gettext("saw what is kept of a person"),
    "exported what is kept of a person": lazy_gettext("exported what is kept of a person"),
    "corrected what is kept of a person": lazy_gettext("corrected what is kept of a person"),
    "erased what is kept of a person": lazy_gettext("erased what is kept of a person"),
    "limited a number": lazy_gettext("had officers take no calls from a number"),
    "lifted a limit": lazy_gettext("had officers take calls from a number again"),
    "closed offices": lazy_gettext("closed offices"),
    "announced a notice": lazy_gettext("announced a notice"),
    "extended a closure": lazy_gettext("extended a closure"),
    "stopped a closure": lazy_gettext("stopped a closure"),
    "saved a draft": lazy_gettext("saved a draft"),
    "discarded a draft": lazy_gettext("discarded a draft"),
    "published menus": lazy_gettext("published menus"),
    "proposed an edition": lazy_gettext("proposed an edition"),
    "approved an edition": lazy_gettext("approved an edition"),
    "withdrew an edition": lazy_gettext("withdrew an edition"),
    "rolled back": lazy_gettext("rolled back"),
    "took an edition out": lazy_gettext("took an edition out"),
    "had the system looked at": lazy_gettext("had the system looked at"),
    "was refused": lazy_gettext("was refused"),
}
"""Everything that is audited, and how it reads on the page. One line an action; past tense."""


def audit(action: str, subject: str, details: Mapping[str, object] = NOTHING, *, department: str = "") -> None:
    """Write that the person did `action` to `subject` (a call's or case's name, an e-mail, …) of a department.

    Without a department it is the person's own, if they have only one: its administrators read of it. Raises KeyError
    for an action that is not in ACTIONS, StorageAway when it cannot be written. Call it before something is shown,
    played or exported, so that nothing is seen unaudited; and after a deed that may be refused, so that no line claims
    what did not happen. Never put secrets or full numbers in `details`.
    """
    keep_audit(desk.database, audit_line(g.person.account, action, subject, details, department))


def audit_refusal(action: str, subject: str, why: str, department: str = "") -> None:
    """Write that the person wanted to do `action`, one of ACTIONS, and why it was not done. Raises like `audit`."""
    ACTIONS[action]
    audit("was refused", subject, {"wanted": action, "why": why}, department=department)


def audit_closed_door() -> None:
    """Write that a page was refused to the person for want of a role; the same page once in ten minutes."""
    now, subject = desk.now(), request.path
    same = AuditFilters(who=g.person.email, action="was refused", subject=subject, since=now - SPARSELY, limit=1)
    if not list_audit(desk.database, same):
        audit("was refused", subject)


def audit_line(
    account: Account | None, action: str, subject: str, details: Mapping[str, object] = NOTHING, department: str = ""
) -> AuditRecord:
    """What is to be written of somebody who may not be signed in (yet), or is nobody known."""
    ACTIONS[action]
    whose = department or only_department(account.grants if account else ())
    who = account.email if account else ""
    return AuditRecord(desk.now(), who, request.remote_addr or "", action, subject, whose, details)
