"""The journal in the database: each entry once, appended by one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.exc import DataError, IntegrityError

from ivr.engine.events import CallEnded
from ivr.journal.entry import Entry, turn_name
from ivr.journal.masking import with_forgotten_numbers
from ivr.storage.cases.due import USUAL, Promises
from ivr.storage.database.prepared import Prepared
from ivr.storage.database.transactions import Database
from ivr.storage.filed.filing import FiledTables
from ivr.storage.journal.append import APPEND, APPEND_MASKED, LOST
from ivr.storage.journal.projector import Projector
from ivr.storage.journal.rows import ENTRY_COLUMNS, entry_of, values_of
from ivr.storage.journal.tables import journal
from ivr.storage.retention.tables import purged
from ivr.switchboard.ports import AfterEnd, Kept, NotFiled, Repeated, RowsToFile


class DatabaseJournal:
    """Keeps entries in the database. Raises StorageAway; `DurableJournal` is the one that never does.

    What follows the journal (calls, cases, messages) is brought up to date by `projector`, which whoever reads it from
    this database asks first.
    """

    def __init__(self, database: Database, promises: Promises = USUAL, filed: FiledTables | None = None) -> None:
        self._database = database
        self._filed = filed
        self.projector = Projector(database, promises)
        database.catch_up = self.projector.catch_up

    def keep(self, entry: Entry, rows: RowsToFile = ()) -> Kept | Repeated | AfterEnd | NotFiled:
        """Keep an entry that comes in now. A turn after the carrier reported the end of its call is not kept.

        With it `rows` are filed: all of them and the entry, or nothing at all.

        Nothing brings a call back that was forgotten by rule, or its numbers.

        What the carrier reports late of a caller who hung up (a recording, an officer's telephone) is. Nor is a call
        given up as lost that has ended, whatever its row in the list of calls still says.

        Raises StorageAway, and ValueError when the database refuses the entry itself.
        """
        refuse = not _may_end(entry)
        if not rows:
            return self._append(entry, refuse=refuse)
        if self._filed is None:
            return NotFiled(rows[0][1], "unavailable")
        return self._append_with(entry, rows, self._filed, refuse)

    def load(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        """Keep an entry that came in earlier and was answered then. AfterEnd only of a call forgotten since.

        Raises as `keep`.
        """
        return self._append(entry, refuse=False)

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        """All that is kept of a call, in no order. Raises StorageAway."""
        with self._database.reading() as connection:
            found = connection.execute(_ALL, {"sid": call_sid}).mappings()
            return [entry_of(row) for row in found]

    def _append(self, entry: Entry, *, refuse: bool) -> Kept | Repeated | AfterEnd:
        if self._appended(APPEND, entry, refuse):
            return Kept()
        return self._kept_before(entry, refuse)

    def _append_with(
        self, entry: Entry, rows: RowsToFile, filed: FiledTables, refuse: bool
    ) -> Kept | Repeated | AfterEnd | NotFiled:
        """Append the entry and file the rows in one transaction, undone as soon as one of them is not filed."""
        append, values = APPEND[self._database.kind], values_of(entry) | {"refuse": refuse}
        try:
            with self._database.writing() as connection:
                if append.run(connection, [values]) <= 0:
                    raise _UndoneError(None)
                for shape, row in rows:
                    outcome = filed.file(connection, shape, row, entry.call_sid, entry.turn or 0, entry.at)
                    if outcome != "done":
                        raise _UndoneError(NotFiled(row, outcome))
        except _UndoneError as undone:
            return undone.why or self._without_rows(entry, rows, refuse)
        except (DataError, IntegrityError) as error:
            raise ValueError(f"the database refuses {entry.entry!r} of {entry.call_sid!r}: {error.orig}") from error
        return Kept()

    def _without_rows(self, entry: Entry, rows: RowsToFile, refuse: bool) -> Repeated | AfterEnd | NotFiled:
        """Why an entry was not appended. Where the numbers of its call were forgotten, its rows are not filed."""
        kept = self._before(entry, refuse)
        return NotFiled(rows[0][1], "unavailable") if isinstance(kept, frozenset) else kept

    def _kept_before(self, entry: Entry, refuse: bool) -> Kept | Repeated | AfterEnd:
        """Why an entry was not appended; where only its numbers were forgotten, it is appended without them."""
        kept = self._before(entry, refuse)
        if not isinstance(kept, frozenset):
            return kept
        masked = with_forgotten_numbers(entry, whole="caller" in kept)
        return Kept() if self._appended(APPEND_MASKED, masked, refuse) else AfterEnd()

    def _before(self, entry: Entry, refuse: bool) -> Repeated | AfterEnd | frozenset[str]:
        """What stands in an entry's way; or what was forgotten of its call, where that is not the call itself."""
        with self._database.reading() as connection:
            first = connection.execute(_FIRST, _asked(entry)).mappings().first()
            forgotten = frozenset(connection.scalars(_FORGOTTEN, _asked(entry)))
            ended = refuse and connection.scalar(_ENDED, _asked(entry))
        if first and not ended:
            return Repeated(entry_of(first), bool(first["passed"]))
        return forgotten if forgotten and "call" not in forgotten else AfterEnd()

    def _appended(self, append: Mapping[str, Prepared], entry: Entry, refuse: bool) -> bool:
        try:
            return self._database.run(append[self._database.kind], values_of(entry) | {"refuse": refuse}) > 0
        except (DataError, IntegrityError) as error:
            raise ValueError(f"the database refuses {entry.entry!r} of {entry.call_sid!r}: {error.orig}") from error


class _UndoneError(Exception):
    """A transaction is undone because of a row, or because the entry was not new."""

    def __init__(self, why: NotFiled | None) -> None:
        super().__init__(why)
        self.why = why


def _may_end(entry: Entry) -> bool:
    if entry.entry == LOST:
        return False
    hung_up = any(isinstance(event, CallEnded) and event.how == "caller hung up" for event in entry.events)
    return entry.turn is None or entry.ends or hung_up


def _asked(entry: Entry) -> dict[str, Any]:
    return {"sid": entry.call_sid, "name": entry.entry, "next": turn_name((entry.turn or 0) + 1)}


_MINE = journal.c.call_sid == bindparam("sid")
_next = journal.alias()
_PASSED = exists().where(_next.c.call_sid == bindparam("sid"), _next.c.entry == bindparam("next"))
_ALL = select(*ENTRY_COLUMNS).where(_MINE)
_FIRST = select(*ENTRY_COLUMNS, _PASSED.label("passed")).where(_MINE, journal.c.entry == bindparam("name"))
_ENDED = select(journal.c.id).where(_MINE, journal.c.ends).limit(1)
_FORGOTTEN = select(purged.c.what).where(purged.c.call_sid == bindparam("sid"))
