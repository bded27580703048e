"""What the switchboard asks of storage; storage implements it, tests hand in small real classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ivr.engine.edition import Edition, TableShape
from ivr.engine.filing import FilingOutcome, RowToFile
from ivr.journal.entry import Entry


@dataclass(frozen=True)
class Kept:
    """The entry is in the journal (or the spool) and the call goes on."""


@dataclass(frozen=True)
class Repeated:
    """The journal already held this entry; `first` is what it holds. Nothing was changed.

    `passed` says that the call has gone on since: the turn after it was taken too.
    """

    first: Entry
    passed: bool = False


@dataclass(frozen=True)
class AfterEnd:
    """The carrier had reported the end of this call, and this turn is no part of it; nothing was kept."""


@dataclass(frozen=True)
class Unkept:
    """Neither the database nor the spool takes the entry now: nothing may be promised on it."""


@dataclass(frozen=True)
class NotFiled:
    """A row that was to be filed with the entry was not, and so nothing was kept; `outcome` is what came of it."""

    row: RowToFile
    outcome: FilingOutcome


RowsToFile = Sequence[tuple[TableShape, RowToFile]]


class Journal(Protocol):
    """Keeps entries, each exactly once."""

    def keep(self, entry: Entry, rows: RowsToFile = ()) -> Kept | Repeated | AfterEnd | NotFiled | Unkept:
        """Keep `entry` durably, in the database or, when that is away, in the spool; with `rows` in the database alone.

        The rows are filed if and only if the entry is kept.
        """
        ...

    def set_down(self, entry: Entry) -> None:
        """Leave an entry that was Unkept in the last place there is: for people to load. Never raises."""
        ...

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        """All that is kept of a call, in no order. Raises StorageAway when that cannot be known."""
        ...


class Editions(Protocol):
    """Knows the editions that are served."""

    def current(self) -> Edition:
        """The edition new calls begin with. Raises EditionMissing when none was ever published."""
        ...

    def by_hash(self, edition_hash: str) -> Edition:
        """The edition under that hash. Raises EditionMissing when it is not kept anywhere."""
        ...
