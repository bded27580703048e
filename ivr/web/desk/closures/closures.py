"""Closures and notices: what is in force and to come, stopped and extended here; the offices' hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from ivr.closures.wishes import LONGEST, REASONS
from ivr.errors import ClosureRefused
from ivr.web.desk.closures import rights
from ivr.web.desk.closures.form import FORM, NOTICE
from ivr.web.desk.closures.offices import holidays_to_come, offices
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person

PAST_SHOWN = 20


@pages.get("/closures", role="viewer")
def closures(errors: dict[str, str] | None = None) -> Page:
    """What is in force and to come, what was, and the hours of the offices."""
    edition, now, book = desk.edition, desk.now(), desk.closures.book
    standing = [each for each in book.standing() if rights.sees(each)]
    past = [each for each in book.history() if each.state(now) in ("over", "stopped")]
    page = render_template(
        "desk/closures/closures.html",
        standing=standing,
        past=[each for each in past if rights.sees(each)][:PAST_SHOWN],
        now=now,
        reasons=REASONS,
        notice=NOTICE,
        ends={each.id: each.over.astimezone(ZoneInfo(edition.zone)).strftime(FORM) for each in standing},
        may_change={each.id for each in standing if rights.may_change(each)},
        may_announce=bool(rights.hotlines("supervisor")),
        offices=offices(edition, rights.hotlines("viewer"), standing, now),
        holidays=holidays_to_come(edition, now),
        callers=edition.languages.values(),
        errors=errors or {},
    )
    return (page, 422) if errors else page


@pages.post("/closures/<int(max=2147483647):number>/stop", role="supervisor")
def stop_closure(number: int) -> Page:
    """End it now."""
    kept = rights.changeable(number)
    try:
        desk.closures.book.stop(number, person().email)
    except ClosureRefused:
        flash(gettext("It was over already."), "warning")
    else:
        rights.audit("stopped a closure", str(number), kept.hotlines)
        again = Markup(' <a href="{}">{}</a>').format(
            url_for("desk.new_closure", again=number), gettext("Announce it again")
        )
        flash(gettext("Stopped. Within two seconds no caller hears it any more.") + again, "success")
    desk.closures.look_again()
    return redirect(url_for("desk.closures"))


@pages.post("/closures/<int(max=2147483647):number>/extend", role="supervisor")
def extend_closure(number: int) -> Page:
    """Give it another end."""
    kept = rights.changeable(number)
    zone = ZoneInfo(desk.edition.zone)
    try:
        ends = datetime.fromisoformat(request.form.get("ends", "")).replace(tzinfo=zone)
        desk.closures.book.extend(number, ends, person().email)
    except (ValueError, ClosureRefused):
        days = LONGEST.days
        words = gettext("Give an end that is still to come, {days} days ahead at most.", days=days)
        return closures({f"ends-{number}": words})
    rights.audit("extended a closure", str(number), kept.hotlines, ends=ends.isoformat())
    desk.closures.look_again()
    flash(gettext("The new end is in force."), "success")
    return redirect(url_for("desk.closures"))
