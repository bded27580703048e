"""Closures and notices: what is in force and to come, stopped and extended here; the offices' hours."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from ivr.closures.wishes import LONGEST, REASONS
from ivr.errors import ClosureRefused
from ivr.web.desk.closures.form import FORM, NOTICE
from ivr.web.desk.closures.offices import holidays_to_come, offices
from ivr.web.desk.closures.rights import ClosureRights
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.person import person

PAST_SHOWN = 20
Page = str | tuple[str, int] | Response


def add_closures(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk, ClosureRights(desk))
    pages.get("/closures")(views.closures)
    pages.post("/closures/<int(max=2147483647):number>/stop")(views.stop_closure)
    pages.post("/closures/<int(max=2147483647):number>/extend")(views.extend_closure)


@dataclass(frozen=True)
class _Views:
    desk: Desk
    rights: ClosureRights

    def closures(self, errors: dict[str, str] | None = None) -> Page:
        edition, now, book = self.desk.edition, self.desk.now(), self.desk.closures.book
        standing = [each for each in book.standing() if self.rights.sees(each)]
        past = [each for each in book.history() if each.state(now) in ("over", "stopped")]
        page = render_template(
            "desk/closures/closures.html",
            standing=standing,
            past=[each for each in past if self.rights.sees(each)][:PAST_SHOWN],
            now=now,
            titles={line.name: line.title for line in edition.hotlines.values()},
            reasons=REASONS,
            notice=NOTICE,
            ends={each.id: each.over.astimezone(ZoneInfo(edition.zone)).strftime(FORM) for each in standing},
            may_change={each.id for each in standing if self.rights.may_change(each)},
            may_announce=bool(self.rights.hotlines("supervisor")),
            offices=offices(edition, self.rights.hotlines("viewer"), standing, now),
            holidays=holidays_to_come(edition, now),
            callers=edition.languages.values(),
            errors=errors or {},
        )
        return (page, 422) if errors else page

    def stop_closure(self, number: int) -> Page:
        kept = self.rights.changeable(number)
        try:
            self.desk.closures.book.stop(number, person().email)
        except ClosureRefused:
            flash(gettext("It was over already."), "warning")
        else:
            self.rights.audit("stopped a closure", str(number), kept.hotlines)
            again = Markup(' <a href="{}">{}</a>').format(
                url_for("desk.new_closure", again=number), gettext("Announce it again")
            )
            flash(gettext("Stopped. Within two seconds no caller hears it any more.") + again, "success")
        self.desk.closures.look_again()
        return redirect(url_for("desk.closures"))

    def extend_closure(self, number: int) -> Page:
        kept = self.rights.changeable(number)
        zone = ZoneInfo(self.desk.edition.zone)
        try:
            ends = datetime.fromisoformat(request.form.get("ends", "")).replace(tzinfo=zone)
            self.desk.closures.book.extend(number, ends, person().email)
        except (ValueError, ClosureRefused):
            days = LONGEST.days
            words = gettext("Give an end that is still to come, %(days)d days ahead at most.", days=days)
            return self.closures({f"ends-{number}": words})
        self.rights.audit("extended a closure", str(number), kept.hotlines, ends=ends.isoformat())
        self.desk.closures.look_again()
        flash(gettext("The new end is in force."), "success")
        return redirect(url_for("desk.closures"))
