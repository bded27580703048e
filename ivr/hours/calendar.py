"""What an office's calendar holds, and what one can say of a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from ivr.hours.season import Season

Why = Literal["hours", "holiday", "closure"]


@dataclass(frozen=True)
class Period:
    """Open from `start` until `end`, which is on the next day when it is not later than `start`.

    So 09:00 to 00:00 ends with the day, and 22:00 to 02:00 is the night shift of the day on which it begins.
    """

    start: time
    end: time

    @property
    def runs_past_midnight(self) -> bool:
        """Whether it ends on the next day, or as that begins."""
        return self.end <= self.start


@dataclass(frozen=True)
class Closure:
    """Closed from `start` until `end` (both with a zone) for `reason`, a text by language."""

    start: datetime
    end: datetime
    reason: Mapping[str, str]


@dataclass(frozen=True)
class OtherHours:
    """Hours that hold in a `season` in the place of the usual ones: by weekday, and on holidays; None: as usual."""

    season: Season
    week: tuple[tuple[Period, ...] | None, ...]
    holidays: tuple[Period, ...] | None = None


@dataclass(frozen=True)
class Calendar:
    """When an office is open.

    `week` has the periods of each weekday, Monday first; `exceptions` are those of some weeks, and `days` of single
    days, every year (12-24) or once (2026-12-24), which stand above all else but closures. `holidays` are the periods
    of a general holiday (empty: closed), None when holidays are days like others. `zone` is an IANA name, `country` is
    whose holidays are kept (ISO 3166), perhaps those of a part of it (ISO 3166-2, such as GB-SCT);
    `own_holidays` are kept instead, their names by language. `always` stands above all that is announced: one that is
    open all day on every day, and not written `always`, is closed like any other.
    """

    name: str
    zone: str
    week: tuple[tuple[Period, ...], ...]
    holidays: tuple[Period, ...] | None = ()
    closures: tuple[Closure, ...] = field(default=())
    always: bool = False
    country: str = "HK"
    days: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    exceptions: tuple[OtherHours, ...] = ()
    own_holidays: Mapping[date, Mapping[str, str]] | None = None


@dataclass(frozen=True)
class State:
    """Whether an office is open, `why` (what decided it), and when that changes next (None: not within a year).

    `reason` is the name of the holiday or the reason of the closure by language; empty when the weekly table decides.
    """

    open: bool
    why: Why
    changes: datetime | None
    reason: Mapping[str, str] = field(default_factory=dict)
