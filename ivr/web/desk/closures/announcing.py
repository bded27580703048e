"""Closing offices, or announcing a notice: the form, what callers would hear, and only then the deed."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from ivr.closures.wishes import LONGEST, MOST_LETTERS, REASONS, ClosureWish
from ivr.storage.closures.announced import KeptClosure
from ivr.web.desk.closures.form import NOTICE, Typed, again, empty, errors_of, typed, wish_of, with_ready_words
from ivr.web.desk.closures.preview import previews, telephone_addresses
from ivr.web.desk.closures.rights import ClosureRights
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.person import person

Page = str | tuple[str, int] | Response


def add_new_closure(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk, ClosureRights(desk))
    pages.get("/closures/new")(views.new_closure)
    pages.post("/closures/new", endpoint="send_closure")(views.send_closure)


@dataclass(frozen=True)
class _Views:
    desk: Desk
    rights: ClosureRights

    def new_closure(self) -> Page:
        """The form: for a reason (`?kind=`), or as something was announced before (`?again=`)."""
        edition, mine, now = self.desk.edition, self.rights.hotlines("supervisor"), self.desk.now()
        given = empty(request.args.get("kind", ""), mine, edition, now)
        before = request.args.get("again", type=int)
        return self._form(again(given, self.rights.seen(before)) if before else given, {})

    def send_closure(self) -> Page:
        """A step further: other words for another reason, the look at it all, the change of it, the deed."""
        edition, mine, now = self.desk.edition, self.rights.hotlines("supervisor"), self.desk.now()
        step = request.form.get("step", "check")
        given = with_ready_words(edition, typed(request, edition), step)
        if set(given.hotlines) - {line.name for line in mine}:
            abort(404)
        if step in ("change", "reason", "ready"):
            return self._form(given, {})
        wish = wish_of(given, edition, mine, all_are_mine=person().departments("supervisor") is None)
        errors = errors_of(given, wish, edition, now)
        if errors or wish is None:
            return self._form(given, errors)
        return self._announce(wish) if step == "announce" else self._check(given, wish, now)

    def _form(self, given: Typed, errors: dict[str, str]) -> Page:
        page = render_template(
            "desk/closures/announcing.html",
            given=given,
            errors=errors,
            reasons=REASONS,
            notice=NOTICE,
            mine=self.rights.hotlines("supervisor"),
            callers=self.desk.edition.languages.values(),
            most=MOST_LETTERS,
            longest=LONGEST.days,
        )
        return (page, 422) if errors else page

    def _check(self, given: Typed, wish: ClosureWish, now: datetime) -> Page:
        lines = [line for line in self.rights.hotlines("supervisor") if line.name in given.hotlines]
        return render_template(
            "desk/closures/check.html",
            given=given,
            wish=wish,
            reasons=REASONS,
            lines=lines,
            telephones=telephone_addresses(self.desk, wish, lines, now),
            previews=previews(self.desk.edition, wish, lines, self.desk.closures.book.standing(), now),
        )

    def _announce(self, wish: ClosureWish) -> Page:
        if (there := self._there(wish)) is None:
            action = "closed offices" if wish.reason else "announced a notice"
            subject, ends = ", ".join(wish.hotlines) or "all", wish.ends.isoformat()
            begins = wish.begins.isoformat() if wish.begins else ""
            details = {"reason": wish.reason, "from": begins, "until": ends, "words": dict(wish.words)}
            there = self.desk.closures.book.announce(self.desk.edition, wish, person().email)
            self.rights.audit(action, subject, wish.hotlines, **details)
            self.desk.closures.look_again()
        at_once = gettext("Announced. Within two seconds every caller hears it.")
        later = gettext("Announced. It begins by itself.")
        undo = Markup(' <a href="#closure-{}">{}</a>').format(there.id, gettext("Stop or change it"))
        flash((later if there.begins else at_once) + undo, "success")
        return redirect(url_for("desk.closures"))

    def _there(self, wish: ClosureWish) -> KeptClosure | None:
        """The very same, announced before: a form sent twice announces once."""
        return next((each for each in self.desk.closures.book.standing() if each.wish() == wish), None)
