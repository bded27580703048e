"""Whether a turn helped its caller: who never meets such a turn before the call ends was dropped.

A caller is helped by an answer, an officer who takes the call, a tone after which a message may be left, a case
opened, being told when the office opens, or what the menu itself says about nobody being there. To hear that nobody
answered, or that something cannot be looked up, is no help. A caller who presses a key that leads to a goodbye has
chosen the end.
"""

from ivr.engine.edition import Edition
from ivr.engine.events import (
    AnswerGiven,
    CaseOpened,
    EnquiryMade,
    Event,
    HoursChecked,
    KeyPressed,
    MessageLeft,
    TransferEnded,
    WordsHeard,
)
from ivr.engine.instructions import Record
from ivr.engine.turn import Turn

Setting = tuple[str, ...]


def helps(edition: Edition, turn: Turn, *, opens: frozenset[str]) -> bool:
    """Whether the caller is helped in this turn; `opens` are the calendars of which one can say when they open."""
    return isinstance(turn.instructions[-1], Record) or any(_helps(edition, event, opens) for event in turn.events)


def blamed(turn: Turn) -> tuple[str, Setting]:
    """The node and its setting that let the caller go: the last thing decided before the goodbye."""
    found: tuple[str, Setting] = (turn.call.node, ())
    for event in turn.events:
        setting = _decided(event)
        if setting is not None:
            found = (str(getattr(event, "node", "")), setting)
    return found


def _helps(edition: Edition, event: Event, opens: frozenset[str]) -> bool:
    match event:
        case AnswerGiven() | MessageLeft() | CaseOpened():
            return True
        case TransferEnded(outcome="answered"):
            return True
        case TransferEnded(outcome="closed"):
            return edition.officers[event.officers].hours in opens or _says(edition, event)
        case TransferEnded() | HoursChecked():
            return _says(edition, event)
        case EnquiryMade(outcome="none"):
            return _says(edition, event)
        case KeyPressed() | WordsHeard():
            return event.to in edition.nodes and edition.nodes[event.to].kind == "goodbye"
        case _:
            return False


def _says(edition: Edition, event: TransferEnded | HoursChecked | EnquiryMade) -> bool:
    """Whether the menu has words of its own for what happened; a branch is named as its outcome."""
    node = edition.nodes[event.node]
    outcome = _outcome(event)
    branch = getattr(node, outcome, None) or getattr(node, "unanswered", None)
    return bool(branch and branch.say)


def _decided(event: Event) -> Setting | None:
    if isinstance(event, TransferEnded | HoursChecked | EnquiryMade):
        return (_outcome(event),)
    name = type(event).__name__
    if name == "TriesRanOut":
        return ("tries",)
    return () if name == "NodeReached" and "/" in str(getattr(event, "node", "")) else None


def _outcome(event: TransferEnded | HoursChecked | EnquiryMade) -> str:
    if isinstance(event, HoursChecked):
        return "open" if event.open else "closed"
    return event.outcome
