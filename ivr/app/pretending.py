"""Calls at a pretended time, with a pretended failure, or on a chosen edition: the same webhooks, nothing on record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.app.clock import SystemClock
from ivr.app.stand_ins import AwayEnquiries, PracticeClock, PracticeReferences
from ivr.engine.edition import Edition
from ivr.engine.ports import NoClosures
from ivr.errors import EditionMissing, PhoneFault
from ivr.switchboard.ports import Entry, Kept
from ivr.switchboard.switchboard import Switchboard


@dataclass(frozen=True)
class Pretence:
    """What is pretended; nothing where all is empty. `at` is like 2026-12-25T10:00, in the site's zone.

    `edition` is the hash of the one that is rung, empty for the one served.
    """

    at: str = ""
    fails: str = ""
    edition: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, object]) -> "Pretence":
        """The pretence that a page asks for. Raises PhoneFault for one that makes no sense."""
        at, fails = str(asked.get("at") or ""), str(asked.get("fails") or "")
        if fails not in ("", "database"):
            raise PhoneFault(f"{fails!r} cannot be pretended to fail")
        try:
            datetime.fromisoformat(at or "2026-01-01T00:00")
        except ValueError:
            raise PhoneFault(f"{at!r} is no time; write it like 2026-12-25T10:00") from None
        return cls(at, fails, str(asked.get("edition") or ""))

    def switchboard(self, real: Switchboard, edition: Edition) -> Switchboard:
        """A switchboard beside the `real` one for which the pretence holds; the real one where nothing is pretended.

        `edition` is the one that the pretence names.
        """
        if self == Pretence():
            return real
        zone = ZoneInfo(edition.zone)
        moment = datetime.fromisoformat(self.at).replace(tzinfo=zone) if self.at else SystemClock().now()
        enquiries = (lambda _edition: AwayEnquiries()) if self.fails == "database" else real.enquiries
        return replace(
            real,
            editions=OneEdition(edition) if self.edition else real.editions,
            clock=PracticeClock(moment),
            journal=ForgetfulJournal(),
            references=PracticeReferences(),
            enquiries=enquiries,
            closures=NoClosures() if self.at else real.closures,  # what holds now need not have held then
        )


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

    def keep(self, entry: Entry) -> Kept:
        """As if it were kept."""
        return Kept()
