"""What went wrong with requests, or was done too often: how each reads, and what to do about it."""

from collections.abc import Mapping

from ivr.translation import Sentence, said

GUESSING = said(
    "Somebody may be guessing. Callers who were right were not told either: "
    "if they are honest, ask your operator to raise IVR_MOST_GUESSES."
)
FLOODING = said(
    "Look at the calls of today for one that comes again and again; "
    "if callers are honest, ask your operator to raise IVR_MOST_MESSAGES."
)
TEXTING = said(
    "These callers were told that no text message comes. If they are honest, ask your operator to raise IVR_MOST_TEXTS."
)
FAULTS: Mapping[str, tuple[Sentence, Sentence]] = {
    "unsigned": (
        said("Requests without the carrier's signature, refused today: {count}, the last at {last}."),
        said(
            "If calls fail, IVR_PUBLIC_URL or the carrier's token is not what the carrier has: tell your operator. "
            "If calls go on, somebody else tried."
        ),
    ),
    "nameless": (
        said("Signed requests that named no call today: {count}, the last at {last}."),
        said("Something other than a call is sent to the addresses of calls: tell your operator."),
    ),
    "failed": (
        said("Requests of the carrier that failed here today: {count}, the last at {last}."),
        said("Callers heard an apology. Tell your operator the time: the log says what failed."),
    ),
    "fallback": (
        said("Answers that the carrier could not use today: {count}, the last at {last}."),
        said("These calls went on. If it goes on too, tell your operator: the log has the carrier's code."),
    ),
    "proxies": (
        said("Sign-ins today for which IVR_PROXIES is not right: {count}, the last at {last}."),
        said(
            "Visitors share the address of a proxy, so that one who guesses slows down all: "
            "tell your operator to set it to how many proxies stand before the server."
        ),
    ),
    "unkept": (
        said("Steps of calls that only the log could keep today: {count}, the last at {last}."),
        said(
            "Callers who left something in them were told that it may be lost. Have your operator load them: "
            "ivr spool load --log FILE"
        ),
    ),
    "silent": (
        said("Lines that did not answer when they were tried from outside today: {count}, the last at {last}."),
        said("Ring one yourself. If it does not answer, tell your operator at once."),
    ),
    "guesses by a caller": (
        said(
            "Private answers withheld today from callers with too many wrong tries: "
            "{count}, the last at {last}."
        ),
        GUESSING,
    ),
    "guesses at a key": (
        said(
            "Private answers withheld today where the same number was tried too often: "
            "{count}, the last at {last}."
        ),
        GUESSING,
    ),
    "guesses at a lock": (
        said(
            "Callers turned away today at what is locked after too many wrong tries: "
            "{count}, the last at {last}."
        ),
        GUESSING,
    ),
    "guesses in all": (
        said(
            "Private answers withheld today from everybody, so many wrong tries were there: "
            "{count}, the last at {last}."
        ),
        GUESSING,
    ),
    "messages by a caller": (
        said("Messages not taken today from callers who had left too many: {count}, the last at {last}."),
        FLOODING,
    ),
    "messages to a number": (
        said(
            "Numbers not noted today because they are to be rung back often enough: "
            "{count}, the last at {last}."
        ),
        FLOODING,
    ),
    "messages on a line": (
        said("Messages not taken today because too many came in on a line: {count}, the last at {last}."),
        FLOODING,
    ),
    "messages of withheld numbers": (
        said(
            "Messages not taken today because too many came from withheld numbers: "
            "{count}, the last at {last}."
        ),
        FLOODING,
    ),
    "texts on a line": (
        said(
            "Text messages not promised today because enough went out on a line: "
            "{count}, the last at {last}."
        ),
        TEXTING,
    ),
    "texts for withheld numbers": (
        said(
            "Text messages not promised today because enough went to callers with withheld numbers: "
            "{count}, the last at {last}."
        ),
        TEXTING,
    ),
}  # fmt: skip
