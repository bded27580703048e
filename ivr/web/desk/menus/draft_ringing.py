"""The test telephone beside the text: it rings what stands there, for its author alone, from any node of it."""

from flask import redirect, render_template, request

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.site.files import bundle, hash_of
from ivr.authoring.walking.times import times_to_answer
from ivr.engine.edition import Edition
from ivr.storage.editions.draft_editions import keep_draft_edition
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.telephone_links import language_of_reader, practice_address
from ivr.web.desk.menus.draft_checks import look, with_changes
from ivr.web.desk.menus.editing import sent_text, served_file
from ivr.web.desk.menus.files import department_of_file
from ivr.web.desk.menus.outline import Ways


@pages.post("/menus/ring/<path:file>", role="editor", given_back="desk/menus/unrung.html")
def ring_draft(file: str) -> Page:
    """Keep the edition that the text would make, and lead to the telephone; with errors, say that it cannot be rung."""
    files, _ = served_file(file)
    content = sent_text()
    if not desk.checks.allows(person().email):
        return render_template("desk/menus/too_often.html"), 429
    if not look(files, file, content, walked=False).can_be_rung:
        return render_template("desk/menus/unrung.html"), 422
    made = bundle(with_changes(files, file, content))
    keep_draft_edition(desk.database, person().email, hash_of(made), made, desk.now())
    edition = edition_from_bundle(made)
    return redirect(_address(edition, department_of_file(file), request.form.get("from", "")))


def _address(edition: Edition, department: str, node: str) -> str:
    """The telephone on a hotline of the department, or doing what leads to a node."""
    lines = sorted(edition.hotlines.values(), key=lambda line: line.start.partition("/")[0] != department)
    if not node.startswith(f"{department}/"):
        return practice_address(edition, lines[0].number, ())
    language = language_of_reader(edition)
    ways = Ways(edition, language, ()).to(department)
    if node not in ways:
        ways = Ways(edition, language, times_to_answer(edition, (), (node,))).to(department)
    return practice_address(edition, *ways.get(node, (lines[0].number, ())))
