"""What somebody wrote in a form that could not be taken: given back on the page, to be sent again after signing in."""

from flask import render_template, request, session

WRITING = {
    "keep_menu": "desk/menus/given_back.html",
    "menu_problems": "desk/menus/signed_out.html",
    "ring_draft": "desk/menus/unrung.html",
}
"""By endpoint of the forms that hold a text somebody writes: what answers where their token or sign-in is no more."""


def given_back(status: int) -> tuple[str, int] | None:
    """The answer to such a form, with the text in it; None for every other."""
    page = WRITING.get((request.endpoint or "").removeprefix("desk."))
    if page is None or "content" not in request.form:
        return None
    file = (request.view_args or {})["file"]
    return render_template(page, file=file, signed_out="desk" not in session), status
