"""One call, told: each step with how long the caller took, and each time officers were rung."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.engine.events import TransferAccepted, TransferEnded, TransferStarted
from ivr.engine.instructions import Transfer
from ivr.journal.entry import Entry
from ivr.journal.waits import between
from ivr.storage.calls.listing import Scope, desk_call
from ivr.storage.calls.reading import CallRecord, call_entries
from ivr.storage.cases.listing import Case, cases_of_call
from ivr.storage.database.transactions import Database
from ivr.storage.messages.listing import Message, messages_of_call


@dataclass(frozen=True)
class CallStep:
    """An entry of the journal; `took` is how many seconds the caller took for it, None where that is not known.

    It runs from the answer before, talk with officers left out. `rang` is that answer where the call ended while it
    rang officers, and nothing but the end was reported.
    """

    entry: Entry
    took: int | None
    rang: Entry | None = None


@dataclass(frozen=True)
class OfficerRung:
    """One attempt to reach officers. `rang` and `talked` are seconds; `outcome` is "gave up" when none is kept."""

    node: str
    officers: str
    attempt: int
    at: datetime
    outcome: str
    rang: int | None
    talked: int


@dataclass(frozen=True)
class CallStory:
    """A call with all that the desk shows of it; `call.edition` is the edition it was on."""

    call: CallRecord
    steps: tuple[CallStep, ...]
    transfers: tuple[OfficerRung, ...]
    cases: tuple[Case, ...]
    messages: tuple[Message, ...]


def tell_call(database: Database, sid: str, scope: Scope | None = None) -> CallStory | None:
    """The call of that name; None when there is none, or not in that scope. Raises StorageAway."""
    call = desk_call(database, sid, scope)
    if call is None:
        return None
    entries = call_entries(database, sid)
    return CallStory(
        call,
        tuple(call_steps(entries)),
        tuple(transfers_of(entries)),
        cases_of_call(database, sid),
        messages_of_call(database, sid),
    )


def call_steps(entries: Sequence[Entry]) -> Iterator[CallStep]:
    """The steps of a call whose entries these are, in order.

    Only turns and the end are waited for: a notice of a recording comes whenever the carrier is ready.
    """
    before: Entry | None = None
    accepted = False
    for entry in entries:
        bounds = entry.turn is not None or entry.ends
        talked = sum(event.seconds for event in entry.events if isinstance(event, TransferEnded))
        took = between(before.at, entry.at, talked) if before and bounds else None
        rang = before if before and entry.ends and entry.turn is None and rings(before) and not accepted else None
        yield CallStep(entry, took, rang)
        before = entry if bounds else before
        accepted = not bounds and (accepted or is_accepted(entry))


def is_accepted(entry: Entry) -> bool:
    """Whether an officer takes the call."""
    return any(isinstance(event, TransferAccepted) for event in entry.events)


def rings(entry: Entry) -> bool:
    """Whether officers are rung once this is answered."""
    return any(isinstance(instruction, Transfer) for instruction in entry.instructions)


def transfers_of(entries: Sequence[Entry]) -> Iterator[OfficerRung]:
    """Every attempt, in order; one that was closed rang nobody."""
    begun: dict[tuple[str, int], tuple[datetime, str]] = {}
    for entry in entries:
        for event in entry.events:
            if isinstance(event, TransferStarted):
                begun[event.officers, event.attempt] = entry.at, event.node
            elif isinstance(event, TransferEnded):
                yield _ended(entry, event, begun.pop((event.officers, event.attempt), None))
    end = next((entry.at for entry in entries if entry.ends), None)
    taken = next((entry.at for entry in reversed(entries) if is_accepted(entry)), None)
    for (officers, attempt), (at, node) in begun.items():
        talks = taken is not None and taken >= at
        rang = between(at, until, 0) if (until := taken if talks else end) else None
        talked = between(taken, end, 0) if talks and taken and end else 0
        yield OfficerRung(node, officers, attempt, at, "answered" if talks else "gave up", rang, talked)


def _ended(entry: Entry, event: TransferEnded, began: tuple[datetime, str] | None) -> OfficerRung:
    at = began[0] if began else entry.at
    rang = between(at, entry.at, event.seconds) if began else 0
    return OfficerRung(event.node, event.officers, event.attempt, at, event.outcome, rang, event.seconds)
