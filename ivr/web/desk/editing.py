"""Editing: a file of the site on a page, checked while it is written, kept as a draft, published as an edition."""

from dataclasses import dataclass
from difflib import unified_diff
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ivr.authoring.assembling import assemble
from ivr.authoring.drawing.captions import key_shown
from ivr.authoring.gathering import gather
from ivr.authoring.loading import Checked, check_files
from ivr.authoring.site_files import SiteFiles
from ivr.engine.edition import Edition
from ivr.errors import PublishingRefused, StorageAway, TableRefused
from ivr.storage.drafts import FileDraft, discard_draft, draft_of_file, save_draft
from ivr.web.desk.auditing import audit
from ivr.web.desk.desk import Desk
from ivr.web.desk.menu_files import (
    LARGEST,
    OpenDraft,
    department_of_file,
    editable,
    files_of,
    hash_of_text,
    open_drafts,
    text_of,
    told,
    with_texts,
)
from ivr.web.desk.menu_outline import Branch, outline_of_department
from ivr.web.desk.menus import grouped, words_of
from ivr.web.desk.person import must, person

SPARE_LINES = 12
MOST_SHOWN = 50  # problems on a page
UNPUBLISHED = "draft"


@dataclass(frozen=True)
class Looked:
    """What the checker found in the files with the text in place, and the outline of its department."""

    checked: Checked
    outline: tuple[Branch, ...]


