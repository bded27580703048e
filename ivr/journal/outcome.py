"""What came of a call, as its events tell: the most that was done for the caller, and how it ended."""

from collections.abc import Iterable
from typing import Literal, get_args

from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    CallEnding,
    CaseOpened,
    Event,
    InformationGiven,
    MessageLeft,
    RowFiled,
    TransferAccepted,
    TransferEnded,
)

Outcome = Literal["nothing", "given", "answered", "message", "officer", "case"]
"""What was done for a caller, from the least to the most."""
OUTCOMES: tuple[str, ...] = get_args(Outcome)
ENDINGS: tuple[str, ...] = ("", *get_args(CallEnding))
"""Of two that were noted of one call, the one further on counts."""


def outcome_of(events: Iterable[Event]) -> str:
    """The most that these events did for the caller."""
    return max((_outcome(event) for event in events), key=OUTCOMES.index, default="nothing")


def ending_of(events: Iterable[Event]) -> str:
    """How the call ended, empty where none of these events says so."""
    return max((event.how for event in events if isinstance(event, CallEnded)), key=ENDINGS.index, default="")


def _outcome(event: Event) -> Outcome:
    match event:
        case CaseOpened():
            return "case"
        case TransferEnded(outcome="answered") | TransferAccepted():
            return "officer"
        case MessageLeft():
            return "message"
        case AnswerGiven() | RowFiled(outcome="done"):
            return "answered"
        case InformationGiven():
            return "given"
    return "nothing"
