"""The system page, for administrators of all departments: what is wrong, what runs, and with which settings."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from ivr.doctor.checks import CHECKS, QUICK, SLOW, examine
from ivr.doctor.diagnosis import Diagnosis, State, unknown
from ivr.doctor.kept_looks import Look
from ivr.doctor.telling import WORDS
from ivr.settings import settings_table
from ivr.storage.traffic.webhooks import webhooks_of
from ivr.translation import Sentence, said
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.today.troubles import webhook_troubles

PATIENCE = 8.0  # seconds that a page may take; a worker that takes 12 is ended
LIBRARIES = ("ivr", "flask", "sqlalchemy", "twilio", "gunicorn")
COLOURS: dict[State, str] = {"good": "good", "wrong": "bad", "warning": "warning", "unknown": "warning"}


@dataclass(frozen=True)
class SystemRow:
    """One thing that was looked at, how it was found, and when."""

    title: Sentence
    finding: Diagnosis
    at: datetime | None

    @property
    def word(self) -> Sentence:
        """Its state in a word."""
        return WORDS[self.finding.state]

    @property
    def colour(self) -> str:
        """The colour that goes with the word."""
        return COLOURS.get(self.finding.state, "plain")


@pages.get("/system", role="administrator of all")
def system() -> Page:
    """All of it on one page. What lies outside this machine is told as it was found last, and not waited for."""
    return render_template(
        "desk/today/system.html",
        rows=list(_rows(examine(desk.premises, QUICK, PATIENCE), desk.premises.kept.look())),
        jobs=record.jobs if (record := desk.premises.jobs.read()) else (),
        webhooks=webhooks_of(desk.database, desk.local_now()),
        troubles=list(webhook_troubles(desk.now())),
        edition=desk.edition,
        publication=next(iter(desk.shelf.history(1)), None),
        closed=[line.title for line in desk.hotlines_of(None) if desk.closures.in_force(line.name, desk.now())],
        machine=platform.node(),
        mode=desk.settings.mode,
        workers=desk.settings.web_concurrency + desk.settings.desk_workers,
        settings=settings_table(desk.settings),
        versions=list(_versions()),
    )


@pages.post("/system", role="administrator of all")
def look_outside() -> Page:
    """Look at what lies outside this machine now, for as long as a page may take."""
    desk.premises.kept.keep_look(examine(desk.premises, SLOW, PATIENCE))
    audit("had the system looked at", "system")
    flash(gettext("Everything was looked at anew."), "success")
    return redirect(url_for("desk.system"), 303)


def _rows(now: Look, before: Look | None) -> Iterator[SystemRow]:
    never = unknown(
        said("Nobody has looked yet."), said("ivr scheduler looks every ten minutes; the button below does it now.")
    )
    for check in CHECKS:
        look = before if check.slow else now
        found = look.findings.get(check.name) if look else None
        yield SystemRow(check.title, found or never, look.at if look and found else None)


def _versions() -> Iterator[tuple[str, str]]:
    yield "Python", platform.python_version()
    for library in LIBRARIES:
        yield library, version(library)
