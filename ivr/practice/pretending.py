"""Calls at a pretended time, with a pretended failure or closure, or on a chosen edition: nothing is kept on record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.closures.wishes import REASONS, ClosureWish
from ivr.engine.edition import Edition
from ivr.engine.filing import FilingOutcome, RowToFile
from ivr.engine.ports import CeilingName, Ceilings, ClosureInForce, Closures, NoClosures, Tally, Unavailable
from ivr.errors import EditionMissing, PhoneFault
from ivr.journal.entry import Entry
from ivr.practice.stand_ins import AwayEnquiries, PracticeClock, PracticeClosures, PracticeReferences
from ivr.switchboard.ports import Kept, RowsToFile
from ivr.switchboard.switchboard import Switchboard

Unseal = Callable[[str], ClosureWish | None]


@dataclass(frozen=True)
class Pretence:
    """What is pretended; nothing where all is empty. `at` is like 2026-12-25T10:00, in the site's zone.

    `edition` is the hash of the one that is rung, empty for the one served. `closure` is a reason for which all offices
    are closed, or what was typed into the desk's form, sealed.
    """

    at: str = ""
    fails: str = ""
    edition: str = ""
    closure: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, object], unseal: Unseal) -> "Pretence":
        """The pretence that a page asks for. Raises PhoneFault for one that makes no sense."""
        at, fails, edition, closure = (str(asked.get(name) or "") for name in ("at", "fails", "edition", "closure"))
        if fails not in ("", "database"):
            raise PhoneFault(f"{fails!r} cannot be pretended to fail")
        if closure and closure not in REASONS and unseal(closure) is None:
            raise PhoneFault("this closure was not typed at this desk; open the telephone from its form again")
        try:
            datetime.fromisoformat(at or "2026-01-01T00:00")
        except ValueError:
            raise PhoneFault(f"{at!r} is no time; write it like 2026-12-25T10:00") from None
        return cls(at, fails, edition, closure)

    def switchboard(self, real: Switchboard, edition: Edition, unseal: Unseal) -> Switchboard:
        """A switchboard beside the `real` one for which the pretence holds; the real one where nothing is pretended.

        `edition` is the one that the pretence names.
        """
        if self == Pretence():
            return real
        zone = ZoneInfo(edition.zone)
        moment = datetime.fromisoformat(self.at).replace(tzinfo=zone) if self.at else real.clock.now()
        enquiries = (lambda _edition: AwayEnquiries()) if self.fails == "database" else real.enquiries
        now_in_force = NoClosures() if self.at else real.closures  # what holds now need not have held then
        return replace(
            real,
            editions=OneEdition(edition) if self.edition else real.editions,
            clock=PracticeClock(moment),
            journal=ForgetfulJournal(),
            references=PracticeReferences(),
            enquiries=enquiries,
            filing=lambda _edition: _Pretended("unavailable" if self.fails == "database" else "done"),
            ceilings=_GuessesAlone(real.ceilings),
            closures=_Together(now_in_force, self._closures(unseal)),
        )

    def _closures(self, unseal: Unseal) -> Closures:
        if not self.closure or self.closure in REASONS:
            return PracticeClosures(self.closure)
        wish = unseal(self.closure)
        return _Wished(wish) if wish else NoClosures()


@dataclass(frozen=True)
class _Pretended:
    """Every row is pretended to be entered, or not to be; none is."""

    outcome: FilingOutcome

    def decide(self, row: RowToFile) -> FilingOutcome:
        """What is pretended."""
        return self.outcome


@dataclass(frozen=True)
class _Wished:
    """A closure or notice as if it had been announced."""

    wish: ClosureWish

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """It, on its hotlines and in its time."""
        found = replace(self.wish.as_in_force(at), id="pretended")
        concerned = not self.wish.hotlines or hotline in self.wish.hotlines
        return (found,) if concerned and found.begins <= at < found.ends else ()


@dataclass(frozen=True)
class _Together:
    """What is in force, and after it what is pretended."""

    real: Closures
    pretended: Closures

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """Both."""
        return (*self.real.in_force(hotline, at), *self.pretended.in_force(hotline, at))


@dataclass(frozen=True)
class _GuessesAlone:
    """The real ceilings for guesses, since the tables are the real ones; messages that are not kept do not count."""

    real: Ceilings

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""] | Unavailable:
        """As for a real call, of a guess."""
        return self.real.reached(deed, tallies) if self._guesses(tallies) else ""

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """As for a real call, of a guess."""
        return self._guesses(tallies) and self.real.are_full(tallies)

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """As for a real call, of a guess."""
        if self._guesses(tallies):
            self.real.take_back(deed, tallies, right=right)

    def _guesses(self, tallies: Sequence[Tally]) -> bool:
        return all(tally.ceiling.startswith("guesses") for tally in tallies)


@dataclass(frozen=True)
class OneEdition:
    """Serves one edition from the first ring to the end, whatever callers meet."""

    edition: Edition

    def current(self) -> Edition:
        """That one."""
        return self.edition

    def by_hash(self, edition_hash: str) -> Edition:
        """That one; a call on another was not begun here. Raises EditionMissing."""
        if edition_hash != self.edition.hash:
            raise EditionMissing(f"edition {edition_hash[:12]} is not the one that is rung here")
        return self.edition


class ForgetfulJournal:
    """Keeps nothing: what is pretended must not be counted."""

    def keep(self, entry: Entry, rows: RowsToFile = ()) -> Kept:
        """As if it were kept."""
        return Kept()

    def set_down(self, entry: Entry) -> None:
        """Nothing is ever left over."""

    def of_call(self, call_sid: str) -> tuple[Entry, ...]:
        """Nothing."""
        return ()
