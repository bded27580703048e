"""Closing offices, or announcing a notice: the form, what callers would hear, and only then the deed."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from ivr.closures.wishes import LONGEST, MOST_LETTERS, REASONS, ClosureWish
from ivr.storage.closures.announced import KeptClosure
from ivr.web.desk.closures import rights
from ivr.web.desk.closures.form import NOTICE, TypedClosure, again, empty, errors_of, typed, wish_of, with_ready_words
from ivr.web.desk.closures.preview import previews, telephone_addresses
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person


@pages.get("/closures/new", role="supervisor")
def new_closure() -> Page:
    """The form: for a reason (`?kind=`), or as something was announced before (`?again=`)."""
    edition, mine, now = desk.edition, rights.hotlines("supervisor"), desk.now()
    given = empty(request.args.get("kind", ""), mine, edition, now)
    before = request.args.get("again", type=int)
    return _form(again(given, rights.seen(before)) if before else given, {})


@pages.post("/closures/new", role="supervisor")
def send_closure() -> Page:
    """A step further: other words for another reason, the look at it all, the change of it, the deed."""
    edition, mine, now = desk.edition, rights.hotlines("supervisor"), desk.now()
    step = request.form.get("step", "check")
    given = with_ready_words(edition, typed(request, edition), step)
    if set(given.hotlines) - {line.name for line in mine}:
        abort(404)
    if step in ("change", "reason", "ready"):
        return _form(given, {})
    wish = wish_of(given, edition, mine, all_are_mine=person().departments("supervisor") is None)
    errors = errors_of(given, wish, edition, now)
    if errors or wish is None:
        return _form(given, errors)
    return _announce(wish) if step == "announce" else _check(given, wish, now)


def _form(given: TypedClosure, errors: dict[str, str]) -> Page:
    page = render_template(
        "desk/closures/announcing.html",
        given=given,
        errors=errors,
        reasons=REASONS,
        notice=NOTICE,
        mine=rights.hotlines("supervisor"),
        callers=desk.edition.languages.values(),
        most=MOST_LETTERS,
        longest=LONGEST.days,
    )
    return (page, 422) if errors else page


def _check(given: TypedClosure, wish: ClosureWish, now: datetime) -> Page:
    lines = [line for line in rights.hotlines("supervisor") if line.name in given.hotlines]
    return render_template(
        "desk/closures/check.html",
        given=given,
        wish=wish,
        reasons=REASONS,
        lines=lines,
        telephones=telephone_addresses(wish, lines, now),
        previews=previews(desk.edition, wish, lines, desk.closures.book.standing(), now),
    )


def _announce(wish: ClosureWish) -> Page:
    if (there := _there(wish)) is None:
        action = "closed offices" if wish.reason else "announced a notice"
        subject, ends = ", ".join(wish.hotlines) or "all", wish.ends.isoformat()
        begins = wish.begins.isoformat() if wish.begins else ""
        details = {"reason": wish.reason, "from": begins, "until": ends, "words": dict(wish.words)}
        there = desk.closures.book.announce(desk.edition, wish, person().email)
        rights.audit(action, subject, wish.hotlines, **details)
        desk.closures.look_again()
    at_once = gettext("Announced. Within two seconds every caller hears it.")
    later = gettext("Announced. It begins by itself.")
    undo = Markup(' <a href="#closure-{}">{}</a>').format(there.id, gettext("Stop or change it"))
    flash((later if there.begins else at_once) + undo, "success")
    return redirect(url_for("desk.closures"))


def _there(wish: ClosureWish) -> KeptClosure | None:
    """The very same, announced before: a form sent twice announces once."""
    return next((each for each in desk.closures.book.standing() if each.wish() == wish), None)
