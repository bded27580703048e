"""Calls at a pretended time, or with a pretended failure: the same webhooks and menus, and nothing kept on record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.app.clock import SystemClock
from ivr.app.stand_ins import AwayEnquiries, PracticeClock, PracticeReferences
from ivr.engine.ports import NoClosures
from ivr.errors import PhoneFault
from ivr.switchboard.ports import Entry, Kept
from ivr.switchboard.switchboard import Switchboard


@dataclass(frozen=True)
class Pretence:
    """What is pretended; nothing where both are empty. `at` is like 2026-12-25T10:00, in the site's zone."""

    at: str = ""
    fails: str = ""

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
        return cls(at, fails)

    def switchboard(self, real: Switchboard) -> Switchboard:
        """A switchboard beside the `real` one for which the pretence holds; the real one where nothing is pretended."""
        if not self.at and not self.fails:
            return real
        zone = ZoneInfo(real.editions.current().zone)
        moment = datetime.fromisoformat(self.at).replace(tzinfo=zone) if self.at else SystemClock().now()
        enquiries = (lambda _edition: AwayEnquiries()) if self.fails == "database" else real.enquiries
        return replace(
            real,
            clock=PracticeClock(moment),
            journal=ForgetfulJournal(),
            references=PracticeReferences(),
            enquiries=enquiries,
            closures=NoClosures() if self.at else real.closures,  # what holds now need not have held then
        )


class ForgetfulJournal:
    """Keeps nothing: what is pretended must not be counted."""

    def keep(self, entry: Entry) -> Kept:
        """As if it were kept."""
        return Kept()
