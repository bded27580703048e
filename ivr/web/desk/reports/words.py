"""The words for what reports count and leave out."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.reports.volume import BY_OFFICERS, BY_SYSTEM, GAVE_UP, GAVE_WHAT_WAS_ASKED, LEFT_SOMETHING
from ivr.storage.ratings.listing import RatingState

RATES: Mapping[str, LazyString] = {
    BY_SYSTEM: lazy_gettext("answered by the system"),
    BY_OFFICERS: lazy_gettext("reached an officer"),
    GAVE_WHAT_WAS_ASKED: lazy_gettext("gave what was asked for"),
    LEFT_SOMETHING: lazy_gettext("left a message or a case"),
    GAVE_UP: lazy_gettext("gave up (abandoned)"),
}
REASONS: Mapping[str, LazyString] = {
    "hung up before choosing a language": lazy_gettext("hung up before choosing a language"),
    "end not known": lazy_gettext("end not known"),
    "outside office hours": lazy_gettext("outside office hours"),
    "table not available": lazy_gettext("table not available"),
    "number withheld": lazy_gettext("number withheld"),
    "short calls": lazy_gettext("gave up within five seconds"),
    "busy": lazy_gettext("every telephone engaged"),
    "left a message instead": lazy_gettext("left a message instead"),
    "heard no answer": lazy_gettext("heard no answer"),
    "gave no answer": lazy_gettext("asked, and gave no answer"),
    "not due yet": lazy_gettext("not due yet"),
    "no reply wanted": lazy_gettext("wanted no reply"),
}
"""Why something is left out of a rate, by the name that the reports give it."""

STATES: Mapping[RatingState, LazyString] = {
    "complete": lazy_gettext("complete"),
    "partial": lazy_gettext("partial"),
    "not answered": lazy_gettext("not answered"),
}
"""How much of a rating was answered."""

ANSWERS: Mapping[str, LazyString] = {
    "yes": lazy_gettext("yes"),
    "no": lazy_gettext("no"),
    "recorded": lazy_gettext("recorded"),
}
"""Answers to ratings that are words of the system."""

WEEKDAYS = (
    lazy_gettext("Mon"),
    lazy_gettext("Tue"),
    lazy_gettext("Wed"),
    lazy_gettext("Thu"),
    lazy_gettext("Fri"),
    lazy_gettext("Sat"),
    lazy_gettext("Sun"),
)
