"""Editing: a file of the site on a page, checked while it is written, and kept as a draft for its author alone."""

from dataclasses import replace
from difflib import unified_diff
from pathlib import PurePosixPath
from unicodedata import east_asian_width

from flask import Response as Answer
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ivr.authoring.drawing.captions import key_shown
from ivr.authoring.site.files import SiteFiles
from ivr.storage.editions.drafts import FileDraft, discard_draft, draft_of_file, others_with_drafts, save_draft
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.menus.draft_checks import look
from ivr.web.desk.menus.files import (
    LARGEST,
    OpenDraft,
    department_of_file,
    editable,
    files_of,
    hash_of_text,
    text_of,
    told,
)

SPARE_LINES = 12  # below the text, to write on without a script
MOST_SHOWN = 50  # problems on a page


def served_file(file: str) -> tuple[SiteFiles, str]:
    """The files that are served and this one's text; 404 for one that is not there or not the person's to change."""
    must("editor", department_of_file(file))
    files = files_of(desk.shelf, desk.edition.hash)
    if file not in editable(files, person()):
        abort(404)
    return files, text_of(files, file)


def sent_text() -> str:
    """The text of the form, with the line ends that files have; 413 when it is too long."""
    text = request.form.get("content", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LARGEST:
        abort(413)
    return text


def _columns(line: str) -> int:
    """How wide a line stands in letters of one width, of which a Chinese one takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


def difference(old: str, new: str) -> list[str]:
    """What is different, line by line."""
    return [] if old == new else list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:]


@pages.get("/menus/edit/<path:file>", role="editor")
def edit_menu(file: str) -> str:
    """The file as the person's draft has it, or as it is served."""
    files, served = served_file(file)
    draft = draft_of_file(desk.database, person().email, file)
    over = draft.version if draft else ""
    if draft and draft.content == served:
        draft = None
    return _editor(files, file, draft.content if draft else served, draft, over)


def _editor(
    files: SiteFiles,
    file: str,
    content: str,
    draft: FileDraft | None,
    over: str,
    *,
    walked: bool = False,
    elsewhere: FileDraft | None = None,
) -> str:
    """The page; `over` is the version of the draft that it was opened with, `elsewhere` one saved meanwhile."""
    served = text_of(files, file)
    return render_template(
        "desk/menus/edit.html",
        content=content,
        lines=content.count("\n") + 1,
        columns=max(map(_columns, content.splitlines()), default=0) + 2,
        spare=SPARE_LINES,
        unsaved=walked or elsewhere is not None,
        draft=draft,
        base=draft.base if draft else hash_of_text(served),
        over=over,
        moved=draft is not None and OpenDraft(draft, served).moved,
        difference=difference(served, content),
        elsewhere=elsewhere,
        clash=difference(elsewhere.content, content) if elsewhere else [],
        others=others_with_drafts(desk.database, person().email, file),
        **_findings(files, file, content, walked=walked),
    )


def _findings(files: SiteFiles, file: str, content: str, *, walked: bool) -> dict[str, object]:
    """What stands beside the text: its problems, and the outline."""
    looked = look(files, file, content, walked=walked)
    here = sorted(told(looked.checked.problems), key=lambda each: (each.file != file, each))
    return {
        "file": file,
        "problems": here[:MOST_SHOWN],
        "more": max(0, len(here) - MOST_SHOWN),
        "text_lines": content.splitlines(),
        "outline": looked.outline,
        "is_menu": bool(department_of_file(file)),
        "key_shown": key_shown,
        "walked": looked.checked.walked,
        "unfinished": walked and not looked.checked.walked,
        "can_be_rung": looked.can_be_rung,
    }


@pages.post("/menus/problems/<path:file>", role="editor", given_back="desk/menus/signed_out.html")
def menu_problems(file: str) -> Page:
    """Only what stands beside the text, for a page that is being written on."""
    files, _ = served_file(file)
    if not desk.checks.allows(person().email):
        return render_template("desk/menus/too_often.html"), 429
    walked = "walked" in request.form
    return render_template("desk/menus/findings.html", **_findings(files, file, sent_text(), walked=walked))


@pages.post("/menus/keep/<path:file>", role="editor", given_back="desk/menus/given_back.html")
def keep_menu(file: str) -> Page:
    """Save as a draft, only look, start again once that is confirmed, or say that what was published is known."""
    files, served = served_file(file)
    deed, over = request.form.get("deed", "look"), request.form.get("over", "")
    base = hash_of_text(served) if deed == "seen" else request.form.get("base", "")
    mine = FileDraft(person().email, file, sent_text(), base, desk.now())
    if deed == "discard":
        return _ask_before_discarding(mine, served, over)
    if deed == "throw away":
        return _start_again(files, mine, over)
    if deed in ("save", "seen"):
        return _saved(files, mine, over)
    return _editor(files, file, mine.content, mine, over, walked=True)


def _ask_before_discarding(mine: FileDraft, served: str, over: str) -> str:
    draft = draft_of_file(desk.database, mine.author, mine.file) or mine
    lost = difference(served, draft.content)
    return render_template("desk/menus/discard.html", file=mine.file, mine=mine, over=over, difference=lost)


def _start_again(files: SiteFiles, mine: FileDraft, over: str) -> Response | tuple[str, int]:
    if not discard_draft(desk.database, mine.author, mine.file, over):
        return _clash(files, mine)
    audit("discarded a draft", mine.file, department=department_of_file(mine.file))
    flash(gettext("The draft is gone; this is what callers meet."), "success")
    return redirect(url_for("desk.edit_menu", file=mine.file))


def _saved(files: SiteFiles, mine: FileDraft, over: str) -> Response | tuple[str, int]:
    if not save_draft(desk.database, mine, over):
        return _clash(files, mine)
    audit("saved a draft", mine.file, department=department_of_file(mine.file))
    flash(gettext("The draft is saved. Callers notice nothing until it is published."), "success")
    return redirect(url_for("desk.edit_menu", file=mine.file))


def _clash(files: SiteFiles, mine: FileDraft) -> tuple[str, int]:
    """Another window saved meanwhile: what was typed here stands on the page, beside what differs from the other."""
    kept = draft_of_file(desk.database, mine.author, mine.file) or replace(mine, content=text_of(files, mine.file))
    return _editor(files, mine.file, mine.content, mine, kept.version, elsewhere=kept), 409


@pages.get("/menus/file/<path:file>", role="editor")
def menu_file(file: str) -> Answer:
    """The file as callers meet it, to put into the site's folder."""
    _, served = served_file(file)
    audit("exported", file, {"edition": desk.edition.hash[:12]}, department=department_of_file(file))
    name = PurePosixPath(file).name
    return Answer(
        served,
        mimetype="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
