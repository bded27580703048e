"""The words for cases and messages: their kinds, their states, and what was done to them."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.storage.cases.listing import NO_CAUSE as NO_CAUSE
from ivr.storage.cases.listing import Case
from ivr.storage.cases.work import NONE_WANTED as NONE_WANTED

KINDS: Mapping[str, LazyString] = {
    "complaint": lazy_gettext("complaint"),
    "suggestion": lazy_gettext("suggestion"),
    "compliment": lazy_gettext("compliment"),
    "request": lazy_gettext("request"),
}
STATES: Mapping[str, LazyString] = {"open": lazy_gettext("open case"), "closed": lazy_gettext("closed case")}
MEANS: Mapping[str, LazyString] = {
    "telephone": lazy_gettext("by telephone"),
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
    "replied": lazy_gettext("replied to the caller"),
    "settled": lazy_gettext("wrote what came of it"),
    "closed": lazy_gettext("closed it"),
    "reopened": lazy_gettext("opened it again"),
    "done": lazy_gettext("saw to it"),
    "undone": lazy_gettext("wants it seen to again"),
    "made a case": lazy_gettext("made a case of it"),
}
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


def urgency(case: Case, now: datetime) -> str:
    """How pressing a case is: overdue, soon (within two days), due, replied, or closed."""
    due = case.next_due
    if due is None:
        return "closed" if case.state == "closed" else "replied"
    if due < now:
        return "overdue"
    return "soon" if (due - now).days < 2 else "due"
