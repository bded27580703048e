"""The audit, for administrators: who saw, heard, changed and exported what; of their departments only."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import Blueprint, render_template, request

from ivr.storage.accounts import plain_email
from ivr.storage.audit import AuditFilters, list_audit
from ivr.web.desk.auditing import ACTIONS
from ivr.web.desk.auditing import audit as write_audit
from ivr.web.desk.desk import Desk
from ivr.web.desk.paging import after_of, first_page, page_after
from ivr.web.desk.person import person
from ivr.web.desk.showing import HONG_KONG
from ivr.web.desk.signing_in import Page

A_PAGE = 50


def add_audit_pages(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    pages.get("/audit")(_Views(desk).audit)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def audit(self) -> Page:
        if not request.args:
            write_audit("read the audit", person().email)
        found = list_audit(self.desk.database, _filters())
        lines = found[:A_PAGE]
        further = page_after(lines[-1].at, lines[-1].id) if len(found) > A_PAGE else ""
        return render_template("desk/audit.html", lines=lines, actions=ACTIONS, first=first_page(), further=further)


def _filters() -> AuditFilters:
    asked, after = request.args, after_of()
    until = midnight(asked.get("until", ""))
    return AuditFilters(
        who=plain_email(asked.get("who", "")),
        action=asked.get("action", ""),
        subject=asked.get("subject", "").strip(),
        departments=person().departments("administrator"),
        since=midnight(asked.get("since", "")),
        until=until + timedelta(days=1) if until else None,
        after=(after.at, int(after.name)) if after and after.name.isdigit() else None,
        limit=A_PAGE + 1,
    )


def midnight(day: str) -> datetime | None:
    """The first moment of a day written 2026-11-23, in Hong Kong; None for anything else."""
    try:
        return datetime.combine(datetime.strptime(day, "%Y-%m-%d").date(), time(), HONG_KONG)  # noqa: DTZ007 - it has one
    except ValueError:
        return None
