"""A call told in words, step by step: what came in, what happened, what was said. In English, or as `gettext` has it.

The words stand in calls of `gettext`, so that catalogues can be made of them; `CODES` are told by their own names.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, get_args

from ivr.engine.events import (
    AnswerGiven,
    CallBackChosen,
    CallEnded,
    CallEnding,
    CallResumed,
    CallStarted,
    CaseOpened,
    CeilingReached,
    ClosureAnnounced,
    EnquiryMade,
    EnquiryOutcome,
    EntryRefused,
    Event,
    FieldKept,
    HoursChecked,
    HowChosen,
    InformationGiven,
    KeyPressed,
    LanguageChosen,
    LeftUnkept,
    MessageLeft,
    NodeReached,
    RecordedAgain,
    SilenceHeard,
    TransferAccepted,
    TransferEnded,
    TransferEnding,
    TransferStarted,
    TriesRanOut,
    WhyTriesRanOut,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.engine.heard import (
    Heard,
    Keys,
    Recorded,
    Resumed,
    Ringing,
    Silence,
    TransferFinished,
    Unclear,
    Words,
    hung_up,
)
from ivr.engine.instructions import Ask, Instruction, Play, PlayBack, Say
from ivr.engine.ports import CeilingName
from ivr.engine.vocabulary import complete
from ivr.hours.calendar import Why
from ivr.journal.entry import Entry
from ivr.telling.naming import AS_WRITTEN, Names

CODES = frozenset(
    {
        *get_args(HowChosen),
        *get_args(EnquiryOutcome),
        *get_args(Why),  # what decided that a calendar is open or not
        *get_args(TransferEnding),
        *get_args(WhyTriesRanOut),
        *get_args(CallEnding),
        *("typhoon", "rainstorm", "power", "other"),  # why an office is closed
        *("completed", "no-answer", "canceled", "absent"),  # the carrier's words for the end of a call or recording
    }
)
"""Values of events that are words of the system, not of a menu or a caller."""


class Gettext(Protocol):
    """Puts a sentence into the reader's language and fills in its variables."""

    def __call__(self, string: str, **variables: object) -> str:
        """The sentence."""
        ...


def in_english(string: str, **variables: object) -> str:
    """The sentence as it is written here."""
    return string % variables if variables else string


REFUSED: Mapping[str, Callable[[Gettext], str]] = {
    "entry_unclear": lambda gettext: gettext("not only digits"),
    "entry_wrong_length": lambda gettext: gettext("too many or too few keys"),
    "entry_wrong_check": lambda gettext: gettext("its check digit is wrong, so a digit was mistyped"),
    "entry_not_a_date": lambda gettext: gettext("there is no such date"),
    "entry_date_past": lambda gettext: gettext("the date lies in the future"),
    "entry_date_future": lambda gettext: gettext("the date lies in the past"),
    "entry_not_an_amount": lambda gettext: gettext("no amount of money"),
    "entry_amount_range": lambda gettext: gettext("the amount is too small or too large"),
    "entry_not_letters": lambda gettext: gettext("no letters"),
}
"""Which check an entry failed, by the phrase that the caller heard; what is not here is told by its name."""

CEILINGS: Mapping[CeilingName, Callable[[Gettext], str]] = complete(
    {
        "guesses in a call": lambda gettext: gettext("nothing was looked up: too many wrong tries in this call"),
        "guesses by a caller": lambda gettext: gettext("nothing was looked up: too many wrong tries by this caller"),
        "guesses at a key": lambda gettext: gettext("nothing was looked up: too many wrong tries at what was keyed"),
        "guesses in all": lambda gettext: gettext("nothing was looked up: too many wrong tries in all calls together"),
        "messages by a caller": lambda gettext: gettext("no message was taken: too many of this caller"),
        "messages to a number": lambda gettext: gettext("the number was not noted: it is to be rung back often enough"),
        "messages on a line": lambda gettext: gettext("no message was taken: too many on this line"),
        "messages of withheld numbers": lambda gettext: gettext("no message was taken: too many from withheld numbers"),
    },
    CeilingName,
)
"""What came of it that something was done too often."""


