"""The outbox, for administrators of all departments: what waits, was sent or could not be, and sending it again."""

import re
from collections.abc import Mapping
from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.errors import RecordMissing
from ivr.storage.outbox.listing import ShownDispatch, attempts_of, count_outbox, find_sending, list_outbox
from ivr.storage.outbox.outbox import send_again
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import after_of, first_page, page_after

A_PAGE = 50
ANOTHER_DAY = timedelta(days=1)
STATES: Mapping[str, LazyString] = {
    "waiting": lazy_gettext("waiting"),
    "sent": lazy_gettext("sent"),
    "given up": lazy_gettext("given up"),
    "unsure": lazy_gettext("unsure whether it was sent"),
}
ARRIVED: Mapping[str, LazyString] = {
    "delivered": lazy_gettext("delivered"),
    "undelivered": lazy_gettext("not delivered"),
}
"""What the carrier told of a text message that was sent."""
WAYS: Mapping[str, LazyString] = {
    "email": lazy_gettext("mail"),
    "webhook": lazy_gettext("webhook"),
    "sms": lazy_gettext("text message"),
    "call": lazy_gettext("telephone call"),
}
RESULTS: Mapping[str, LazyString] = {
    "": lazy_gettext("broke off"),
    "sent": lazy_gettext("sent"),
    "failed": lazy_gettext("failed"),
    "refused": lazy_gettext("refused"),
    "unclear": lazy_gettext("unsure whether it was sent"),
}
"""What came of an attempt."""


@pages.get("/outbox", role="administrator of all")
def outbox() -> Page:
    """What the address asks for, the latest first."""
    after, state = after_of(), request.args.get("state", "")
    number = int(after.name) if after and re.fullmatch(r"[0-9]{1,18}", after.name) else None
    found = list_outbox(desk.database, state if state in STATES else "", number, A_PAGE + 1)
    shown = found[:A_PAGE]
    further = page_after(shown[-1].made_at, shown[-1].id) if len(found) > A_PAGE else ""
    return render_template(
        "desk/outbox/outbox.html", shown=shown, states=STATES, ways=WAYS, counts=count_outbox(desk.database),
        first=first_page(), further=further,
    )  # fmt: skip


@pages.get("/outbox/<key>", role="administrator of all")
def sending(key: str) -> Page:
    """One of them, with every attempt."""
    found = _found(key)
    attempts = attempts_of(desk.database, found.id)
    return render_template(
        "desk/outbox/sending.html",
        its=found,
        attempts=attempts,
        states=STATES,
        ways=WAYS,
        results=RESULTS,
        arrived=ARRIVED.get(found.arrived, ""),
    )


@pages.post("/outbox/<key>/again", role="administrator of all")
def send_it_again(key: str) -> Page:
    """Send again what was not sent, for another day; under the same key."""
    found, now = _found(key), desk.now()
    if send_again(desk.database, found.key, now, now + ANOTHER_DAY):
        audit("sent again", f"outbox {found.key}")
        flash(gettext("It is tried again within seconds, and for a day."), "success")
    else:
        flash(gettext("It was sent meanwhile; nothing is sent twice."), "success")
    return redirect(url_for("desk.sending", key=found.key))


def _found(key: str) -> ShownDispatch:
    try:
        return find_sending(desk.database, key)
    except RecordMissing:
        abort(404)
