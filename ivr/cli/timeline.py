"""A call told step by step, in words: when, where, what the caller did and heard, what came of it."""

from collections.abc import Iterable, Iterator

from ivr.cli.opening import local
from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    CallResumed,
    CallStarted,
    CaseOpened,
    ClosureAnnounced,
    EnquiryMade,
    EntryRefused,
    Event,
    FieldKept,
    HoursChecked,
    KeyPressed,
    LanguageChosen,
    MessageLeft,
    NodeReached,
    SilenceHeard,
    TransferEnded,
    TransferStarted,
    TriesRanOut,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.engine.instructions import Ask, Instruction, Play, Say
from ivr.switchboard.ports import Entry

HEARD = {
    "Ringing": "the call comes in",
    "Keys": "presses {digits}",
    "Words": "says “{text}”",
    "Silence": "stays silent",
    "Unclear": "enters what no key makes",
    "Recorded": "records {seconds} s",
    "TransferFinished": "ringing officers ends: {outcome}",
    "Resumed": "the carrier resumes after error {code}",
}


def told(entries: Iterable[Entry]) -> Iterator[str]:
    """The lines of a call's timeline."""
    for entry in entries:
        name = f"{entry.turn:>3}" if entry.turn else "  ·"
        yield f"{name}  {local(entry.at)}  {entry.node or entry.entry}"
        yield f"     ▸ {_heard(entry)}"
        happened = entry.events if entry.turn else ()  # a carrier's notice says itself what it is about
        yield from (f"     • {line}" for event in happened if (line := tell(event)))
        yield from (f"       “{words}”" for instruction in entry.instructions for words in _words(instruction))


def _heard(entry: Entry) -> str:
    """What came in."""
    heard = entry.heard
    if entry.ends and not entry.turn:
        length = f", after {entry.seconds} s" if entry.seconds is not None else ""
        return f"the carrier reports the end: {heard.get('status', '')}{length}"
    reads = HEARD.get(heard.get("heard", ""))
    if reads is None:
        return ", ".join(f"{name} {value}" for name, value in heard.items() if value)
    return reads.format_map(heard) + (" and hangs up" if heard.get("hung_up") else "")


def tell(event: Event) -> str:  # noqa: C901 - one line for each event, and no other place tells them
    """What happened, in words; empty for what the timeline shows anyway."""
    match event:
        case LanguageChosen():
            return f"language {event.language}, by {event.by}"
        case ClosureAnnounced():
            return (
                f"told of closure {event.closure}: {event.reason}" if event.reason else f"told notice {event.closure}"
            )
        case KeyPressed():
            return f"key {event.key} leads to {event.to}"
        case WrongKeyPressed():
            return f"not offered: {event.keys or 'unclear'} (failure {event.tries})"
        case SilenceHeard():
            return f"nothing heard (failure {event.tries})"
        case WordsHeard():
            return f"words lead to {event.to}" if event.to else "words nobody offers"
        case EntryRefused():
            return f"entry refused: {event.why}"
        case FieldKept():
            return f"{event.field} = {event.value or '(none)'}"
        case EnquiryMade():
            return f"looked in {event.table}: {event.outcome}" + (f", {event.rows} rows" if event.rows > 1 else "")
        case AnswerGiven():
            return f"answered by {event.node}"
        case HoursChecked():
            return f"calendar {event.calendar}: {'open' if event.open else 'closed'} ({event.why})"
        case TransferStarted():
            return f"rings {event.officers}, attempt {event.attempt}, {event.numbers} telephone(s)"
        case TransferEnded():
            attempt = f"attempt {event.attempt} " if event.attempt else ""
            return f"{event.officers}: {attempt}{event.outcome}" + (f", {event.seconds} s" if event.seconds else "")
        case MessageLeft():
            return f"message left, {event.seconds} s, call back {event.call_back or 'not wanted'}"
        case CaseOpened():
            return f"case {event.reference} opened: {event.case}, call back {event.call_back or 'not wanted'}"
        case TriesRanOut():
            return f"tries ran out ({event.why}); on to {event.to}"
        case CallResumed():
            return f"resumed after carrier error {event.code}"
        case CallEnded():
            return f"the call ends: {event.how}"
        case CallStarted() | NodeReached():
            return ""


def _words(instruction: Instruction) -> Iterator[str]:
    if isinstance(instruction, Ask):
        for prompt in instruction.prompts:
            yield from _words(prompt)
    elif isinstance(instruction, Say):
        yield instruction.text
    elif isinstance(instruction, Play):
        yield f"{instruction.text} [recording]"
