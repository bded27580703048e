"""The words for cases and messages: their kinds, their states, and what was done to them."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.storage.cases.listing import NO_CAUSE as NO_CAUSE
from ivr.storage.cases.listing import Case
from ivr.storage.cases.replies import MACHINE, RANG, REPLIED, SENT_OFF, SentReply
from ivr.storage.cases.work import NONE_WANTED as NONE_WANTED
from ivr.telling.heard_and_said import CALLS_MADE
from ivr.web.desk.frame.languages import told

KINDS: Mapping[str, LazyString] = {
    "complaint": lazy_gettext("complaint"),
    "suggestion": lazy_gettext("suggestion"),
    "compliment": lazy_gettext("compliment"),
    "request": lazy_gettext("request"),
}
STATES: Mapping[str, LazyString] = {"open": lazy_gettext("open case"), "closed": lazy_gettext("closed case")}
MEANS: Mapping[str, LazyString] = {
    "telephone": lazy_gettext("by telephone"),
    "text message": lazy_gettext("by text message"),
    "letter": lazy_gettext("by letter"),
    "e-mail": lazy_gettext("by e-mail"),
    "in person": lazy_gettext("in person"),
    NONE_WANTED: lazy_gettext("the caller wants no reply"),
}
DEEDS: Mapping[str, LazyString] = {
    "opened": lazy_gettext("made a case of a message"),
    "assigned": lazy_gettext("gave it to"),
    "classified": lazy_gettext("changed the kind"),
    "handed over": lazy_gettext("handed it over to"),
    "noted": lazy_gettext("noted"),
    "corrected": lazy_gettext("corrected what is kept of the caller"),
    "acknowledged": lazy_gettext("told the caller that it came in (acknowledged)"),
    SENT_OFF: lazy_gettext("sent a reply"),
    RANG: lazy_gettext("rang the caller from here"),
    MACHINE: lazy_gettext("met a machine on the caller's telephone"),
    REPLIED: lazy_gettext("replied to the caller"),
    "settled": lazy_gettext("wrote what came of it"),
    "closed": lazy_gettext("closed it"),
    "reopened": lazy_gettext("opened it again"),
    "done": lazy_gettext("saw to it"),
    "undone": lazy_gettext("wants it seen to again"),
    "made a case": lazy_gettext("made a case of it"),
}
WAYS: Mapping[str, LazyString] = {
    "sms": lazy_gettext("Text message"),
    "email": lazy_gettext("Mail"),
    "call": lazy_gettext("Call"),
}
"""The ways by which callers are answered from here."""
STANDS: Mapping[str, tuple[LazyString, str]] = {
    "waiting": (lazy_gettext("on its way"), "plain"),
    "sent": (lazy_gettext("it went"), "good"),
    "given up": (lazy_gettext("it could not be sent"), "bad"),
    "unsure": (lazy_gettext("unsure whether it went"), "bad"),
}
"""How words stand that were sent from here, and the kind of their badge."""
RINGING: Mapping[str, tuple[LazyString, str]] = {
    "waiting": (lazy_gettext("your telephone rings within seconds"), "plain"),
    "sent": (lazy_gettext("the officer's telephone is rung"), "plain"),
    "given up": (lazy_gettext("it could not be rung"), "bad"),
    "unsure": (lazy_gettext("unsure whether it was rung"), "bad"),
}
"""The same of a call of which nothing is known yet."""
DETAILS: Mapping[str, LazyString] = {
    "outcome": lazy_gettext("Outcome"),
    "cause": lazy_gettext("Cause"),
    "remedy": lazy_gettext("Remedy"),
}
RECORDINGS: Mapping[str, LazyString] = {
    "completed": lazy_gettext("ready"),
    "absent": lazy_gettext("nothing was recorded"),
    "failed": lazy_gettext("the carrier could not record it"),
    "deleted": lazy_gettext("deleted, for it was older than recordings are kept"),
    "": lazy_gettext("the carrier has not told yet whether it is ready"),
}


def stands(reply: SentReply) -> tuple[str, str]:
    """How a reply stands that was sent from here, in words, and the kind of its badge."""
    if reply.way != "call":
        words, kind = STANDS[reply.state]
        return str(words), kind
    if reply.outcome:
        good = reply.outcome in ("answered", "picked-up", "accepted")
        return told(CALLS_MADE[reply.outcome]), "good" if good else "warning"
    words, kind = RINGING[reply.state]
    return str(words), kind


def urgency(case: Case, now: datetime) -> str:
    """How pressing a case is: overdue, soon (within two days), due, replied, or closed."""
    due = case.next_due
    if due is None:
        return "closed" if case.state == "closed" else "replied"
    if due < now:
        return "overdue"
    return "soon" if (due - now).days < 2 else "due"
