"""The journal that never fails a call: the database, else the spool, else a sealed line in the log."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from ivr.engine.events import LEFT
from ivr.errors import StorageAway
from ivr.journal.entry import TRIAL, Entry, turn_name
from ivr.logs import logger
from ivr.storage.journal.spool import Spool
from ivr.switchboard.ports import AfterEnd, Kept, NotFiled, Repeated, RowsToFile, Unkept

log = logger(__name__)
TRIAL_LENGTH = len(TRIAL)


class Loadable(Protocol):
    """A journal that may be away, and that takes entries late."""

    def keep(self, entry: Entry, rows: RowsToFile = ()) -> Kept | Repeated | AfterEnd | NotFiled:
        """Keep an entry that comes in now, and file `rows` with it.

        Raises StorageAway, and ValueError for an entry it can never take.
        """
        ...

    def load(self, entry: Entry) -> Kept | Repeated | AfterEnd:
        """Keep an entry that was answered earlier. Raises like `keep`."""
        ...

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        """All that is kept of a call, in no order. Raises StorageAway."""
        ...


class DurableJournal:
    """Keeps entries in the database, or in the spool while that is away. Never raises for either."""

    def __init__(self, journal: Loadable, spool: Spool, last_place: Callable[[Entry], None]) -> None:
        self._journal = journal
        self._spool = spool
        self._last_place = last_place

    def keep(self, entry: Entry, rows: RowsToFile = ()) -> Kept | Repeated | AfterEnd | NotFiled | Unkept:
        """Keep `entry` where it can be kept; Unkept when that is nowhere. With `rows` that is the database alone.

        Of a trial call nothing is kept, so that it is in no list and no figure.
        """
        if entry.call_sid[:TRIAL_LENGTH] == TRIAL:  # and not startswith(), a function call in every turn
            return Kept()
        spooled = self._spooled(entry)
        if spooled:
            return Repeated(spooled, self._spool.holds(entry.call_sid, turn_name((entry.turn or 0) + 1)))
        if rows:
            return self._keep_with(entry, rows)
        new_note = any(isinstance(event, LEFT) for event in entry.events) and self._note(entry)
        try:
            kept = self._journal.keep(entry)
            if new_note and not isinstance(kept, Kept):
                self._spool.forget(entry)
            return kept
        except StorageAway as away:
            if first := self._taken_already(entry):
                self._drop_note(entry, new_note=new_note)
                return first
            log.warning("entry spooled", call_sid=entry.call_sid, entry=entry.entry, why=str(away))
        except Exception:  # whatever it is, a turn that the database cannot take is kept on disk
            log.exception("entry spooled", call_sid=entry.call_sid, entry=entry.entry)
        return self._put(entry)

    def _keep_with(self, entry: Entry, rows: RowsToFile) -> Kept | Repeated | AfterEnd | NotFiled:
        """Keep an entry with rows, or neither. One that turns out to be kept all the same is."""
        try:
            return self._journal.keep(entry, rows)
        except StorageAway as away:
            log.warning("nothing could be entered", call_sid=entry.call_sid, entry=entry.entry, why=str(away))
        except ValueError as error:
            log.error("a row cannot be entered", call_sid=entry.call_sid, entry=entry.entry, error=type(error).__name__)
        return self._taken_already(entry) or NotFiled(rows[0][1], "unavailable")

    def set_down(self, entry: Entry) -> None:
        """Leave an entry that was Unkept in the last place."""
        self._last_place(entry)

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        """All that is kept of a call, in no order, what waits in the spool included. Raises StorageAway.

        The spool is read first: what is loaded meanwhile is in both, and the other way about would be seen in neither.
        """
        waiting = list(self._spool.of_call(call_sid))
        found = {entry.entry: entry for entry in (*waiting, *self._journal.of_call(call_sid))}
        return tuple(found.values())

    def _spooled(self, entry: Entry) -> Entry | None:
        """What the spool already holds of it.

        It is asked first, even when the database is back: until the spool is loaded only it knows the first answer.
        """
        if not self._spool.holds(entry.call_sid, entry.entry):
            return None
        return self._spool.find(entry.call_sid, entry.entry)

    def _taken_already(self, entry: Entry) -> Repeated | None:
        """The turn as it was kept before, where a database that takes nothing now can still be read.

        So what a carrier asks for again is answered as it was, and its caller is not asked once more.
        """
        if entry.turn is None:
            return None
        with suppress(StorageAway):
            kept = {each.entry: each for each in self._journal.of_call(entry.call_sid)}
            if entry.entry in kept:
                return Repeated(kept[entry.entry], turn_name(entry.turn + 1) in kept)
        return None

    def _drop_note(self, entry: Entry, *, new_note: bool) -> None:
        if new_note:
            self._spool.forget(entry)

    def _note(self, entry: Entry) -> bool:
        """Note what a caller leaves, unless it is noted already; without a note the database alone has to do."""
        with suppress(OSError, ValueError):
            if self._spool.noted(entry.call_sid, entry.entry) is None:
                self._spool.note(entry)
                return True
        return False

    def _put(self, entry: Entry) -> Kept | Repeated | Unkept:
        """Spool an entry; in its place the one that was left before under its name, which the database may have."""
        first = self._spool.noted(entry.call_sid, entry.entry)
        try:
            kept = self._spool.put(first or entry)
            return Repeated(first) if first and first != entry else kept
        except (OSError, ValueError) as error:
            log.error("entry not spooled either", call_sid=entry.call_sid, entry=entry.entry, why=str(error))
            return Unkept()
