"""What came in at a step of a call, and what the caller was let hear."""

from collections.abc import Iterator, Mapping

from ivr.engine.heard import (
    ANSWERED_BEFORE,
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
from ivr.journal.entry import Entry
from ivr.telling.codes import word_of
from ivr.translation import Sentence, as_it_stands, said

CALLS_MADE: Mapping[str, Sentence] = {
    "picked-up": said("the officer's telephone was picked up"),
    "officer-left": said("nobody pressed 1 on the officer's telephone"),
    "officer-busy": said("the officer's telephone was busy"),
    "officer-silent": said("nobody picked up the officer's telephone"),
    "officer-failed": said("the officer's telephone could not be rung"),
    "accepted": said("the caller was rung"),
    "failed": said("the caller's telephone could not be reached"),
    "gave-up": said("the officer hung up while the caller's telephone rang"),
    "unanswered": said("the caller did not answer"),
    "busy": said("the caller's line was busy"),
    "answered": said("the caller answered"),
    "machine": said("a machine answered"),
}
"""What came of a call from the office to a caller."""


def tell_heard(entry: Entry) -> Sentence:
    """What came in: what the caller did, or what the carrier reports."""
    heard = entry.heard
    if entry.ends and not entry.turn:
        return _end(entry)
    if came_in := entry.came_in:
        return _heard(came_in)
    if "officer" in heard:
        return said("an officer took the call")
    if "reply" in heard:
        return said(
            "a call from the office: {outcome}", outcome=CALLS_MADE.get(str(heard["reply"]), str(heard["reply"]))
        )
    if "recording" in heard:
        return _recording(entry)  # never with the carrier's address of it
    return as_it_stands(", ".join(f"{name} {value}" for name, value in heard.items() if value))


def _heard(heard: Heard) -> Sentence:  # noqa: C901 - a line for each, told only here
    match heard:
        case Ringing():
            return said("the call comes in")
        case Keys():
            return said("presses {digits}", digits=heard.digits)
        case Words():
            return said("says “{text}”", text=heard.text)
        case Silence():
            return said("stays silent")
        case Unclear():
            return said("enters what no key makes")
        case Recorded(seconds=None):
            return _parted(heard, said("records something"))
        case Recorded():
            return _parted(heard, said("records {seconds} s", seconds=heard.seconds))
        case TransferFinished(outcome="gave up"):
            return said("hangs up while it rings")
        case TransferFinished():
            outcome = word_of(heard.outcome)
            return _parted(heard, said("ringing officers ends: {outcome}", outcome=outcome))
        case Resumed(code=code) if code == ANSWERED_BEFORE:
            return said("the carrier asks again for an answer that cannot be given again")
        case Resumed():
            return said("the carrier resumes after error {code}", code=heard.code)


def _parted(heard: Heard, did: Sentence) -> Sentence:
    return said("{did} {parted}", did=did, parted=said("and hangs up")) if hung_up(heard) else did


def said_in(instruction: Instruction) -> Iterator[Say | Play | PlayBack]:
    """What an instruction lets the caller hear, in order."""
    if isinstance(instruction, Ask):
        for prompt in instruction.prompts:
            yield from said_in(prompt)
    elif isinstance(instruction, Say | Play | PlayBack):
        yield instruction


def _recording(entry: Entry) -> Sentence:
    status = word_of(str(entry.heard.get("status", "")))
    if entry.seconds is None:
        return said("the carrier reports a recording: {status}", status=status)
    return said("the carrier reports a recording: {status}, {seconds} s", status=status, seconds=entry.seconds)


def _end(entry: Entry) -> Sentence:
    status = word_of(str(entry.heard.get("status", "")))
    if entry.seconds is None:
        return said("the carrier reports the end: {status}", status=status)
    return said("the carrier reports the end: {status}, after {seconds} s", status=status, seconds=entry.seconds)
