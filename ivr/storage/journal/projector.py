"""The projector: reads the journal in order and brings up to date what follows it: calls, places, cases, messages.

Whoever comes first does the work, and moves the mark in the transaction that keeps it; so any number may.
"""

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select

from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.storage.alerts.occasions import note_what_was_left
from ivr.storage.cases.due import USUAL, Promises
from ivr.storage.database.transactions import Database
from ivr.storage.journal.in_flight import InFlight
from ivr.storage.journal.marks import PROJECTIONS, Mark, mark_of, move_mark
from ivr.storage.journal.projected_rows import Projected, keep_projections
from ivr.storage.journal.rows import LISTED_COLUMNS, listed_of
from ivr.storage.journal.tables import journal
from ivr.storage.outbox.promised import put_promised_texts

log = logger(__name__)
AT_A_TIME = 200  # entries in one transaction, so that no turn waits long
PATIENCE = 1.0  # seconds that whoever reads waits for what came in before
REBUILD = "look into it, then run `ivr db rebuild-projections`"
NAP = 0.002  # seconds, while an entry with a lower number is on its way


class Projector:
    """Follows the journal of a database; cases are due by `promises`."""

    def __init__(self, database: Database, promises: Promises = USUAL) -> None:
        self._database = database
        self._promises = promises
        self._in_flight = InFlight()
        self._working = threading.Lock()
        self._behind = False

    def catch_up(self, seconds: float | None = None) -> bool:
        """Project what came in until now, whether all of it is; for PATIENCE unless told for how long. Never raises."""
        until = time.monotonic() + (PATIENCE if seconds is None else seconds)
        try:
            with self._working:
                while (left := self._project_some()) and time.monotonic() < until:
                    if left == "later":
                        time.sleep(NAP)
        except StorageAway as away:  # whoever reads finds out whether that can still be done
            if not self._behind:  # told once, however often it is tried in vain
                log.warning("calls and cases cannot be brought up to date now", why=str(away))
            left = "away"
        self._behind = bool(left)
        return not left

    def as_of(self) -> datetime | None:
        """When the last entry came in that was projected, where others still wait; 1970 where none was. Never raises.

        None where all that came in is projected, by whomever, or nobody can tell.
        """
        if not self._behind:
            return None
        with suppress(StorageAway), self._database.reading() as connection:
            mark = mark_of(connection, PROJECTIONS).journal_id
            if connection.scalar(select(journal.c.id).where(journal.c.id > mark).limit(1)) is not None:
                before = select(journal.c.at).where(journal.c.id <= mark).order_by(journal.c.id.desc())
                return connection.scalar(before.limit(1)) or datetime.fromtimestamp(0, UTC)
        return None

    def _project_some(self) -> str:
        """Project a batch; "more" when there may be more, "later" when an entry is waited for, else empty."""
        with self._database.reading() as connection:
            self._in_flight.look_again(connection)
            mark = mark_of(connection, PROJECTIONS)
            after = select(journal.c.id, *LISTED_COLUMNS).where(journal.c.id > mark.journal_id).order_by(journal.c.id)
            rows = connection.execute(after.limit(AT_A_TIME)).all()
            settled = self._in_flight.settled(connection, mark.journal_id, [row.id for row in rows])
        if not settled:
            return "later" if rows else ""
        mine = self._project(mark, rows[:settled])
        return "more" if not mine or len(rows) > settled or len(rows) == AT_A_TIME else ""

    def _project(self, mark: Mark, rows: Sequence[Row[Any]]) -> bool:
        """Whether all of them are projected now; False when another was quicker, maybe with some of them only."""
        try:
            return self._keep(mark, rows)
        except StorageAway:
            raise
        except Exception:  # whatever it is, one entry must not keep those behind it from being projected
            for row in rows:
                self._keep_alone(row)
            return False

    def _keep(self, mark: Mark, rows: Sequence[Row[Any]]) -> bool:
        ready = Projected.of(listed_of(row._mapping) for row in rows)
        with self._database.writing() as connection:
            if moved := move_mark(connection, PROJECTIONS, mark, rows[-1].id):
                keep_projections(connection, ready, self._promises)
                note_what_was_left(connection, ready.left)
                put_promised_texts(connection, ready.left)
        return moved

    def _keep_alone(self, row: Row[Any]) -> None:
        """Project one entry; what cannot be is told, and passed over."""
        with self._database.reading() as connection:
            mark = mark_of(connection, PROJECTIONS)
        if mark.journal_id >= row.id:
            return
        try:
            self._keep(mark, [row])
        except StorageAway:
            raise
        except Exception:  # told, for whoever can look into it
            log.exception("an entry is in no list", call_sid=row.call_sid, entry=row.entry, do=REBUILD)
            with self._database.writing() as connection:
                move_mark(connection, PROJECTIONS, mark, row.id)
