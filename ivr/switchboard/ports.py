"""What the switchboard asks of storage; storage implements it, tests hand in small real classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ivr.engine.edition import Edition
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


class Journal(Protocol):
    """Keeps entries, each exactly once."""

    def keep(self, entry: Entry) -> Kept | Repeated | AfterEnd | Unkept:
        """Keep `entry` durably with its projections, in the database or, when that is away, in the spool."""
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