def tell(  # noqa: C901 - a line an event, told only here
    event: Event, gettext: Gettext = in_english, names: Names = AS_WRITTEN, took: int | None = None
) -> str:
    """What happened, in words; empty for what the timeline shows anyway. `took` is as for `tell_events`."""
    match event:
        case TransferEnded(outcome="gave up"):
            return _left_ringing(names.officers(event.officers), gettext, took)
        case LanguageChosen():
            return gettext(
                "language %(language)s, by %(by)s", language=names.language(event.language), by=_code(event.by, gettext)
            )
        case ClosureAnnounced(reason=""):
            return gettext("told notice %(closure)s", closure=event.closure)
        case ClosureAnnounced():
            reason = _code(event.reason, gettext)
            return gettext("told of closure %(closure)s: %(reason)s", closure=event.closure, reason=reason)
        case KeyPressed():
            return gettext("key %(key)s leads to %(to)s", key=event.key, to=names.place(event.to, event.node))
        case WrongKeyPressed(keys=""):
            return gettext("not offered: unclear (failure %(tries)s)", tries=event.tries)
        case WrongKeyPressed():
            return gettext("%(keys)s is not an option here (failure %(tries)s)", keys=event.keys, tries=event.tries)
        case SilenceHeard():
            return gettext("nothing heard (failure %(tries)s)", tries=event.tries)
        case WordsHeard(to=""):
            return gettext("words nobody offers")
        case WordsHeard():
            return gettext("words lead to %(to)s", to=names.place(event.to, event.node))
        case EntryRefused():
            return gettext(
                "entry refused: %(why)s", why=REFUSED[event.why](gettext) if event.why in REFUSED else event.why
            )
        case FieldKept():
            return gettext("%(field)s = %(value)s", field=event.field, value=event.value or gettext("(none)"))
        case InformationGiven():
            return gettext("gave what was asked for: %(field)s", field=event.field)
        case EnquiryMade():
            return _enquiry(event, gettext, names)
        case CeilingReached():
            return CEILINGS[event.ceiling](gettext) if event.ceiling in CEILINGS else event.ceiling
        case AnswerGiven():
            return gettext("answered by %(node)s", node=names.place(event.node))
        case HoursChecked():
            state = gettext("open") if event.open else gettext("closed")
            why = _code(event.why, gettext)
            return gettext("calendar %(calendar)s: %(state)s (%(why)s)", calendar=event.calendar, state=state, why=why)
        case TransferAccepted():
            return gettext("an officer took the call")
        case TransferStarted() | TransferEnded():
            return _transfer(event, gettext, names)
        case MessageLeft():
            back = event.call_back or gettext("not wanted")
            return gettext("message left, %(seconds)s s, call back %(back)s", seconds=event.seconds, back=back)
        case CaseOpened():
            back = event.call_back or gettext("not wanted")
            return gettext(
                "case %(reference)s opened: %(kind)s, call back %(back)s",
                reference=event.reference, kind=event.case, back=back,
            )  # fmt: skip
        case RecordedAgain():
            return gettext("recorded again, %(seconds)s s: that is kept instead", seconds=event.seconds)
        case CallBackChosen():
            return gettext("call back %(back)s", back=event.call_back or gettext("not wanted"))
        case LeftUnkept():
            return gettext("could be kept nowhere at that moment: the caller was told that it may be lost")
        case TriesRanOut():
            to = names.place(event.to, event.node)
            return gettext("tries ran out (%(why)s); on to %(to)s", why=_code(event.why, gettext), to=to)
        case CallResumed():
            return gettext("resumed after carrier error %(code)s", code=event.code)
        case CallEnded():
            return gettext("the call ends: %(how)s", how=_code(event.how, gettext))
        case CallStarted() | NodeReached():
            return ""


def tell_events(
    entry: Entry, gettext: Gettext = in_english, names: Names = AS_WRITTEN, took: int | None = None
) -> Iterator[tuple[str, bool]]:
    """What happened at an entry, a sentence each, and whether it went wrong; `took` seconds after the turn before."""
    happened = entry.events if entry.turn else ()  # a carrier's notice says itself what it is about
    refused = any(isinstance(event, EntryRefused) for event in happened)
    for event in happened:
        told_why = refused and isinstance(event, WrongKeyPressed)
        line = "" if told_why else tell(event, gettext, names, took)
        if line:
            yield line, went_wrong(event)


def tell_heard(entry: Entry, gettext: Gettext = in_english) -> str:
    """What came in: what the caller did, or what the carrier reports."""
    heard = entry.heard
    if entry.ends and not entry.turn:
        return _end(entry, gettext)
    if came_in := entry.came_in:
        return _heard(came_in, gettext)
    if "officer" in heard:
        return gettext("an officer took the call")
    if "recording" in heard:
        return _recording(entry, gettext)  # never with the carrier's address of it
    return ", ".join(f"{name} {value}" for name, value in heard.items() if value)


