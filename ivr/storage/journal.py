"""The journal in the database: each entry once, with its projections, in one transaction."""

import json
from typing import Any

from sqlalchemy import Connection, Insert, RowMapping, bindparam, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.sql.dml import ReturningInsert

from ivr.storage.calls import project_call
from ivr.storage.database import Database
from ivr.storage.entry_text import (
    compact,
    events_from_text,
    events_to_text,
    instructions_from_text,
    instructions_to_text,
)
from ivr.storage.models import calls, journal
from ivr.storage.projections import INSERTS, project_recordings
from ivr.switchboard.ports import AfterEnd, Entry, Kept, Repeated

COLUMNS = [column for column in journal.c if column.name != "id"]


class DatabaseJournal:
    """Keeps entries in the database. Raises StorageAway; `DurableJournal` is the one that never does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        """Keep an entry that comes in now. A turn after the carrier reported the end of its call is not kept.

        Raises StorageAway, and ValueError when the database refuses the entry itself.
        """
        return self._write(entry, refuse_after_end=entry.turn is not None and not entry.ends)

    def load(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        """Keep an entry that came in earlier and was answered then. Never AfterEnd. Raises as `keep`."""
        return self._write(entry, refuse_after_end=False)

    def _write(self, entry: Entry, refuse_after_end: bool) -> Kept | Repeated | AfterEnd:
        try:
            with self._database.writing() as connection:
                if connection.execute(_INSERTS[connection.dialect.name], _row(entry)).first() is None:
                    return _first(connection, entry, refuse_after_end)
                if project_call(connection, entry) and refuse_after_end:
                    connection.get_transaction().rollback()  # type: ignore[union-attr] # `writing` began it
                    return AfterEnd()
                project_recordings(connection, entry)
        except (DataError, IntegrityError) as error:
            raise ValueError(f"the database refuses {entry.entry!r} of {entry.call_sid!r}: {error.orig}") from error
        return Kept()


def _first(connection: Connection, entry: Entry, refuse_after_end: bool) -> Repeated | AfterEnd:
    found = connection.execute(_FIRST, {"sid": entry.call_sid, "name": entry.entry}).mappings().one()
    if refuse_after_end and found["call_ended_at"] is not None:
        return AfterEnd()
    return Repeated(entry_of(found))


def entry_of(row: RowMapping) -> Entry:
    """The entry that a row of the journal holds."""
    kept: dict[str, Any] = {column.name: row[column.name] for column in COLUMNS}
    kept["heard"] = json.loads(kept["heard"])
    kept["events"] = events_from_text(kept["events"])
    kept["instructions"] = instructions_from_text(kept["instructions"])
    return Entry(**kept)


def _row(entry: Entry) -> dict[str, Any]:
    row = dict(vars(entry))
    row["heard"] = compact(entry.heard)
    row["events"] = events_to_text(entry.events)
    row["instructions"] = instructions_to_text(entry.instructions)
    return row


def _insert(insert: Any) -> ReturningInsert[Any]:
    values = {column.name: bindparam(column.name, type_=column.type) for column in COLUMNS}
    statement: Insert = insert(journal).values(values).on_conflict_do_nothing(index_elements=["call_sid", "entry"])
    return statement.returning(journal.c.id)  # no row: the journal already held it


_INSERTS = {name: _insert(insert) for name, insert in INSERTS.items()}
_FIRST = (
    select(*COLUMNS, calls.c.ended_at.label("call_ended_at"))
    .join_from(journal, calls, calls.c.sid == journal.c.call_sid, isouter=True)
    .where(journal.c.call_sid == bindparam("sid"), journal.c.entry == bindparam("name"))
)
