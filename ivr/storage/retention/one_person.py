"""All that is kept of one person: the calls of a telephone number or of a case, and what came of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, union

from ivr.journal.entry import Entry
from ivr.storage.calls.reading import CallRecord, call_entries, find_call
from ivr.storage.calls.tables import calls
from ivr.storage.cases.correcting import Corrected, corrections_of
from ivr.storage.cases.history import Deed, deeds
from ivr.storage.cases.listing import Case, cases_of_call
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.listing import FiledRow, shown_row
from ivr.storage.filed.tables import filed_rows
from ivr.storage.messages.listing import Message, messages_of_call
from ivr.storage.messages.tables import messages
from ivr.storage.messages.transcripts import MachineTranscript, transcripts_of_call
from ivr.storage.outbox.of_calls import SentToCaller, sent_to_caller
from ivr.storage.outbox.tables import outbox
from ivr.storage.ratings.listing import Rating, ratings_of_call


@dataclass(frozen=True)
class KeptOfCall:
    """A call with every entry of its journal, and all that came of it.

    `deeds` is what was done to its cases and messages, `transcripts` what a machine wrote down of recordings. What is
    private in the rows `filed` is not hidden.
    """

    call: CallRecord
    entries: tuple[Entry, ...]
    cases: tuple[Case, ...]
    messages: tuple[Message, ...]
    deeds: tuple[Deed, ...]
    filed: tuple[FiledRow, ...]
    ratings: tuple[Rating, ...]
    transcripts: tuple[MachineTranscript, ...]
    corrections: tuple[Corrected, ...]
    sent: tuple[SentToCaller, ...]

    @property
    def why_not_forgotten(self) -> str:
        """What stands against forgetting it now: "goes on", "open case", or nothing."""
        if self.call.ended_at is None:
            return "goes on"
        return "open case" if any(case.state == "open" for case in self.cases) else ""


def calls_of_number(database: Database, number: str) -> tuple[str, ...]:
    """The calls that came from a number (E.164), left it to be rung back or were answered at it, the first first.

    Raises StorageAway.
    """
    asked = (select(table.c.call_sid).where(table.c.call_back == number) for table in (cases, messages))
    sent = select(outbox.c.call_sid).where(outbox.c.destination == number)
    mine = or_(calls.c.caller == number, calls.c.sid.in_(union(*asked, sent)))
    return _in_order(database, mine)


def calls_of_case(database: Database, reference: str) -> tuple[str, ...]:
    """The call in which the case of a reference was opened; two where two cases have it. Raises StorageAway."""
    return _in_order(database, calls.c.sid.in_(select(cases.c.call_sid).where(cases.c.reference == reference)))


def kept_of_call(filed: FiledTables, sid: str) -> KeptOfCall | None:
    """All that is kept of a call; None where there is no such call any more. Raises StorageAway."""
    database = filed.database
    call = find_call(database, sid)
    if call is None:
        return None
    opened, left = cases_of_call(database, sid), messages_of_call(database, sid)
    done = [deed for case in opened for deed in deeds(database, "case", case.key)]
    done += [deed for message in left for deed in deeds(database, "message", message.key)]
    return KeptOfCall(
        call,
        call_entries(database, sid),
        opened,
        left,
        tuple(sorted(done, key=lambda deed: deed.at)),
        _filed(filed, sid),
        ratings_of_call(database, sid),
        transcripts_of_call(database, sid),
        tuple(_corrected(database, opened, left)),
        sent_to_caller(database, sid),
    )


def _corrected(database: Database, opened: Iterable[Case], left: Iterable[Message]) -> Iterator[Corrected]:
    for case in opened:
        yield from corrections_of(database, "case", case.key)
    for message in left:
        yield from corrections_of(database, "message", message.key)


def _filed(filed: FiledTables, sid: str) -> tuple[FiledRow, ...]:
    mine = select(filed_rows).where(filed_rows.c.call_sid == sid).order_by(filed_rows.c.id)
    with filed.database.reading() as connection:
        rows = connection.execute(mine).mappings().all()
    return tuple(shown_row(row, filed.cells, unsealed=True) for row in rows)


def _in_order(database: Database, mine: ColumnElement[bool]) -> tuple[str, ...]:
    with database.caught_up() as connection:
        return tuple(connection.scalars(select(calls.c.sid).where(mine).order_by(calls.c.started_at, calls.c.sid)))
