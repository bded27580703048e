"""One's own alerts: of what somebody is told by mail, and when, beside what flows.yaml tells them."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext

from ivr.engine.alerts import ABOUT, About
from ivr.settings.destinations import Destinations, is_mail_address
from ivr.storage.people.accounts import change_account
from ivr.storage.people.own_alerts import AT, IN, as_kept, choices_of, may_be_told, told_by_site, ways_of
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person

WORDS = {
    "messages": lazy_gettext("A caller left a message"),
    "complaints": lazy_gettext("A caller left a complaint"),
    "suggestions": lazy_gettext("A caller left a suggestion"),
    "compliments": lazy_gettext("A caller left a compliment"),
    "requests": lazy_gettext("A caller left a request"),
    "due": lazy_gettext("A case is due soon"),
    "overdue": lazy_gettext("A case is overdue"),
    "webhooks": lazy_gettext("Requests of the carrier are refused or fail"),
    "guessing": lazy_gettext("Somebody tries again and again what is secret"),
    "editions": lazy_gettext("An edition waits for a second person"),
    "closures": lazy_gettext("A closure ends within the hour"),
    "disk": lazy_gettext("The disk fills"),
    "unsent": lazy_gettext("Something could not be sent"),
    "report": lazy_gettext("The figures of the month before"),
    "pledges": lazy_gettext("A pledge is slipping"),
}


@pages.get("/alerts", role="signed in")
def own_alerts() -> str:
    """What there is to choose, with what was chosen."""
    account, edition = person().account, desk.edition
    return render_template(
        "desk/people/own_alerts.html",
        may=may_be_told(account, edition),
        site=[about for about in ABOUT if about in told_by_site(account, edition)],
        chosen=choices_of(account),
        ways=[("", gettext("not at all")), *((way, _words(way)) for way in ways_of(edition))],
        words=WORDS,
        unsent=_why_not_sent(account.email),
    )


@pages.post("/alerts", role="signed in")
def choose_own_alerts() -> Page:
    """Keep what was chosen; what is open to nobody or to others is passed over."""
    account, edition = person().account, desk.edition
    ways = ways_of(edition)
    chosen: dict[About, str] = {about: request.form.get(about, "") for about in may_be_told(account, edition)}
    kept = {about: way for about, way in chosen.items() if way in ways}
    if kept != choices_of(account):
        change_account(desk.database, account.id, alerts=as_kept(kept))
        audit("chose own alerts", account.email, {str(about): way for about, way in kept.items()})
    flash(gettext("Kept. It holds from now on, for what happens from now on."), "success")
    return redirect(url_for("desk.own_alerts"))


def _words(way: str) -> str:
    if way.startswith(AT):
        return str(gettext("once a day at {time}, all at once", time=way.removeprefix(AT)))
    if way.startswith(IN):
        return str(gettext("in the hours of “{name}”", name=way.removeprefix(IN)))
    return str(gettext("at once"))


def _why_not_sent(email: str) -> str:
    """Why no mail would reach them, empty where it would be tried."""
    if not desk.settings.smtp_url.get_secret_value() or not desk.settings.mail_from:
        return str(gettext("This installation sends no mail: tell your operator (IVR_SMTP_URL)."))
    if not is_mail_address(email) or not Destinations(desk.settings.send_to).take_mail(email):
        return str(gettext("No mail may be sent to {address}: tell your operator (IVR_SEND_TO).", address=email))
    return ""
