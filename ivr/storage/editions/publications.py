"""What was published and for how long: which edition that makes the one served at a moment. Pure; times in UTC.

A publication made at once counts as soon as it is written, whatever the clock of the machine says. One with a
`begins` counts from then on by each machine's own clock, one with an `ends` until then. Of all that count, the one
that began last is served; so when one ends, the edition before it comes back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class ServingSpan:
    """From when (None: at once) until when (None: until another is published) an edition is to be served."""

    begins: datetime | None = None
    ends: datetime | None = None


AT_ONCE = ServingSpan()


@dataclass(frozen=True)
class Publication:
    """An edition was published `at` a moment, for a span; perhaps cancelled before the span was over."""

    edition: str
    at: datetime
    author: str
    note: str
    begins: datetime | None = None
    ends: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    id: int = 0

    @property
    def start(self) -> datetime:
        """When it first counted, or will."""
        return self.begins or self.at

    def begun(self, now: datetime) -> bool:
        """Whether its time has come; for one made at once it always has."""
        return self.begins is None or self.begins <= now

    def counts(self, now: datetime) -> bool:
        """Whether it counts now."""
        return self.begun(now) and self.cancelled_at is None and (self.ends is None or now < self.ends)

    def counted(self, moment: datetime) -> bool:
        """Whether it counted at a moment that is over."""
        ends = min(filter(None, (self.ends, self.cancelled_at)), default=None)
        return self.start <= moment and (ends is None or moment < ends)

    def waits(self, now: datetime) -> bool:
        """Whether its time is still to come."""
        return self.cancelled_at is None and not self.begun(now)


def served_at(publications: Iterable[Publication], now: datetime) -> Publication | None:
    """The publication that new calls meet now."""
    return _latest(each for each in publications if each.counts(now))


def served_before(publications: Sequence[Publication], now: datetime) -> str:
    """The edition that was served before the one served now; empty when there was none."""
    current = served_at(publications, now)
    for change in sorted(_changes(publications, now), reverse=True):
        earlier = _latest(each for each in publications if each.counted(change - _MOMENT))
        if current and earlier and earlier.edition != current.edition:
            return earlier.edition
    return ""


def served_since(publications: Sequence[Publication], since: datetime, now: datetime) -> frozenset[str]:
    """Every edition that was served between two moments."""
    moments = [since, *(change for change in _changes(publications, now) if change > since)]
    found = [_latest(each for each in publications if each.counted(moment)) for moment in moments]
    return frozenset(each.edition for each in (*found, served_at(publications, now)) if each)


def in_the_way(planned: ServingSpan, others: Iterable[Publication], now: datetime) -> Publication | None:
    """The timed publication that forbids a new one: neither may begin while the other, which has an end, is served."""
    begins = planned.begins or now
    for other in others:
        over = other.cancelled_at is not None or (other.ends is not None and other.ends <= now)
        if over or (other.begins is None and other.ends is None):
            continue
        inside = other.ends is not None and other.start <= begins < other.ends
        around = planned.ends is not None and begins <= other.start < planned.ends
        if inside or around:
            return other
    return None


def _changes(publications: Iterable[Publication], now: datetime) -> set[datetime]:
    """Every moment up to now at which another edition may have come into service."""
    begun = [each for each in publications if each.begun(now)]
    ended = (moment for each in begun for moment in (each.ends, each.cancelled_at) if moment and moment <= now)
    return {each.start for each in begun} | set(ended)


def _latest(publications: Iterable[Publication]) -> Publication | None:
    return max(publications, key=lambda each: (each.start, each.id), default=None)
