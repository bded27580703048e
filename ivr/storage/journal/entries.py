"""The journal in the database: each entry once, with its projections, in one transaction."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, exists, select
from sqlalchemy.exc import DataError, IntegrityError

from ivr.engine.events import LEFT, CallEnded
from ivr.journal.entry import Entry, turn_name
from ivr.journal.masking import with_forgotten_numbers
from ivr.journal.text import (
    compact,
    events_from_text,
    events_to_text,
    instructions_from_text,
    instructions_to_text,
)
from ivr.storage.calls.projection import call_row, places_of
from ivr.storage.calls.tables import calls
from ivr.storage.cases.due import USUAL, Promises
from ivr.storage.cases.projection import project_recordings
from ivr.storage.database.transactions import Database
from ivr.storage.journal.statements import (
    ENTRY_COLUMNS,
    KEEP_AND_PROJECT,
    KEEP_ENTRY,
    PROJECT_CALL,
    PROJECT_PLACES,
    SETTLE_CALL,
    SETTLE_PLACES,
)
from ivr.storage.journal.tables import journal
from ivr.storage.retention.tables import purged
from ivr.switchboard.ports import AfterEnd, Kept, Repeated


class DatabaseJournal:
    """Keeps entries in the database. Raises StorageAway; `DurableJournal` is the one that never does."""

    def __init__(self, database: Database, promises: Promises = USUAL) -> None:
        self._database = database
        self._promises = promises

    def keep(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        """Keep an entry that comes in now. A turn after the carrier reported the end of its call is not kept.

        Nothing brings a call back that was forgotten by rule, or its numbers.

        What the carrier reports late of a caller who hung up (a recording, an officer's telephone) is.

        Raises StorageAway, and ValueError when the database refuses the entry itself.
        """
        return self._write(entry, late=False)

    def load(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        """Keep an entry that came in earlier and was answered then. AfterEnd only of a call forgotten since.

        Raises as `keep`.
        """
        return self._write(entry, late=True)

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        """All that is kept of a call, in no order. Raises StorageAway."""
        with self._database.reading() as connection:
            found = connection.execute(_ALL, {"sid": call_sid}).mappings()
            return [entry_of(row) for row in found]

    def _write(self, entry: Entry, late: bool) -> Kept | Repeated | AfterEnd:
        refuse_after_end = not _may_end(entry) and not late
        alone = not late and not _may_end(entry) and not _speaks_of_recordings(entry)
        try:
            if alone and self._database.kind == "postgresql":
                kept = self._write_at_once(entry, values_of(entry, refuse_after_end))
            else:
                kept = self._write_in_steps(entry, values_of(entry, refuse_after_end), late)
        except (DataError, IntegrityError) as error:
            raise ValueError(f"the database refuses {entry.entry!r} of {entry.call_sid!r}: {error.orig}") from error
        return Kept() if kept else self._kept_before(entry, refuse_after_end)

    def _write_at_once(self, entry: Entry, values: dict[str, Any]) -> bool:
        """The ordinary turn on PostgreSQL, where each statement costs a round trip: one."""
        with self._database.single_statement() as connection:
            return KEEP_AND_PROJECT.run(connection, values | {"places": list(places_of(entry.events))}) > 0

    def _write_in_steps(self, entry: Entry, values: dict[str, Any], late: bool) -> bool:
        with self._database.writing() as connection:
            if (late or entry.turn is None) and _numbers_forgotten(connection, entry):
                entry = with_forgotten_numbers(entry)
                values = values_of(entry, values["refuse"])
            if not KEEP_ENTRY[self._database.kind].run(connection, values):
                return False
            project(connection, entry, values, late, self._promises)
            return True

    def _kept_before(self, entry: Entry, refuse_after_end: bool) -> Repeated | AfterEnd:
        with self._database.reading() as connection:
            found = _first(connection, entry)
        if found is None or (refuse_after_end and found["call_ended_at"] is not None):
            return AfterEnd()
        return Repeated(entry_of(found), bool(found["passed"]))


def project(
    connection: Connection, entry: Entry, values: dict[str, Any], late: bool, promises: Promises = USUAL
) -> None:
    """Bring the projections up to date with an entry that was just kept, in the transaction that kept it.

    What depends on several entries is settled at the end of a call, and after each entry that comes `late`: only then
    can a call turn out to have begun earlier.
    """
    kind = connection.dialect.name
    PROJECT_CALL[kind].run(connection, values)
    if places := places_of(entry.events):
        PROJECT_PLACES[kind].run(connection, values | {"places": compact(places)})
    if late or _may_end(entry):
        SETTLE_CALL[kind].run(connection, values)
    if late:
        SETTLE_PLACES[kind].run(connection, values)
    project_recordings(connection, entry, promises)


def _numbers_forgotten(connection: Connection, entry: Entry) -> bool:
    mine = select(purged.c.id).where(purged.c.call_sid == entry.call_sid, purged.c.what == "numbers")
    return connection.execute(mine).first() is not None


def _may_end(entry: Entry) -> bool:
    hung_up = any(isinstance(event, CallEnded) and event.how == "caller hung up" for event in entry.events)
    return entry.turn is None or entry.ends or hung_up


def _speaks_of_recordings(entry: Entry) -> bool:
    return entry.turn is None or any(isinstance(event, LEFT) for event in entry.events)


def _first(connection: Connection, entry: Entry) -> RowMapping | None:
    asked = {"sid": entry.call_sid, "name": entry.entry, "next": turn_name((entry.turn or 0) + 1)}
    return connection.execute(_FIRST, asked).mappings().first()


def entry_of(row: RowMapping) -> Entry:
    """The entry that a row of the journal holds."""
    kept: dict[str, Any] = {column.name: row[column.name] for column in ENTRY_COLUMNS}
    kept["heard"] = json.loads(kept["heard"])
    kept["events"] = events_from_text(kept["events"])
    kept["instructions"] = instructions_from_text(kept["instructions"])
    return Entry(**kept)


def values_of(entry: Entry, refuse_after_end: bool = False) -> dict[str, Any]:
    """The parameters of the statements that keep the entry."""
    values = {f"c_{name}": value for name, value in call_row(entry).items()}
    values |= vars(entry)
    values["heard"] = compact(entry.heard)
    values["events"] = events_to_text(entry.events)
    values["instructions"] = instructions_to_text(entry.instructions)
    values["refuse"] = refuse_after_end
    return values


_ALL = select(*ENTRY_COLUMNS).where(journal.c.call_sid == bindparam("sid"))
_next = journal.alias()
_PASSED = exists().where(_next.c.call_sid == bindparam("sid"), _next.c.entry == bindparam("next"))
_FIRST = (
    select(*ENTRY_COLUMNS, calls.c.ended_at.label("call_ended_at"), _PASSED.label("passed"))
    .join_from(journal, calls, calls.c.sid == journal.c.call_sid, isouter=True)
    .where(journal.c.call_sid == bindparam("sid"), journal.c.entry == bindparam("name"))
)
