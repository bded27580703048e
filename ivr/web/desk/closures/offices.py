"""The offices' hours as a page shows them: the week, open now and why, the holidays to come."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from flask_babel import gettext

from ivr.engine.closures import calendar_in
from ivr.engine.edition import Edition, Hotline
from ivr.engine.ports import ClosureInForce
from ivr.hours import Calendar, Period, State, holidays_in, state_at
from ivr.storage.closures.announced import KeptClosure
from ivr.web.desk.frame.languages import in_readers_language

Closed = Sequence[tuple[Hotline, tuple[ClosureInForce, ...]]]
HOLIDAYS_SHOWN = 8
MIDNIGHT = "00:00"


@dataclass(frozen=True)
class Standing:
    """How a calendar stands for callers of some hotlines (none: of all that are shown), and why in words."""

    lines: tuple[Hotline, ...]
    state: State
    why: str


@dataclass(frozen=True)
class Office:
    """One calendar: its periods on each weekday, Monday first, and on holidays; how it stands now.

    `title` says whose hours they are, `name` is how the site writes it.
    """

    name: str
    title: str
    week: tuple[str, ...]
    holidays: str
    now: tuple[Standing, ...]


def offices(
    edition: Edition, lines: Sequence[Hotline], closures: Iterable[KeptClosure], now: datetime
) -> tuple[Office, ...]:
    """Every calendar of an edition at a moment, for the callers of `lines`, as `closures` leave it."""
    in_force = [each for each in closures if each.state(now) == "in force"]
    closed = [(line, tuple(each.in_force() for each in in_force if each.concerns(line.name))) for line in lines]
    return tuple(_office(edition, name, closed, now) for name in edition.calendars)


def holidays_to_come(edition: Edition, now: datetime) -> tuple[tuple[date, dict[str, str]], ...]:
    """The next general holidays, today among them, with their names by language."""
    today = now.astimezone(ZoneInfo(edition.zone)).date()
    return tuple(islice(_holidays_from(today, edition.home.country), HOLIDAYS_SHOWN))


def _office(edition: Edition, name: str, closed: Closed, now: datetime) -> Office:
    calendar = edition.calendars[name]
    holidays = gettext("as on other days") if calendar.holidays is None else _periods(calendar.holidays)
    title = _whose(edition, name)
    return Office(
        name, title, tuple(_periods(day) for day in calendar.week), holidays, _now(edition, name, closed, now)
    )


def _whose(edition: Edition, name: str) -> str:
    """The officers who keep these hours; the name in words where nobody does."""
    named = [in_readers_language(each.title) for each in edition.officers.values() if each.hours == name]
    return str(gettext(", ")).join(named) or name.replace("_", " ")


def _now(edition: Edition, name: str, closed: Closed, now: datetime) -> tuple[Standing, ...]:
    """How it stands: once where it is the same for all hotlines."""
    groups: list[Standing] = []
    for line, closures in closed:
        calendar = calendar_in(edition, name, closures, now)
        state = state_at(calendar, now)
        same = next((each for each in groups if each.state == state), Standing((), state, _why(calendar, state)))
        groups = [*(each for each in groups if each is not same), replace(same, lines=(*same.lines, line))]
    return tuple(groups) if len(groups) > 1 else tuple(replace(each, lines=()) for each in groups)


def _why(calendar: Calendar, state: State) -> str:
    if state.reason:
        return in_readers_language(state.reason)
    return str(gettext("always open") if calendar.always else gettext("opening hours"))


def _periods(periods: Sequence[Period]) -> str:
    shown = (f"{each.start:%H:%M}–{_end(each)}" for each in periods)
    return str(gettext(", ")).join(shown) or str(gettext("closed"))


def _end(period: Period) -> str:
    end = f"{period.end:%H:%M}"
    return "24:00" if end == MIDNIGHT else end


def _holidays_from(today: date, country: str) -> Iterator[tuple[date, dict[str, str]]]:
    for year in (today.year, today.year + 1):
        yield from ((day, dict(names)) for day, names in holidays_in(year, country) if day >= today)
