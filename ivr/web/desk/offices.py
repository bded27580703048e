"""The offices' hours as a page shows them: the week, open now and why, the holidays to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from flask_babel import gettext

from ivr.engine.closures import calendar_in
from ivr.engine.edition import Edition
from ivr.engine.ports import ClosureInForce
from ivr.hours import Calendar, Period, State, holidays_in, never_shuts, state_at
from ivr.web.desk.languages import in_readers_language

HOLIDAYS_SHOWN = 8
MIDNIGHT = "00:00"


@dataclass(frozen=True)
class Office:
    """One calendar: its periods on each weekday, Monday first, and on holidays; how it stands, and why in words."""

    name: str
    week: tuple[str, ...]
    holidays: str
    state: State
    why: str


def offices(edition: Edition, closures: Sequence[ClosureInForce], now: datetime) -> tuple[Office, ...]:
    """Every calendar of an edition at a moment, `closures` being in force on all hotlines."""
    return tuple(_office(edition, name, closures, now) for name in edition.calendars)


def holidays_to_come(edition: Edition, now: datetime) -> tuple[tuple[date, dict[str, str]], ...]:
    """The next general holidays, today among them, with their names by language."""
    today = now.astimezone(ZoneInfo(edition.zone)).date()
    return tuple(islice(_holidays_from(today), HOLIDAYS_SHOWN))


def _office(edition: Edition, name: str, closures: Sequence[ClosureInForce], now: datetime) -> Office:
    calendar = edition.calendars[name]
    state = state_at(calendar_in(edition, name, closures, now), now)
    holidays = gettext("as on other days") if calendar.holidays is None else _periods(calendar.holidays)
    return Office(name, tuple(_periods(day) for day in calendar.week), holidays, state, _why(calendar, state))


def _why(calendar: Calendar, state: State) -> str:
    if state.reason:
        return in_readers_language(state.reason)
    return str(gettext("always open") if never_shuts(calendar) else gettext("opening hours"))


def _periods(periods: Sequence[Period]) -> str:
    shown = (f"{each.start:%H:%M}–{_end(each)}" for each in periods)
    return ", ".join(shown) or gettext("closed")


def _end(period: Period) -> str:
    end = f"{period.end:%H:%M}"
    return "24:00" if end == MIDNIGHT else end


def _holidays_from(today: date) -> Iterator[tuple[date, dict[str, str]]]:
    for year in (today.year, today.year + 1):
        yield from ((day, dict(names)) for day, names in holidays_in(year) if day >= today)
