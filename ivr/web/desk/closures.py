"""Closures and notices: what is in force, the offices' hours, and the form that closes offices in an emergency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ivr.engine.closures import LONGEST, MOST_LETTERS, REASONS, ClosureWish
from ivr.engine.edition import Hotline
from ivr.errors import ClosureRefused
from ivr.storage.accounts import Role
from ivr.storage.closures import KeptClosure
from ivr.web.desk.auditing import audit
from ivr.web.desk.closure_form import FORM, NOTICE, Typed, empty, errors_of, hearings, typed, wish_of
from ivr.web.desk.desk import Desk
from ivr.web.desk.offices import holidays_to_come, offices
from ivr.web.desk.person import person

PAST_SHOWN = 20
Page = str | tuple[str, int] | Response


def add_closures(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk)
    pages.get("/closures")(views.closures)
    pages.route("/closures/new", methods=["GET", "POST"])(views.new_closure)
    pages.post("/closures/<int:number>/stop")(views.stop_closure)
    pages.post("/closures/<int:number>/extend")(views.extend_closure)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def closures(self, errors: dict[str, str] | None = None) -> Page:
        edition, now = self.desk.edition, self.desk.now()
        standing = [each for each in self.desk.closures.book.standing() if self._sees(each)]
        past = [each for each in self.desk.closures.book.history() if each.state(now) in ("over", "stopped")]
        everywhere = [each.in_force() for each in standing if not each.hotlines and each.state(now) == "in force"]
        page = render_template(
            "desk/closures.html",
            standing=standing,
            past=[each for each in past if self._sees(each)][:PAST_SHOWN],
            now=now,
            reasons=REASONS,
            ends={each.id: each.over.astimezone(ZoneInfo(edition.zone)).strftime(FORM) for each in standing},
            may_change={each.id for each in standing if self._may_change(each)},
            may_announce=bool(self._mine("supervisor")),
            offices=offices(edition, everywhere, now),
            holidays=holidays_to_come(edition, now),
            callers=edition.languages.values(),
            errors=errors or {},
        )
        return (page, 422) if errors else page

    def new_closure(self) -> Page:
        edition, mine, now = self.desk.edition, self._mine("supervisor"), self.desk.now()
        if request.method == "GET":
            return self._form(empty(request.args.get("kind", ""), mine, edition, now), {})
        given = typed(request, edition)
        if set(given.hotlines) - {line.name for line in mine}:
            abort(404)
        wish = wish_of(given, edition, mine, all_are_mine=person().departments("supervisor") is None)
        errors = errors_of(given, wish, edition, now)
        step = request.form.get("step", "check")
        if step == "change" or errors or wish is None:
            return self._form(given, {} if step == "change" else errors)
        return self._announce(wish) if step == "announce" else self._check(given, wish, now)

    def stop_closure(self, number: int) -> Page:
        kept = self._changeable(number)
        self._audit("stopped a closure", kept)
        try:
            self.desk.closures.book.stop(number, person().email)
        except ClosureRefused:
            flash(gettext("It was over already."), "warning")
        else:
            flash(gettext("Stopped. Within two seconds no caller hears it any more."), "success")
        self.desk.closures.look_again()
        return redirect(url_for("desk.closures"))

    def extend_closure(self, number: int) -> Page:
        kept = self._changeable(number)
        zone = ZoneInfo(self.desk.edition.zone)
        try:
            ends = datetime.fromisoformat(request.form.get("ends", "")).replace(tzinfo=zone)
            self._audit("extended a closure", kept, ends=ends.isoformat())
            self.desk.closures.book.extend(number, ends, person().email)
        except (ValueError, ClosureRefused):
            days = LONGEST.days
            words = gettext("Give an end that is still to come, %(days)d days ahead at most.", days=days)
            return self.closures({f"ends-{number}": words})
        self.desk.closures.look_again()
        flash(gettext("The new end is in force."), "success")
        return redirect(url_for("desk.closures"))

    def _form(self, given: Typed, errors: dict[str, str]) -> Page:
        page = render_template(
            "desk/closure_new.html",
            given=given,
            errors=errors,
            reasons=REASONS,
            notice=NOTICE,
            mine=self._mine("supervisor"),
            callers=self.desk.edition.languages.values(),
            most=MOST_LETTERS,
            longest=LONGEST.days,
        )
        return (page, 422) if errors else page

    def _check(self, given: Typed, wish: ClosureWish, now: datetime) -> Page:
        return render_template(
            "desk/closure_check.html",
            given=given,
            wish=wish,
            reasons=REASONS,
            titles=[line.title for line in self._mine("supervisor") if line.name in given.hotlines],
            hearings=hearings(self.desk.edition, wish, now),
        )

    def _announce(self, wish: ClosureWish) -> Page:
        action = "closed offices" if wish.reason else "announced a notice"
        for department in self._departments(wish.hotlines):
            details = {"reason": wish.reason, "until": wish.ends.isoformat(), "words": dict(wish.words)}
            audit(action, ", ".join(wish.hotlines) or "all", details, department=department)
        self.desk.closures.book.announce(self.desk.edition, wish, person().email)
        self.desk.closures.look_again()
        flash(gettext("Announced. Within two seconds every caller hears it."), "success")
        return redirect(url_for("desk.closures"))

    def _mine(self, role: Role) -> tuple[Hotline, ...]:
        """The hotlines of the departments in which the person holds a role."""
        return self.desk.hotlines_of(person().departments(role))

    def _sees(self, closure: KeptClosure) -> bool:
        return any(closure.concerns(line.name) for line in self._mine("viewer"))

    def _may_change(self, closure: KeptClosure) -> bool:
        """Whether every hotline that it is on is the person's; one on all hotlines is only for those of all."""
        mine = {line.name for line in self._mine("supervisor")}
        everywhere = person().departments("supervisor") is None
        return everywhere or bool(closure.hotlines and set(closure.hotlines) <= mine)

    def _changeable(self, number: int) -> KeptClosure:
        try:
            kept = self.desk.closures.book.one(number)
        except ClosureRefused:
            abort(404)
        if not self._may_change(kept):
            abort(404)
        return kept

    def _audit(self, action: str, closure: KeptClosure, **details: object) -> None:
        for department in self._departments(closure.hotlines):
            audit(action, str(closure.id), details, department=department)

    def _departments(self, hotlines: Iterable[str]) -> list[str]:
        """The departments of hotlines, an empty one for all."""
        return sorted({self.desk.department_of(name) for name in hotlines}) or [""]
