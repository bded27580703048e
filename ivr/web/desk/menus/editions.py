"""Menus: what is served, the editions with who made them, and what is different between two."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for

from ivr.authoring.site.files import differing_from
from ivr.storage.editions.approvals import Proposal
from ivr.storage.editions.publications import Publication, served_at, served_before
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.telephone_links import may_practise, practice_address
from ivr.web.desk.menus.changes import compare, grouped, lines_changed, visible_changes
from ivr.web.desk.menus.deciding import may_decide
from ivr.web.desk.menus.facts import overdue
from ivr.web.desk.menus.files import (
    checked_edition,
    department_of_file,
    editable,
    files_of,
    folder_problems,
    hash_or_404,
    open_drafts,
    told,
    visible,
)
from ivr.web.desk.menus.waiting_editions import proposed_already, waiting_for_me, who_may_approve

LISTED = 50


@dataclass(frozen=True)
class EditionLine:
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


@pages.before_request
def _look_again() -> None:
    """Other workers may have published within the second for which this one trusts what it knows."""
    if request.path.startswith(url_for("desk.menus")):
        desk.shelf.look_again()


@pages.get("/menus", role="viewer")
def menus() -> str:
    """What is served, what waits, and the person's drafts."""
    served, mine, may_edit = desk.edition, person().departments("viewer"), person().may_open("editor")
    files = files_of(desk.shelf, served.hash)
    refused_since, folder = folder_problems()
    drafts = open_drafts(files, person()) if may_edit else ()
    return render_template(
        "desk/menus/editions.html",
        edition=served,
        departments=[each for each in served.departments.values() if mine is None or each.name in mine],
        reviews=[(each, days) for each, days in overdue(served) if mine is None or each.department in mine],
        lines=list(lines_of()),
        files=editable(files, person()),
        drafts=drafts,
        proposed=proposed_already(drafts),
        waiting=waiting_for_me(),
        refused_since=refused_since,
        folder=folder,
        aside=[path for path in differing_from(desk.settings.site, files) if _concerns(path)] if may_edit else (),
    )


def _concerns(path: str) -> bool:
    """Whether a file is one of the person's departments, or shared by all."""
    department = department_of_file(path)
    return department == "" or person().may("editor", department)


@pages.get("/menus/editions/<edition>", role="viewer")
def menu_edition(edition: str) -> str:
    """One edition: what is different from what is served, its problems, and what may be decided about it."""
    found, mine = desk.shelf.by_hash(hash_or_404(edition)), person().departments("viewer")
    checked = checked_edition(found.hash)
    proposal = next((each for each in desk.shelf.approvals.latest() if _waits(each, found.hash)), None)
    approvers = who_may_approve(found, proposal.author) if proposal and may_decide(found) else []
    return render_template(
        "desk/menus/edition.html",
        edition=found,
        served=desk.edition,
        lines=[line for line in lines_of() if line.edition == found.hash],
        departments=[each for each in found.departments.values() if mine is None or each.name in mine],
        problems=told(visible(checked.problems, mine)),
        changes=grouped(visible_changes(compare(desk.edition, found), found, mine)),
        lines_changed=lines_changed(desk.edition, found),
        may_decide=may_decide(found),
        proposal=proposal,
        approvers=approvers,
        practice=practice_address(found, next(iter(found.hotlines.values())).number, ()) if may_practise() else "",
    )


def _waits(proposal: Proposal, edition: str) -> bool:
    return proposal.state == "open" and proposal.edition == edition


@pages.get("/menus/changes", role="viewer")
def menu_changes() -> str:
    """What is different between two editions (`?from=` and `?to=`); unless told, the one before and the one served."""
    served, lines = desk.edition.hash, list(lines_of())
    before = served_before(desk.shelf.history(LISTED), desk.shelf.clock()) or served
    wanted = request.args.get("from") or before, request.args.get("to") or served
    old, new = (desk.shelf.by_hash(hash_or_404(each)) for each in wanted)
    changes = visible_changes(compare(old, new), new, person().departments("viewer"))
    return render_template(
        "desk/menus/changes.html",
        old=old,
        new=new,
        changes=grouped(changes),
        lines_changed=lines_changed(old, new),
        lines=list({line.edition: line for line in reversed(lines)}.values())[::-1],
    )


def lines_of() -> Iterator[EditionLine]:
    """What was published and proposed, the latest first."""
    now, history = desk.shelf.clock(), desk.shelf.history(LISTED)
    served = served_at(desk.shelf.bundles.plan(), now)
    found = [
        EditionLine(
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
        EditionLine(
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
