"""What a caller did in a call, as the acts of a telephone that does it again; as far as the journal can tell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ivr.engine.edition import Edition
from ivr.engine.events import CallEnded
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
)
from ivr.engine.instructions import Ask, HangUp, Hold
from ivr.journal.entry import Entry
from ivr.logs import HIDDEN

Halt = Literal["", "secret", "unclear", "resumed"]
OFFICERS: Mapping[str, str] = {"answered": "answers", "busy": "busy", "unanswered": "unanswered", "failed": "fails"}
SOME_NUMBER = "51234567"  # stands for a number that the reader may not see: an example of the numbering plan
MOST_ACTS = 600


@dataclass(frozen=True)
class Replay:
    """The `acts`, as the test telephone reads them; `halt` says why they stop before the call did, if they do."""

    acts: tuple[str, ...]
    halt: Halt = ""


def replay_of(entries: Sequence[Entry], edition: Edition | None) -> Replay:
    """The acts of a call whose journal is `entries`; `edition` is the one it was made on, None when it is gone.

    What was keyed for a secret field is in no journal, so there a replay stops.
    """
    acts: list[str] = []
    before: Entry | None = None
    for entry in (each for each in entries if each.turn):
        done = _done(entry.came_in, before, edition) if before else ()
        if isinstance(done, str) or len(acts) > MOST_ACTS:
            return Replay(tuple(acts), done if isinstance(done, str) else "unclear")
        acts.extend(done)
        before = entry
    if before and not _ended(before) and acts[-1:] != ["hangup"] and any(map(_hung_up, entries)):
        acts.append("hangup")
    return Replay(tuple(acts))


def _done(heard: Heard | None, before: Entry, edition: Edition | None) -> tuple[str, ...] | Halt:
    """The acts behind the answer `before`: none where the call went on by itself, before anybody can act."""
    if any(isinstance(instruction, Hold) for instruction in before.instructions):
        return () if isinstance(heard, Silence) else "unclear"
    return _acts(heard, before, edition)


def _acts(heard: Heard | None, before: Entry, edition: Edition | None) -> tuple[str, ...] | Halt:
    """The acts that make a carrier bring this back after the answer `before`; a Halt when there are none."""
    secret = _secret_at(before, edition)
    match heard:
        case Keys():
            return _keys(heard.digits, secret, before)
        case Words():
            return "secret" if secret else (_words(heard),)
        case Silence():
            return ("wait",)
        case Recorded():
            return (_recorded(heard),)
        case TransferFinished():
            left = heard.outcome == "gave up" or (heard.hung_up and heard.outcome != "answered")
            return ("hangup",) if left else (f"officer:{OFFICERS[heard.outcome]}",)
        case Resumed():
            return "resumed"
        case Ringing() | Unclear() | None:
            return "unclear"


def _words(words: Words) -> str:
    """What was said, as surely as the recogniser heard it."""
    if words.faint:
        return "wait"
    return f"mumble:{words.text}" if words.doubtful else f"say:{words.text}"


def _recorded(recorded: Recorded) -> str:
    """What ended a recording: a key that leads away, the caller hanging up, or else its length."""
    if recorded.key not in ("", "#"):
        return f"tap:{recorded.key}"
    return "hangup" if recorded.hung_up else f"record:{recorded.seconds or 0}"


def _keys(digits: str, secret: bool, before: Entry) -> tuple[str, ...] | Halt:
    """Each key, and what ends the wait for more."""
    digits = SOME_NUMBER if digits == HIDDEN else digits
    if secret or re.fullmatch(r"\*{2,}", digits):
        return "secret"
    if not re.fullmatch(r"[0-9*#]+", digits):
        return "unclear"
    asked = next((each for each in before.instructions if isinstance(each, Ask)), Ask(()))
    waits_on = asked.most is None or len(digits) < asked.most
    end = ((f"tap:{asked.finish}",) if asked.finish else ("wait",)) if waits_on else ()
    return (*(f"tap:{key}" for key in digits), *end)


def _secret_at(before: Entry, edition: Edition | None) -> bool:
    """Whether what is keyed after this entry is kept as asterisks."""
    node = edition.nodes.get(before.node) if edition else None
    return bool(node and node.hides_keys)


def _ended(entry: Entry) -> bool:
    return any(isinstance(instruction, HangUp) for instruction in entry.instructions)


def _hung_up(entry: Entry) -> bool:
    return any(isinstance(event, CallEnded) and event.how == "caller hung up" for event in entry.events)
