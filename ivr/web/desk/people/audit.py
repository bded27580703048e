"""The audit, for administrators: who saw, heard, changed and exported what; of their departments only."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext

from ivr.storage.database.transactions import Database
from ivr.storage.people.accounts import plain_email
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.frame.auditing import ACTIONS
from ivr.web.desk.frame.auditing import audit as write_audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import FORMS, Row, download
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import after_of, first_page, page_after
from ivr.web.desk.frame.person import person
from ivr.web.desk.people.audit_words import address_of_subject, details_in_words

A_PAGE = 50
BUNCH = 1000  # lines read at once for a file
CHOICES = ("who", "action", "subject", "since", "until")


@pages.get("/audit", role="administrator")
def audit() -> Page:
    """The lines that the address asks for, the latest first."""
    if not request.args:
        write_audit("read the audit", person().email)
    found = list_audit(desk.database, _filters())
    lines = found[:A_PAGE]
    further = page_after(lines[-1].at, lines[-1].id) if len(found) > A_PAGE else ""
    exports = {form: url_for("desk.audit_export", form=form, **_asked()) for form in FORMS}
    return render_template(
        "desk/people/audit.html", lines=lines, actions=ACTIONS, first=first_page(), further=further,
        exports=exports, details_in_words=details_in_words(), address_of_subject=address_of_subject,
    )  # fmt: skip


@pages.get("/audit.<form>", role="administrator")
def audit_export(form: str) -> Response:
    """Every line that the page with the same address shows, on all its pages."""
    if form not in FORMS:
        abort(404)
    write_audit("exported", f"audit.{form}", _asked())
    rows = _rows(desk.database, replace(_filters(), limit=BUNCH))
    return download(form, "audit", _headings(), rows, desk.zone)


def _asked() -> dict[str, Any]:
    """What the address chooses."""
    return {name: request.args[name] for name in CHOICES if request.args.get(name)}


def _headings() -> list[str]:
    return [
        gettext("When"), gettext("Who"), gettext("Did what"), gettext("To what"), gettext("Department"),
        gettext("Details"), gettext("From address"),
    ]  # fmt: skip


def _rows(database: Database, filters: AuditFilters) -> Iterator[Row]:
    """The lines as rows, read a bunch at a time; all words are translated now, for the file is sent afterwards."""
    words, words_of = {name: str(reads) for name, reads in ACTIONS.items()}, details_in_words()

    def read() -> Iterator[Row]:
        wanted, found = filters, list_audit(database, filters)
        while found:
            for line in found:
                details = "; ".join(f"{name}: {value}" for name, value in words_of(line))
                did = words.get(line.action, line.action)
                yield line.at, line.who, did, line.subject, line.department, details, line.address
            wanted = replace(wanted, after=(found[-1].at, found[-1].id))
            found = list_audit(database, wanted) if len(found) == BUNCH else ()

    return read()


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
        after=(after.at, int(after.name)) if after and re.fullmatch(r"[0-9]{1,18}", after.name) else None,
        limit=A_PAGE + 1,
    )


def midnight(day: str) -> datetime | None:
    """The first moment of a day written 2026-11-23, by the site's clock; None for anything else."""
    try:
        return datetime.combine(datetime.strptime(day, "%Y-%m-%d").date(), time(), desk.zone)  # noqa: DTZ007 - it has one
    except ValueError:
        return None
