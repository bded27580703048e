"""Deciding about editions from the desk: approve, withdraw, go back, take out; by editors of all that it touches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ivr.authoring.differing import touched
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, PublishingRefused
from ivr.publishing.deciding import RolledBack, approve, cancel, roll_back, withdraw
from ivr.web.desk.frame.auditing import audit, audit_refusal
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.menus.files import files_of, hash_or_404

ACTIONS = {
    "approve": "approved an edition",
    "withdraw": "withdrew an edition",
    "roll-back": "rolled back",
    "cancel": "took an edition out",
}


@dataclass(frozen=True)
class Done:
    """What became of a wish, and the edition it is about."""

    outcome: Literal["published", "proposed", "served already", "approved", "withdrawn", "cancelled"]
    edition: str


@pages.post("/menus/editions/<edition>/<any('approve','withdraw','roll-back','cancel'):deed>", role="editor")
def decide_edition(edition: str, deed: str) -> Response:
    """Approve, withdraw, go back or cancel: by those who are editors of every department it touches."""
    found, who = desk.shelf.by_hash(hash_or_404(edition)), person().email
    departments = sorted(touched_departments(found))
    for each in departments:
        must("editor", each)
    shelf, note = desk.shelf, request.form.get("note", "").strip()
    deeds: dict[str, Callable[[], Done]] = {
        "approve": lambda: Done("approved", approve(shelf, edition, who).edition),
        "withdraw": lambda: Done("withdrawn", withdraw(shelf, edition, who).edition),
        "roll-back": lambda: _rolled_back(roll_back(shelf, edition, who, note)),
        "cancel": lambda: Done("cancelled", cancel(shelf, edition, who).edition),
    }
    return done_or_refused(deeds[deed], ACTIONS[deed], found.hash, {"departments": departments, "note": note})


def _rolled_back(back: RolledBack) -> Done:
    return Done("proposed" if back.proposal else "published", back.edition)


def done_or_refused(deed: Callable[[], Done], action: str, edition: str, details: Mapping[str, Any]) -> Response:
    """Do it and lead back to the editions; the audit has what came of it, and a refusal is told in its own words."""
    department = only(details["departments"])
    try:
        done = deed()
    except (PublishingRefused, EditionMissing) as refused:
        audit_refusal(action, edition[:12], str(refused), department)
        flash(gettext("Nothing was changed: {why}", why=str(refused)), "danger")
    else:
        audit_outcome(done, action, details, department)
        flash(words_of(done), "success")
    return redirect(url_for("desk.menus"))


def audit_outcome(done: Done, action: str, details: Mapping[str, object], department: str) -> None:
    """Write what came of an action: done, or only proposed; nothing where callers met that edition already."""
    if done.outcome != "served already":
        came = "proposed an edition" if done.outcome == "proposed" else action
        audit(came, done.edition[:12], details, department=department)


def only(departments: Sequence[str]) -> str:
    """The one department that something touches; empty when there are several."""
    return departments[0] if len(departments) == 1 else ""


def words_of(done: Done) -> str:
    """What became of it, for whoever asked."""
    name = done.edition[:12]
    words: dict[str, str] = {
        "published": gettext("Callers now meet edition {name}.", name=name),
        "approved": gettext("Edition {name} was approved.", name=name),
        "proposed": gettext("Edition {name} is proposed; another person approves it.", name=name),
        "served already": gettext("Callers meet edition {name} already.", name=name),
        "withdrawn": gettext("Edition {name} is no longer proposed.", name=name),
        "cancelled": gettext("Edition {name} was taken out.", name=name),
    }
    return words[done.outcome]


def touched_departments(edition: Edition) -> frozenset[str]:
    """The departments in which an edition differs from what is served; an empty name for what all share."""
    found = touched(files_of(desk.shelf, desk.edition.hash), files_of(desk.shelf, edition.hash))
    return frozenset("" if each == "site" else each for each in found)


def may_decide(edition: Edition) -> bool:
    """Whether the person is an editor of every department in which an edition differs from what is served."""
    found = touched_departments(edition)
    return person().may_open("editor") and all(person().may("editor", each) for each in found)
