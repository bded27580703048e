"""By when cases must be acknowledged and replied to: so many working days after they came in, as was pledged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition
from ivr.engine.pledges import NO_PLEDGES, Measure
from ivr.engine.working_days import works_in
from ivr.hours.working_days import usual_days, working_day_after
from ivr.words import HONG_KONG as HOME

HONG_KONG = ZoneInfo("Asia/Hong_Kong")  # where a site is that does not say
END_OF_DAY = time(23, 59)
OTHERS = ""  # the kinds of case that are not named


@dataclass(frozen=True)
class Promises:
    """Working days until the caller hears that a case came in, and until the reply.

    They are those that its department pledges in the `edition` that is served; of whoever pledges none, those here, by
    kind, "" for the others. The days are those of the site's `zone`, the holidays those of its `country` (ISO 3166).
    """

    acknowledge: Mapping[str, int] = field(default_factory=lambda: {OTHERS: 5})
    reply: Mapping[str, int] = field(default_factory=lambda: {OTHERS: 30})
    zone: Callable[[], ZoneInfo] = lambda: HONG_KONG
    country: Callable[[], str] = lambda: HOME.country
    edition: Callable[[], Edition | None] = lambda: None

    def due_dates(self, kind: str, opened_at: datetime, department: str = "") -> tuple[datetime, datetime]:
        """When a case must be acknowledged and replied to: the end of a working day.

        Whoever has the reply knows that the case came in, so that is never due later.
        """
        edition, opened = self.edition(), opened_at.astimezone(self.zone()).date()
        pledged = edition.departments.get(department) if edition else None
        pledges = pledged.pledges if pledged else NO_PLEDGES

        def days(measure: Measure, usual: Mapping[str, int]) -> int:
            promised = pledges.days_promised(measure, kind, opened)
            return usual.get(kind, usual[OTHERS]) if promised is None else promised

        acknowledge, reply = days("acknowledged", self.acknowledge), days("replied", self.reply)
        first, last = (self.end_of_day_after(opened_at, each, department) for each in (min(acknowledge, reply), reply))
        return first, last

    def end_of_day_after(self, moment: datetime, count: int, department: str = "") -> datetime:
        """The end of a department's `count`-th working day after the day of a moment."""
        edition, zone = self.edition(), self.zone()
        works = works_in(edition, department) if edition else usual_days(self.country())
        return datetime.combine(working_day_after(moment.astimezone(zone).date(), count, works), END_OF_DAY, zone)


USUAL = Promises()
