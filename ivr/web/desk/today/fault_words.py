"""What went wrong with requests, or was done too often: how each reads, and what to do about it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

GUESSING = lazy_gettext(
    "Somebody may be guessing. Callers who were right were not told either: "
    "if they are honest, ask your operator to raise IVR_MOST_GUESSES."
)
FLOODING = lazy_gettext(
    "Look at the calls of today for one that comes again and again; "
    "if callers are honest, ask your operator to raise IVR_MOST_MESSAGES."
)
FAULTS: Mapping[str, tuple[LazyString, LazyString]] = {
    "unsigned": (
        lazy_gettext("Requests without the carrier's signature, refused today: %(count)s, the last at %(last)s."),
        lazy_gettext(
            "If calls fail, IVR_PUBLIC_URL or IVR_TWILIO_AUTH_TOKEN is not what the carrier has: tell your operator. "
            "If calls go on, somebody else tried."
        ),
    ),
    "nameless": (
        lazy_gettext("Signed requests that named no call today: %(count)s, the last at %(last)s."),
        lazy_gettext("Something other than a call is sent to the addresses of calls: tell your operator."),
    ),
    "failed": (
        lazy_gettext("Requests of the carrier that failed here today: %(count)s, the last at %(last)s."),
        lazy_gettext("Callers heard an apology. Tell your operator the time: the log says what failed."),
    ),
    "fallback": (
        lazy_gettext("Answers that the carrier could not use today: %(count)s, the last at %(last)s."),
        lazy_gettext("These calls went on. If it goes on too, tell your operator: the log has the carrier's code."),
    ),
    "proxies": (
        lazy_gettext("Sign-ins today for which IVR_PROXIES is not right: %(count)s, the last at %(last)s."),
        lazy_gettext(
            "Visitors share the address of a proxy, so that one who guesses slows down all: "
            "tell your operator to set it to how many proxies stand before the server."
        ),
    ),
    "unkept": (
        lazy_gettext("Steps of calls that only the log could keep today: %(count)s, the last at %(last)s."),
        lazy_gettext(
            "Callers who left something in them were told that it may be lost. Have your operator load them: "
            "ivr spool load --log FILE"
        ),
    ),
    "guesses by a caller": (
        lazy_gettext(
            "Private answers withheld today from callers with too many wrong tries: "
            "%(count)s, the last at %(last)s."
        ),
        GUESSING,
    ),
    "guesses at a key": (
        lazy_gettext(
            "Private answers withheld today where the same number was tried too often: "
            "%(count)s, the last at %(last)s."
        ),
        GUESSING,
    ),
    "guesses in all": (
        lazy_gettext(
            "Private answers withheld today from everybody, so many wrong tries were there: "
            "%(count)s, the last at %(last)s."
        ),
        GUESSING,
    ),
    "messages by a caller": (
        lazy_gettext("Messages not taken today from callers who had left too many: %(count)s, the last at %(last)s."),
        FLOODING,
    ),
    "messages to a number": (
        lazy_gettext(
            "Numbers not noted today because they are to be rung back often enough: "
            "%(count)s, the last at %(last)s."
        ),
        FLOODING,
    ),
    "messages on a line": (
        lazy_gettext("Messages not taken today because too many came in on a line: %(count)s, the last at %(last)s."),
        FLOODING,
    ),
    "messages of withheld numbers": (
        lazy_gettext(
            "Messages not taken today because too many came from withheld numbers: "
            "%(count)s, the last at %(last)s."
        ),
        FLOODING,
    ),
}  # fmt: skip
