"""Publishing from the desk: a person's drafts looked through together, and made what callers meet."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ivr.authoring.checking.loading import Checked
from ivr.authoring.site.files import SiteFiles
from ivr.engine.edition import Edition, TableShape
from ivr.errors import PublishingRefused, StorageAway, TableRefused
from ivr.publishing.publish import Wish, publish_checked
from ivr.storage.editions.drafts import discard_draft
from ivr.storage.editions.shelf import served_edition
from ivr.storage.tables.importing import columns_matched, load_site_tables
from ivr.web.desk.frame.auditing import audit_refusal
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.menus.changes import compare, grouped
from ivr.web.desk.menus.deciding import Done, audit_outcome, only, words_of
from ivr.web.desk.menus.draft_checks import every_path_rung
from ivr.web.desk.menus.editing import difference
from ivr.web.desk.menus.files import (
    OpenDraft,
    department_of_file,
    files_of,
    hash_of_text,
    open_drafts,
    told,
    with_texts,
)


def _chosen(names: list[str]) -> tuple[SiteFiles, tuple[OpenDraft, ...]]:
    """The served files, and of the person's drafts those named; all when none is."""
    files = files_of(desk.shelf, desk.edition.hash)
    drafts = open_drafts(files, person())
    return files, tuple(each for each in drafts if not names or each.draft.file in names)


def _laid_over(files: SiteFiles, drafts: tuple[OpenDraft, ...]) -> Checked:
    return every_path_rung(with_texts(files, [(each.draft.file, each.draft.content) for each in drafts]))


def _shown(drafts: tuple[OpenDraft, ...]) -> str:
    """By what a page knows again which texts it showed."""
    return hash_of_text("\n".join(f"{each.draft.file} {each.draft.version}" for each in drafts))


@pages.get("/menus/publish", role="editor")
def review_drafts(refusal: str = "", note: str = "", checked: Checked | None = None) -> str:
    """The drafts beside what is served; after a refusal with it, the note, and what was found meanwhile."""
    files, drafts = _chosen(request.values.getlist("file"))
    checked, served = checked or _laid_over(files, drafts), desk.edition
    if not checked.walked:
        refusal = gettext("It cannot be published: not every path could be rung in time.")
    return render_template(
        "desk/menus/publish.html",
        served=served,
        all_drafts=open_drafts(files, person()),
        drafts=drafts,
        chosen=[each.draft.file for each in drafts],
        shown=_shown(drafts),
        differences={each.draft.file: difference(each.served, each.draft.content) for each in drafts},
        problems=told(checked.problems),
        edition=checked.edition,
        walked=checked.walked,
        changes=grouped(compare(served, checked.edition)) if checked.edition and drafts else {},
        moved=[each.draft.file for each in drafts if each.moved],
        errors={"publish": refusal} if refusal else {},
        note=note,
    )


@pages.post("/menus/publish", role="editor")
def publish_drafts() -> Page:
    """Publish them as they were shown, or propose to; 422 where they are not so any more."""
    names, note, base = request.form.getlist("file"), request.form.get("note", "").strip(), request.form.get("base", "")
    files, drafts = _chosen(names)
    if not names or {each.draft.file for each in drafts} != set(names):
        return review_drafts(gettext("These drafts are not there any more; look again."), note), 422
    if request.form.get("shown") != _shown(drafts):
        return review_drafts(gettext("You saved these drafts anew since you looked; look again."), note), 422
    if moved := [each.draft.file for each in drafts if each.moved]:
        words = gettext("Somebody published another version of {files} meanwhile.", files=gettext(", ").join(moved))
        return review_drafts(words, note), 422
    checked = _laid_over(files, drafts)
    if checked.edition is None or not checked.walked:
        return review_drafts(gettext("There are errors; nothing was published."), note, checked), 422
    return _published(checked, checked.edition, drafts, base, note)


def _published(
    checked: Checked, edition: Edition, drafts: tuple[OpenDraft, ...], base: str, note: str
) -> Response | tuple[str, int]:
    who = person().email
    department = only(sorted({department_of_file(each.draft.file) for each in drafts}))
    details = {"files": [each.draft.file for each in drafts], "base": base[:12], "note": note}
    try:
        done = publish(checked, base, who, note)
    except (PublishingRefused, TableRefused, StorageAway) as refused:
        audit_refusal("published menus", edition.hash[:12], str(refused), department)
        return review_drafts(gettext("Nothing was published: {why}", why=str(refused)), note), 422
    audit_outcome(done, "published menus", details, department)
    if done.outcome != "proposed":
        for each in drafts:
            discard_draft(desk.database, who, each.draft.file, each.draft.version)
    flash(words_of(done), "success")
    return redirect(url_for("desk.menus"))


def publish(checked: Checked, base: str, author: str, note: str) -> Done:
    """Publish or propose the files, if `base` is still served; tables are loaded from the site, as far as they changed.

    Raises PublishingRefused, TableRefused and StorageAway.
    """
    site, lock = desk.settings.site, desk.publishing_lock
    published = publish_checked(checked, site, desk.shelf, lock, _load_changed, Wish(author, note), base)
    name = checked.edition.hash if checked.edition else ""
    return Done("proposed" if published.proposal else "published" if published.changed else "served already", name)


def _load_changed(edition: Edition, site: Path) -> tuple[str, ...]:
    changed = _changed_tables(served_edition(desk.shelf), edition)
    return load_site_tables(desk.database, replace(edition, tables=changed), site) if changed else ()


def _changed_tables(served: Edition | None, edition: Edition) -> Mapping[str, TableShape]:
    """The tables that are new, of another shape, or looked up by other columns than in what is served."""
    if served is None:
        return edition.tables
    before, now = columns_matched(served), columns_matched(edition)
    return {
        name: shape
        for name, shape in edition.tables.items()
        if served.tables.get(name) != shape or before.get(name) != now.get(name)
    }
