"""What happened at a step of a call, in sentences."""

from collections.abc import Iterator, Mapping

from ivr.engine.events import (
    AnswerGiven,
    CallBackChosen,
    CallEnded,
    CallResumed,
    CallStarted,
    CaseOpened,
    CeilingReached,
    ClosureAnnounced,
    EnquiryMade,
    EntryRefused,
    Event,
    FieldKept,
    HoursChecked,
    InformationGiven,
    KeyPressed,
    LanguageChosen,
    LeftUnkept,
    LimitTold,
    MessageLeft,
    NodeReached,
    NoOfficersTold,
    RatingAnswered,
    RatingOffered,
    RecordedAgain,
    RecordedMore,
    RowFiled,
    SilenceHeard,
    TextPromised,
    TransferAccepted,
    TransferEnded,
    TransferStarted,
    TriesRanOut,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.engine.heard import ANSWERED_BEFORE, NODE_FAILED
from ivr.engine.ports import CeilingName
from ivr.engine.vocabulary import complete
from ivr.journal.entry import Entry
from ivr.telling.codes import word_of
from ivr.telling.naming import AS_WRITTEN, Names
from ivr.translation import NOTHING, Sentence, as_it_stands, said

REFUSED: Mapping[str, Sentence] = {
    "entry_unclear": said("not only digits"),
    "entry_wrong_length": said("too many or too few keys"),
    "entry_wrong_check": said("its check digit is wrong, so a digit was mistyped"),
    "entry_not_a_date": said("there is no such date"),
    "entry_date_past": said("the date lies in the future"),
    "entry_date_future": said("the date lies in the past"),
    "entry_no_such_day": said("there is no such date"),
    "entry_date_too_early": said("the date lies too long ago"),
    "entry_date_too_late": said("the date lies too far ahead"),
    "entry_closed_day": said("the office is closed on that day"),
    "entry_number_range": said("the number is too small or too large"),
    "entry_not_an_amount": said("no amount of money"),
    "entry_amount_range": said("the amount is too small or too large"),
    "entry_not_letters": said("no letters"),
    "entry_not_a_phone": said("no telephone number that there can be"),
}
GONE_ON: Mapping[str, Sentence] = {
    ANSWERED_BEFORE: said("the same answer could not be given again: the call goes on from it"),
    NODE_FAILED: said("something failed here that the log tells of: the call goes on without it"),
}
"""Which check an entry failed, by the phrase that the caller heard; what is not here is told by its name."""

CEILINGS: Mapping[CeilingName, Sentence] = complete(
    {
        "guesses in a call": said("nothing was looked up: too many wrong tries in this call"),
        "guesses by a caller": said("nothing was looked up: too many wrong tries by this caller"),
        "guesses at a key": said("nothing was looked up: too many wrong tries at what was keyed"),
        "guesses at a lock": said("locked: too many wrong tries at what was keyed"),
        "guesses in all": said("nothing was looked up: too many wrong tries in all calls together"),
        "messages by a caller": said("no message was taken: too many of this caller"),
        "messages to a number": said("the number was not noted: it is to be rung back often enough"),
        "messages on a line": said("no message was taken: too many on this line"),
        "messages of withheld numbers": said("no message was taken: too many from withheld numbers"),
        "texts for a caller": said("no text message was promised: this caller had enough today"),
        "texts to a number": said("no text message was promised: enough went to this number today"),
        "texts on a line": said("no text message was promised: enough went out on this line today"),
        "texts for withheld numbers": said("no text message was promised: enough went to withheld numbers today"),
    },
    CeilingName,
)
"""What came of it that something was done too often."""


RECORDED = {
    RecordedAgain: said("recorded again, {seconds} s: that is kept instead"),
    RecordedMore: said("added to the recording, {seconds} s: both are kept"),
}
ALWAYS_ALIKE: Mapping[type[RatingOffered | TransferAccepted | LeftUnkept | NoOfficersTold | LimitTold], Sentence] = {
    RatingOffered: said("asked how the call went"),
    TransferAccepted: said("an officer took the call"),
    LeftUnkept: said("could be kept nowhere at that moment: the caller was told that it may be lost"),
    NoOfficersTold: said("told that nobody can be reached on this line"),
    LimitTold: said("told that officers take no calls from this number"),
}


def tell(  # noqa: C901 - a line an event, told only here
    event: Event, names: Names = AS_WRITTEN, took: int | None = None
) -> Sentence:
    """What happened, in words; empty for what the timeline shows anyway. `took` is as for `tell_events`."""
    match event:
        case TransferEnded(outcome="gave up"):
            return _left_ringing(names.officers(event.officers), took)
        case LanguageChosen():
            return said("language {language}, by {by}", language=names.language(event.language), by=word_of(event.by))
        case ClosureAnnounced(reason=""):
            return said("told notice {closure}", closure=event.closure)
        case ClosureAnnounced():
            reason = word_of(event.reason)
            return said("told of closure {closure}: {reason}", closure=event.closure, reason=reason)
        case KeyPressed():
            return said("key {key} leads to {to}", key=event.key, to=names.place(event.to, event.node))
        case WrongKeyPressed(keys=""):
            return said("not offered: unclear (failure {tries})", tries=event.tries)
        case WrongKeyPressed():
            return said("{keys} is not an option here (failure {tries})", keys=event.keys, tries=event.tries)
        case SilenceHeard():
            return said("nothing heard (failure {tries})", tries=event.tries)
        case WordsHeard(to=""):
            return said("words nobody offers")
        case WordsHeard():
            return said("words lead to {to}", to=names.place(event.to, event.node))
        case EntryRefused():
            return said("entry refused: {why}", why=REFUSED.get(event.why, event.why))
        case FieldKept():
            return said(
                "{field} = {value}", field=names.field(event.field, event.node), value=event.value or said("(none)")
            )
        case InformationGiven():
            return said("gave what was asked for: {field}", field=names.field(event.field, event.node))
        case RatingAnswered():
            return said("{field} = {value}", field=event.question, value=event.answer)
        case EnquiryMade():
            return _enquiry(event, names)
        case RowFiled():
            return _filed(event, names)
        case CeilingReached():
            return CEILINGS.get(event.ceiling) or as_it_stands(event.ceiling)
        case AnswerGiven():
            return said("answered by {node}", node=names.place(event.node))
        case HoursChecked():
            state = said("open") if event.open else said("closed")
            why = word_of(event.why)
            return said("calendar {calendar}: {state} ({why})", calendar=event.calendar, state=state, why=why)
        case TransferStarted() | TransferEnded():
            return _transfer(event, names)
        case MessageLeft():
            back = event.call_back or said("not wanted")
            return said("message left, {seconds} s, call back {back}", seconds=event.seconds, back=back)
        case CaseOpened():
            back = event.call_back or said("not wanted")
            return said(
                "case {reference} opened: {kind}, call back {back}",
                reference=event.reference, kind=word_of(event.case), back=back,
            )  # fmt: skip
        case RecordedAgain() | RecordedMore():
            return said(RECORDED[type(event)], seconds=event.seconds)
        case CallBackChosen():
            return said("call back {back}", back=event.call_back or said("not wanted"))
        case TextPromised():
            return said("text message promised to {number}: {text}", number=event.number, text=event.text)
        case TriesRanOut():
            to = names.place(event.to, event.node)
            return said("tries ran out ({why}); on to {to}", why=word_of(event.why), to=to)
        case RatingOffered() | TransferAccepted() | LeftUnkept() | NoOfficersTold() | LimitTold():
            return ALWAYS_ALIKE[type(event)]
        case CallResumed():
            return GONE_ON.get(event.code) or said("resumed after carrier error {code}", code=event.code)
        case CallEnded():
            return said("the call ends: {how}", how=word_of(event.how))
        case CallStarted() | NodeReached():
            return NOTHING


def tell_events(entry: Entry, names: Names = AS_WRITTEN, took: int | None = None) -> Iterator[tuple[Sentence, bool]]:
    """What happened at an entry, a sentence each, and whether it went wrong; `took` seconds after the turn before."""
    happened = entry.events if entry.turn else ()  # a carrier's notice says itself what it is about
    refused = any(isinstance(event, EntryRefused) for event in happened)
    for event in happened:
        told_why = refused and isinstance(event, WrongKeyPressed)
        line = NOTHING if told_why else tell(event, names, took)
        if line:
            yield line, went_wrong(event)


def tell_left_ringing(
    before: Entry, names: Names = AS_WRITTEN, took: int | None = None
) -> Iterator[tuple[Sentence, bool]]:
    """That a call ended while it still rang where the turn `before` left it, and only its end was reported."""
    for event in before.events:
        if isinstance(event, TransferStarted):
            yield _left_ringing(names.officers(event.officers), took), True


def went_wrong(event: Event) -> bool:
    """Whether it is something that a reader should see at a glance: the caller did not get what they tried for."""
    match event:
        case WrongKeyPressed() | SilenceHeard() | EntryRefused() | TriesRanOut() | CallResumed() | LeftUnkept():
            return True
        case CeilingReached():
            return True
        case WordsHeard(to=""):
            return True
        case EnquiryMade() | RowFiled():
            return event.outcome == "unavailable"
        case TransferEnded():
            return event.outcome != "answered"
        case CallEnded():
            return event.how in ("failed", "lost", "too long", "carrier ended")
    return False


def _filed(event: RowFiled, names: Names) -> Sentence:
    table = names.table(event.table)
    if event.outcome == "done":
        return said("entered in {table} as {entry}", table=table, entry=event.entry)
    return said("not entered in {table}: {outcome}", table=table, outcome=word_of(event.outcome))


def _enquiry(event: EnquiryMade, names: Names) -> Sentence:
    table, outcome = names.table(event.table), word_of(event.outcome)
    if event.rows > 1:
        return said("looked in {table}: {outcome}, {rows} rows", table=table, outcome=outcome, rows=event.rows)
    return said("looked in {table}: {outcome}", table=table, outcome=outcome)


def _transfer(event: TransferStarted | TransferEnded, names: Names) -> Sentence:
    officers = names.officers(event.officers)
    if isinstance(event, TransferStarted):
        return said(
            "rings {officers}, attempt {attempt}, {numbers} telephone(s)",
            officers=officers, attempt=event.attempt, numbers=event.numbers,
        )  # fmt: skip
    outcome = word_of(event.outcome)
    if event.attempt:
        outcome = said("{attempt} {outcome}", attempt=said("attempt {attempt}", attempt=event.attempt), outcome=outcome)
    if event.seconds:
        outcome = said("{outcome}, {talked}", outcome=outcome, talked=said("{seconds} s", seconds=event.seconds))
    return said("{officers}: {outcome}", officers=officers, outcome=outcome)


def _left_ringing(officers: str, took: int | None) -> Sentence:
    if took is None:
        return said("{officers}: the caller hung up while it rang; nobody else was rung", officers=officers)
    return said(
        "{officers}: the caller hung up while it rang, after {seconds} s; nobody else was rung",
        officers=officers, seconds=took,
    )  # fmt: skip
