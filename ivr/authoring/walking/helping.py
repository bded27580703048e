"""Whether a turn helped its caller: who never meets such a turn before the call ends was dropped.

A caller is helped by an answer, an officer who takes the call, a tone after which a message may be left, a case
opened, being told when the office opens, or what the menu itself says about nobody being there. On a line without
officers that is what it says in their place. To hear that nobody answered, or that something cannot be looked up, is no
help. A caller who presses a key that leads to a goodbye has chosen the end.
"""

from collections.abc import Iterable

from ivr.engine.edition import Edition
from ivr.engine.events import (
    AnswerGiven,
    CaseOpened,
    CeilingReached,
    EnquiryMade,
    Event,
    HoursChecked,
    KeyPressed,
    MessageLeft,
    NodeReached,
    NoOfficersTold,
    RowFiled,
    TransferEnded,
    TriesRanOut,
    WordsHeard,
)
from ivr.engine.grammar import TRIES, Branch
from ivr.engine.instructions import Record
from ivr.engine.turn import Turn

Setting = tuple[str, ...]


def helps(edition: Edition, turn: Turn, *, opens: frozenset[str]) -> bool:
    """Whether the caller is helped in this turn; `opens` are the calendars of which one can say when they open."""
    return isinstance(turn.instructions[-1], Record) or any_helps(edition, turn.events, opens=opens)


def any_helps(edition: Edition, events: Iterable[Event], *, opens: frozenset[str]) -> bool:
    """Whether anything that happened helps the caller."""
    return any(_helps(edition, event, opens) for event in events)


def blamed(edition: Edition, events: Iterable[Event], here: str) -> tuple[str, Setting]:
    """The node and its setting that let the caller go at `here`: the last thing decided before the goodbye."""
    found: tuple[str, Setting] = (here, ())
    for event in events:
        if isinstance(event, TransferEnded | HoursChecked | EnquiryMade | RowFiled):
            found = (event.node, _branch(edition, event)[:1])
        elif isinstance(event, CeilingReached) and event.ceiling == "guesses at a lock":
            found = (event.node, ("lock",))
        elif isinstance(event, TriesRanOut):
            own = edition.nodes[event.node].own_tries.then
            found = (event.node if own else "", (TRIES, "then"))
        elif isinstance(event, NodeReached) and "/" in event.node:
            found = (event.node, ())
    return found


def speaking(edition: Edition, events: Iterable[Event], speaker: str, *, first: bool) -> tuple[str, Setting]:
    """The node and its setting that say something in a step of `speaker`; its `first` words tell what happened."""
    for event in events if first else ():
        if isinstance(event, TransferEnded | HoursChecked | EnquiryMade | RowFiled):
            return event.node, _branch(edition, event)[:1]
    return speaker, ()


def _helps(edition: Edition, event: Event, opens: frozenset[str]) -> bool:
    match event:
        case RowFiled(outcome="done"):
            return True
        case AnswerGiven() | MessageLeft() | CaseOpened() | NoOfficersTold():
            return True
        case TransferEnded(outcome="answered"):
            return True
        case TransferEnded(outcome="closed"):
            return edition.officers[event.officers].hours in opens or _says(edition, event)
        case TransferEnded() | HoursChecked():
            return _says(edition, event)
        case EnquiryMade(outcome="none") | RowFiled(outcome="taken" | "full"):
            return _says(edition, event)
        case KeyPressed() | WordsHeard():
            return event.to in edition.nodes and edition.nodes[event.to].gives == "end"
        case _:
            return False


def _says(edition: Edition, event: TransferEnded | HoursChecked | EnquiryMade | RowFiled) -> bool:
    """Whether the menu has words of its own for what happened."""
    _, branch = _branch(edition, event)
    return bool(branch and branch.say)


def _branch(
    edition: Edition, event: TransferEnded | HoursChecked | EnquiryMade | RowFiled
) -> tuple[str, Branch | None]:
    """The setting for what happened, and what is written there."""
    if isinstance(event, HoursChecked):
        return edition.nodes[event.node].branch_of("open" if event.open else "closed")
    return edition.nodes[event.node].branch_of(event.outcome)
