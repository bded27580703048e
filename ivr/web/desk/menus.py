"""Menus: what is served, the editions with who made them, what is different between two, and deciding about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ivr.authoring.differing import Change, touched
from ivr.authoring.gathering import gather
from ivr.authoring.reviews import Review, reviews_of
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, PublishingRefused
from ivr.storage.publications import Publication, served_at
from ivr.web.desk.auditing import audit
from ivr.web.desk.desk import Desk
from ivr.web.desk.menu_files import checked_edition, editable, files_of, hash_or_404, open_drafts, told, visible
from ivr.web.desk.menu_ports import Done
from ivr.web.desk.person import must, person

LISTED = 50
ACTIONS = {
    "approve": "approved an edition",
    "withdraw": "withdrew an edition",
    "roll-back": "rolled back",
    "cancel": "took an edition out",
}


@dataclass(frozen=True)
class Line:
    """A line of the list of editions: `state` is a word of its own; `by` who decided it."""

    at: datetime
    edition: str
    state: str
    author: str
    note: str
    begins: datetime | None = None
    ends: datetime | None = None
    by: str = ""
    base: str = ""


def add_menus(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    pages.add_url_rule("/menus", "menus", lambda: _show_menus(desk))
    pages.add_url_rule("/menus/editions/<edition>", "menu_edition", lambda edition: _show_edition(desk, edition))
    pages.add_url_rule("/menus/changes", "menu_changes", lambda: _show_changes(desk))
    pages.add_url_rule(
        "/menus/editions/<edition>/<any('approve','withdraw','roll-back','cancel'):deed>",
        "decide_edition",
        lambda edition, deed: _decide(desk, edition, deed),
        methods=["POST"],
    )


def _show_menus(desk: Desk) -> str:
    served, mine = desk.edition, person().departments("viewer")
    files = files_of(desk.shelf, served.hash)
    return render_template(
        "desk/menus.html",
        edition=served,
        departments=[each for each in served.departments.values() if mine is None or each.name in mine],
        reviews=[(each, days) for each, days in overdue(desk, served) if mine is None or each.department in mine],
        lines=list(lines_of(desk)),
        files=editable(files, person()),
        drafts=open_drafts(desk, files, person()) if person().may_open("editor") else (),
    )


def _show_edition(desk: Desk, edition: str) -> str:
    found, mine = desk.shelf.by_hash(hash_or_404(desk, edition)), person().departments("viewer")
    checked = checked_edition(desk, found.hash)
    return render_template(
        "desk/menu_edition.html",
        edition=found,
        served=desk.edition,
        lines=[line for line in lines_of(desk) if line.edition == found.hash],
        departments=[each for each in found.departments.values() if mine is None or each.name in mine],
        problems=told(visible(checked.problems, mine)),
        changes=grouped(visible_changes(desk.menus.compare(desk.edition, found), found, mine)),
        may_decide=_may_decide(desk, found),
    )


def _show_changes(desk: Desk) -> str:
    wanted = request.args.get("from", ""), request.args.get("to", "")
    old, new = (desk.shelf.by_hash(hash_or_404(desk, each)) if each else desk.edition for each in wanted)
    changes = visible_changes(desk.menus.compare(old, new), new, person().departments("viewer"))
    names = dict.fromkeys(line.edition for line in lines_of(desk))
    return render_template("desk/menu_changes.html", old=old, new=new, changes=grouped(changes), names=list(names))


def _decide(desk: Desk, edition: str, deed: str) -> Response:
    """Approve, withdraw, go back or cancel: by those who are editors of every department it touches."""
    found, who = desk.shelf.by_hash(hash_or_404(desk, edition)), person().email
    departments = sorted(touched_departments(desk, found))
    for each in departments:
        must("editor", each)
    work, note = desk.menus, request.form.get("note", "").strip()
    deeds: dict[str, Callable[[], Done]] = {
        "approve": lambda: work.approve(edition, who),
        "withdraw": lambda: work.withdraw(edition, who),
        "roll-back": lambda: work.roll_back(edition, who, note),
        "cancel": lambda: work.cancel(edition, who),
    }
    return done_or_refused(deeds[deed], ACTIONS[deed], found.hash, departments)


def done_or_refused(deed: Callable[[], Done], action: str, edition: str, departments: list[str]) -> Response:
    """Do it, audited, and lead back to the editions; a refusal is told in its own words."""
    department = departments[0] if len(departments) == 1 else ""
    audit(action, edition[:12], {"departments": departments}, department=department)
    try:
        done = deed()
    except (PublishingRefused, EditionMissing) as refused:
        audit("was refused", edition[:12], {"why": str(refused)}, department=department)
        flash(gettext("Nothing was changed: %(why)s", why=str(refused)), "danger")
    else:
        flash(words_of(done), "success")
    return redirect(url_for("desk.menus"))


def words_of(done: Done) -> str:
    """What became of it, for whoever asked."""
    name = done.edition[:12]
    words: dict[str, str] = {
        "published": gettext("Callers now meet edition %(name)s.", name=name),
        "approved": gettext("Edition %(name)s was approved.", name=name),
        "proposed": gettext("Edition %(name)s is proposed; another person approves it.", name=name),
        "served already": gettext("Callers meet edition %(name)s already.", name=name),
        "withdrawn": gettext("Edition %(name)s is no longer proposed.", name=name),
        "cancelled": gettext("Edition %(name)s was taken out.", name=name),
    }
    return words[done.outcome]


def lines_of(desk: Desk) -> Iterator[Line]:
    """What was published and proposed, the latest first."""
    now, history = desk.shelf.clock(), desk.shelf.history(LISTED)
    served = served_at(desk.shelf.bundles.plan(), now)
    found = [
        Line(
            each.at,
            each.edition,
            "served" if served and each.id == served.id else _state(each, now),
            each.author,
            each.note,
            each.begins,
            each.ends,
            each.cancelled_by,
        )
        for each in history
    ]
    found += [
        Line(
            each.at,
            each.edition,
            "proposed" if each.state == "open" else each.state,
            each.author,
            each.note,
            each.begins,
            each.ends,
            each.decided_by,
            each.base,
        )
        for each in desk.shelf.approvals.latest(LISTED)
    ]
    return iter(sorted(found, key=lambda line: line.at, reverse=True))


def _state(publication: Publication, now: datetime) -> str:
    if publication.cancelled_at:
        return "taken out"
    return "scheduled" if publication.waits(now) else ""


def overdue(desk: Desk, edition: Edition) -> list[tuple[Review, int]]:
    """What of an edition should have been read again by now, the latest first, and by how many days."""
    site, _ = gather(files_of(desk.shelf, edition.hash))
    today = desk.now().astimezone(ZoneInfo(edition.zone)).date()
    found = [(each, each.overdue_by(today)) for each in reviews_of(site)]
    return sorted(((each, days) for each, days in found if days), key=lambda pair: -pair[1])


def touched_departments(desk: Desk, edition: Edition) -> frozenset[str]:
    """The departments in which an edition differs from what is served; an empty name for what all share."""
    found = touched(files_of(desk.shelf, desk.edition.hash), files_of(desk.shelf, edition.hash))
    return frozenset("" if each == "site" else each for each in found)


def _may_decide(desk: Desk, edition: Edition) -> bool:
    found = touched_departments(desk, edition)
    return person().may_open("editor") and all(person().may("editor", each) for each in found)


def visible_changes(
    changes: tuple[Change, ...], edition: Edition, departments: frozenset[str] | None
) -> tuple[Change, ...]:
    """The changes of some departments, of their hotlines, and of what all share; all for None."""
    if departments is None:
        return changes
    lines = {line.name for line in edition.hotlines.values() if line.start.partition("/")[0] in departments}
    groups = {*departments, *(f"hotline {name}" for name in lines), "site"}
    return tuple(each for each in changes if each.group in groups)


def grouped(changes: tuple[Change, ...]) -> dict[str, list[Change]]:
    """Changes by group, in the order given."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.group, []).append(change)
    return found