def _heard(heard: Heard, gettext: Gettext) -> str:  # noqa: C901 - a line for each, told only here
    match heard:
        case Ringing():
            return gettext("the call comes in")
        case Keys():
            return gettext("presses %(digits)s", digits=heard.digits)
        case Words():
            return gettext("says “%(text)s”", text=heard.text)
        case Silence():
            return gettext("stays silent")
        case Unclear():
            return gettext("enters what no key makes")
        case Recorded(seconds=None):
            return gettext("records something") + _parted(heard, gettext)
        case Recorded():
            return gettext("records %(seconds)s s", seconds=heard.seconds) + _parted(heard, gettext)
        case TransferFinished(outcome="gave up"):
            return gettext("hangs up while it rings")
        case TransferFinished():
            outcome = _code(heard.outcome, gettext)
            return gettext("ringing officers ends: %(outcome)s", outcome=outcome) + _parted(heard, gettext)
        case Resumed():
            return gettext("the carrier resumes after error %(code)s", code=heard.code)


def _parted(heard: Heard, gettext: Gettext) -> str:
    return " " + gettext("and hangs up") if hung_up(heard) else ""


def tell_left_ringing(
    before: Entry, gettext: Gettext = in_english, names: Names = AS_WRITTEN, took: int | None = None
) -> Iterator[tuple[str, bool]]:
    """That a call ended while it still rang where the turn `before` left it, and only its end was reported."""
    for event in before.events:
        if isinstance(event, TransferStarted):
            yield _left_ringing(names.officers(event.officers), gettext, took), True


def said_in(instruction: Instruction) -> Iterator[Say | Play | PlayBack]:
    """What an instruction lets the caller hear, in order."""
    if isinstance(instruction, Ask):
        for prompt in instruction.prompts:
            yield from said_in(prompt)
    elif isinstance(instruction, Say | Play | PlayBack):
        yield instruction


def went_wrong(event: Event) -> bool:
    """Whether it is something that a reader should see at a glance: the caller did not get what they tried for."""
    match event:
        case WrongKeyPressed() | SilenceHeard() | EntryRefused() | TriesRanOut() | CallResumed() | LeftUnkept():
            return True
        case CeilingReached():
            return True
        case WordsHeard(to=""):
            return True
        case EnquiryMade():
            return event.outcome == "unavailable"
        case TransferEnded():
            return event.outcome != "answered"
        case CallEnded():
            return event.how in ("failed", "lost", "too long", "carrier ended")
    return False


def _code(value: str, gettext: Gettext) -> str:
    return gettext(value) if value in CODES else value


def _enquiry(event: EnquiryMade, gettext: Gettext, names: Names) -> str:
    table, outcome = names.table(event.table), _code(event.outcome, gettext)
    if event.rows > 1:
        return gettext("looked in %(table)s: %(outcome)s, %(rows)s rows", table=table, outcome=outcome, rows=event.rows)
    return gettext("looked in %(table)s: %(outcome)s", table=table, outcome=outcome)


def _transfer(event: TransferStarted | TransferEnded, gettext: Gettext, names: Names) -> str:
    officers = names.officers(event.officers)
    if isinstance(event, TransferStarted):
        return gettext(
            "rings %(officers)s, attempt %(attempt)s, %(numbers)s telephone(s)",
            officers=officers, attempt=event.attempt, numbers=event.numbers,
        )  # fmt: skip
    attempt = gettext("attempt %(attempt)s", attempt=event.attempt) + " " if event.attempt else ""
    talked = ", " + gettext("%(seconds)s s", seconds=event.seconds) if event.seconds else ""
    return f"{officers}: {attempt}{_code(event.outcome, gettext)}{talked}"


def _left_ringing(officers: str, gettext: Gettext, took: int | None) -> str:
    if took is None:
        return gettext("%(officers)s: the caller hung up while it rang; nobody else was rung", officers=officers)
    return gettext(
        "%(officers)s: the caller hung up while it rang, after %(seconds)s s; nobody else was rung",
        officers=officers, seconds=took,
    )  # fmt: skip


def _recording(entry: Entry, gettext: Gettext) -> str:
    status = _code(str(entry.heard.get("status", "")), gettext)
    if entry.seconds is None:
        return gettext("the carrier reports a recording: %(status)s", status=status)
    return gettext("the carrier reports a recording: %(status)s, %(seconds)s s", status=status, seconds=entry.seconds)


def _end(entry: Entry, gettext: Gettext) -> str:
    status = _code(str(entry.heard.get("status", "")), gettext)
    if entry.seconds is None:
        return gettext("the carrier reports the end: %(status)s", status=status)
    return gettext("the carrier reports the end: %(status)s, after %(seconds)s s", status=status, seconds=entry.seconds)
