"""What a department says in one language, beside the others: what is missing first; the same as a file to translate."""

from dataclasses import replace
from functools import lru_cache

from flask import Response, abort, render_template, request
from flask_babel import get_locale

from ivr.authoring.site import Site
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.transcripts import apart
from ivr.storage.editions.shelf import EditionShelf
from ivr.translating.rows import TranslatorRow, notes_of, rows_of
from ivr.translation import in_language
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import SHEET
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.menus.files import REMEMBERED, files_of

FORMS = {"po": "text/x-gettext-translation", "xlsx": SHEET}


@lru_cache(REMEMBERED)
def _site(shelf: EditionShelf, edition: str, department: str) -> Site:
    """What all departments share, and this one."""
    files = files_of(shelf, edition)
    shared, _ = apart(files)
    menu = f"menus/{department}/menu.yaml"
    return gather(replace(shared, menus={**shared.menus, menu: files.menus[menu]}))[0]


def _site_or_404(department: str) -> Site:
    must("viewer", department)
    if department not in desk.edition.departments:
        abort(404)
    return _site(desk.shelf, desk.edition.hash, department)


@pages.get("/menus/texts/<department>", role="viewer")
def menu_texts(department: str) -> str:
    """The texts of a department as callers meet them now, in one language (`?language=`) and what it is beside."""
    site = _site_or_404(department)
    asked = request.args.get("language", "")
    code = asked if asked in site.languages else _most_missing(site, department)
    lacking = "missing" in request.args
    rows = rows_of(site, code, department=department)
    return render_template(
        "desk/menus/texts.html",
        department=desk.edition.departments[department],
        languages_spoken=desk.edition.languages,
        code=code,
        first=rows[0].first if rows else "",
        rows=[row for row in rows if row.is_missing or not lacking],
        lacking=lacking,
        missing=sum(row.is_missing for row in rows),
        notes={row.at: _notes(row, site) for row in rows},
        file=f"menus/{department}/menu.yaml",
        may_edit=person().may("editor", department),
    )


def _most_missing(site: Site, department: str) -> str:
    """The language in which most is missing; the site's last where nothing is, which is rarely its own."""
    lacking = {
        code: sum(row.is_missing for row in rows_of(site, code, department=department)) for code in site.languages
    }
    return max(reversed(site.languages), key=lambda code: lacking[code])


def _notes(row: TranslatorRow, site: Site) -> list[str]:
    return [in_language(note, str(get_locale())) for note in notes_of(row, site)]


@pages.get("/menus/texts/<department>/<language>.<form>", role="viewer")
def menu_texts_file(department: str, language: str, form: str) -> Response:
    """The same for a translator, as PO or XLSX; `ivr texts back` takes it again."""
    site = _site_or_404(department)
    if form not in FORMS or language not in site.languages:
        abort(404)
    if form == "po":
        from ivr.translating.catalogue import write_catalogue as write
    else:
        from ivr.translating.workbook import write_workbook as write
    file = f"menus/{department}/menu.yaml"
    audit("exported", file, {"language": language, "form": form}, department=department)
    content = write(rows_of(site, language, department=department), site, language, str(get_locale()))
    name = f"{department}-{language}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=FORMS[form], headers=headers)
