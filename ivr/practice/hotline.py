"""A hotline to practise on: what a rehearsal may change of it between two calls, and how it is rung."""

from collections.abc import Callable
from dataclasses import dataclass

from ivr.engine.edition import Edition
from ivr.engine.ports import Enquiries, Ports, Rows, Sought, Unavailable
from ivr.phone.line import Line
from ivr.practice.stand_ins import (
    AwayEnquiries,
    PracticeCeilings,
    PracticeClock,
    PracticeClosures,
    PracticeLimits,
    PracticeRows,
    RowsOfTables,
)
from ivr.switchboard.switchboard import Switchboard


@dataclass
class PracticeEnquiries:
    """Looks up in the practice database, unless the rehearsal pretends that it is away."""

    away: bool = False
    tables: Callable[[Edition], Enquiries] | None = None
    rows: Callable[[Edition], RowsOfTables] | None = None

    def for_edition(self, edition: Edition) -> Enquiries:
        """The look-ups of an edition's tables, or their failure."""
        if self.tables is None or self.rows is None:
            return AwayEnquiries()
        return _AlsoEntered(self, self.tables(edition), self.rows(edition))


@dataclass(frozen=True)
class _AlsoEntered:
    """Look-ups in the tables of the site, and in those that a rehearsal says or its callers filled.

    The `practice` may pretend in the middle of a call that there are none.
    """

    practice: PracticeEnquiries
    enquiries: Enquiries
    entered: RowsOfTables

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        """The rows of either."""
        if self.practice.away:
            return AwayEnquiries().look_up(table, sought, most)
        if self.entered.has(table):
            return self.entered.find(table, sought, most)
        return self.enquiries.look_up(table, sought, most)

    def imported_at(self, table: str) -> str:
        """Just before the call, whose moment may be a pretended one; empty while nobody can know."""
        return "" if self.practice.away else self.entered.now()


@dataclass
class Practice:
    """A hotline to practise on. `line` makes a line into it, `words` tells what recordings say, by hash.

    `unreached` is what is to be said of departments' databases whose addresses were not given.
    """

    switchboard: Switchboard
    clock: PracticeClock
    enquiries: PracticeEnquiries
    rows: PracticeRows
    closures: PracticeClosures
    ceilings: PracticeCeilings
    limits: PracticeLimits
    line: Callable[[], Line]
    words: Callable[[], dict[str, str]]
    unreached: tuple[str, ...]

    @property
    def edition(self) -> Edition:
        """The site's edition."""
        return self.switchboard.editions.current()

    def pretend_away(self, away: bool) -> None:
        """Pretend that no database can be reached, to look anything up or to enter it; or that all can."""
        self.enquiries.away = self.rows.away = away

    def begin_afresh(self) -> None:
        """Let it stand as if nobody had called before: nothing entered, counted, locked, announced, limited, away."""
        self.pretend_away(False)
        self.rows.rows.clear()
        self.rows.cases = ()
        self.closures.reason, self.limits.limited = "", False
        self.ceilings.wrong.clear()
        self.ceilings.locked = {}

    def ports(self) -> Ports:
        """What a turn may ask, for a caller in the engine."""
        board, edition = self.switchboard, self.edition
        rows = self.rows.in_edition(edition, self.clock)
        enquiries = board.enquiries(edition)
        known = enquiries, board.references, board.closures, board.ceilings
        return Ports(self.clock, *known, filing=rows, limits=board.limits, text_messages=board.text_messages)