def add_editing(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    pages.add_url_rule("/menus/edit/<path:file>", "edit_menu", lambda file: _show_editor(desk, file))
    pages.add_url_rule("/menus/keep/<path:file>", "keep_menu", lambda file: _keep(desk, file), methods=["POST"])
    pages.add_url_rule(
        "/menus/problems/<path:file>", "menu_problems", lambda file: _show_problems(desk, file), methods=["POST"]
    )
    pages.add_url_rule("/menus/publish", "review_drafts", lambda: _show_review(desk))
    pages.add_url_rule("/menus/publish", "publish_drafts", lambda: _publish(desk), methods=["POST"])


def _served_file(desk: Desk, file: str) -> tuple[SiteFiles, str]:
    """The files that are served and this one's text; 404 for one that is not there or not the person's to change."""
    must("editor", department_of_file(file))
    files = files_of(desk.shelf, desk.edition.hash)
    if file not in editable(files, person()):
        abort(404)
    return files, text_of(files, file)


def _show_editor(desk: Desk, file: str) -> str:
    files, served = _served_file(desk, file)
    draft = draft_of_file(desk.database, person().email, file)
    if draft and draft.content == served:
        draft = None
    return _editor(desk, files, file, draft.content if draft else served, draft)


def _editor(desk: Desk, files: SiteFiles, file: str, content: str, draft: FileDraft | None) -> str:
    served = text_of(files, file)
    return render_template(
        "desk/menu_edit.html",
        content=content,
        lines=content.count("\n") + 1 + SPARE_LINES,
        draft=draft,
        base=draft.base if draft else hash_of_text(served),
        moved=draft is not None and OpenDraft(draft, served).moved,
        difference=_difference(served, content),
        **_findings(desk, files, file, content),
    )


def _findings(desk: Desk, files: SiteFiles, file: str, content: str) -> dict[str, object]:
    """What stands beside the text: its problems, and the outline."""
    looked = look(desk, files, file, content)
    here = sorted(told(looked.checked.problems), key=lambda each: (each.file != file, each))
    return {
        "file": file,
        "problems": here[:MOST_SHOWN],
        "more": max(0, len(here) - MOST_SHOWN),
        "text_lines": content.splitlines(),
        "outline": looked.outline,
        "key_shown": key_shown,
        "edition": looked.checked.edition,
    }


def look(desk: Desk, files: SiteFiles, file: str, content: str) -> Looked:
    """Check the served files with the text in place of one of them, and with the person's other drafts."""
    others = [(each.draft.file, each.draft.content) for each in open_drafts(desk, files, person())]
    changed = with_texts(files, [*others, (file, content)])
    checked = check_files(changed, desk.now().astimezone(ZoneInfo(desk.edition.zone)).date())
    department = department_of_file(file)
    edition = checked.edition or _as_far_as_readable(changed)
    known = edition is not None and department in edition.departments
    return Looked(checked, outline_of_department(edition, department) if edition and known else ())


def _as_far_as_readable(files: SiteFiles) -> Edition | None:
    site, _ = gather(files)
    readable = site.flows and all(each.menu for each in site.departments.values())
    if not readable or not set(site.languages) <= set(site.phrases):
        return None
    return assemble(site, UNPUBLISHED)


def _sent_text() -> str:
    """The text of the form, with the line ends that files have; 413 when it is too long."""
    text = request.form.get("content", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LARGEST:
        abort(413)
    return text


def _show_problems(desk: Desk, file: str) -> str:
    """Only what stands beside the text, for a page that is being written on."""
    files, _ = _served_file(desk, file)
    return render_template("desk/menu_findings.html", **_findings(desk, files, file, _sent_text()))


def _keep(desk: Desk, file: str) -> Response | str:
    """Save as a draft, only look, start again, or say that what was published meanwhile has been looked at."""
    files, served = _served_file(desk, file)
    deed, content, who = request.form.get("deed", "look"), _sent_text(), person().email
    department = department_of_file(file)
    if deed == "discard":
        audit("discarded a draft", file, department=department)
        discard_draft(desk.database, who, file)
        flash(gettext("The draft is gone; this is what callers meet."), "success")
    elif deed in ("save", "seen"):
        audit("saved a draft", file, department=department)
        base = hash_of_text(served) if deed == "seen" else request.form.get("base", "")
        save_draft(desk.database, FileDraft(who, file, content, base, desk.now()))
        flash(gettext("The draft is saved. Callers notice nothing until it is published."), "success")
    else:
        base = request.form.get("base", "")
        return _editor(desk, files, file, content, FileDraft(who, file, content, base, desk.now()))
    return redirect(url_for("desk.edit_menu", file=file))


def _difference(old: str, new: str) -> list[str]:
    """What is different, line by line."""
    return [] if old == new else list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:]


def _chosen(desk: Desk, names: list[str]) -> tuple[SiteFiles, tuple[OpenDraft, ...]]:
    """The served files, and of the person's drafts those named; all when none is."""
    files = files_of(desk.shelf, desk.edition.hash)
    drafts = open_drafts(desk, files, person())
    return files, tuple(each for each in drafts if not names or each.draft.file in names)


def _show_review(desk: Desk, refusal: str = "", note: str = "") -> str:
    files, drafts = _chosen(desk, request.values.getlist("file"))
    checked = check_files(with_texts(files, [(each.draft.file, each.draft.content) for each in drafts]))
    served = desk.edition
    return render_template(
        "desk/menu_publish.html",
        served=served,
        all_drafts=open_drafts(desk, files, person()),
        drafts=drafts,
        chosen=[each.draft.file for each in drafts],
        differences={each.draft.file: _difference(each.served, each.draft.content) for each in drafts},
        problems=told(checked.problems),
        edition=checked.edition,
        changes=grouped(desk.menus.compare(served, checked.edition)) if checked.edition and drafts else {},
        moved=[each.draft.file for each in drafts if each.moved],
        errors={"publish": refusal} if refusal else {},
        note=note,
    )


def _publish(desk: Desk) -> Response | tuple[str, int] | str:
    names, note, base = request.form.getlist("file"), request.form.get("note", "").strip(), request.form.get("base", "")
    files, drafts = _chosen(desk, names)
    if not names or {each.draft.file for each in drafts} != set(names):
        return _show_review(desk, gettext("These drafts are not there any more; look again."), note), 422
    if moved := [each.draft.file for each in drafts if each.moved]:
        words = gettext("Somebody published another version of %(files)s meanwhile.", files=", ".join(moved))
        return _show_review(desk, words, note), 422
    checked = check_files(with_texts(files, [(each.draft.file, each.draft.content) for each in drafts]))
    if checked.edition is None:
        return _show_review(desk, gettext("There are errors; nothing was published."), note), 422
    return _published(desk, checked, checked.edition, drafts, base, note)


def _published(
    desk: Desk, checked: Checked, edition: Edition, drafts: tuple[OpenDraft, ...], base: str, note: str
) -> Response | tuple[str, int]:
    who = person().email
    departments = sorted({department_of_file(each.draft.file) for each in drafts})
    department = departments[0] if len(departments) == 1 else ""
    details = {"files": [each.draft.file for each in drafts], "base": base[:12], "note": note}
    audit("published menus", edition.hash[:12], details, department=department)
    try:
        done = desk.menus.publish(checked, base, who, note)
    except (PublishingRefused, TableRefused, StorageAway) as refused:
        audit("was refused", edition.hash[:12], {"why": str(refused)}, department=department)
        return _show_review(desk, gettext("Nothing was published: %(why)s", why=str(refused)), note), 422
    if done.outcome != "proposed":
        for each in drafts:
            discard_draft(desk.database, who, each.draft.file)
    flash(words_of(done), "success")
    return redirect(url_for("desk.menus"))
