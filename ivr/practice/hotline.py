"""A hotline to practise on: what a rehearsal may change of it between two calls, and how it is rung."""

from collections.abc import Callable
from dataclasses import dataclass

from ivr.engine.edition import Edition
from ivr.engine.ports import Enquiries, Ports
from ivr.phone.line import Line
from ivr.practice.stand_ins import AwayEnquiries, PracticeCeilings, PracticeClock, PracticeClosures
from ivr.switchboard.switchboard import Switchboard


@dataclass
class PracticeEnquiries:
    """Looks up in the practice database, unless the rehearsal pretends that it is away."""

    away: bool = False
    tables: Callable[[Edition], Enquiries] | None = None

    def for_edition(self, edition: Edition) -> Enquiries:
        """The look-ups of an edition's tables, or their failure."""
        return AwayEnquiries() if self.away or self.tables is None else self.tables(edition)


@dataclass
class Practice:
    """A hotline to practise on. `line` makes a line into it, `words` tells what recordings say, by hash.

    `unreached` is what is to be said of departments' databases whose addresses were not given.
    """

    switchboard: Switchboard
    clock: PracticeClock
    enquiries: PracticeEnquiries
    closures: PracticeClosures
    ceilings: PracticeCeilings
    line: Callable[[], Line]
    words: Callable[[], dict[str, str]]
    unreached: tuple[str, ...]

    @property
    def edition(self) -> Edition:
        """The site's edition."""
        return self.switchboard.editions.current()

    def ports(self) -> Ports:
        """What a turn may ask, for a caller in the engine."""
        board = self.switchboard
        return Ports(self.clock, board.enquiries(self.edition), board.references, board.closures, board.ceilings)
