"""The moments at which a site is walked: for every way in which its calendars can stand together, one.

All is taken from an ordinary week in November, the Christmas of that year, and the closures as they are written; the
year is fixed, so that a site is found good or not whenever one looks. One moment more has a closure that a supervisor
announced, in which all offices are closed at once that ever close. What holds on some days only adds days within and
beside them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from ivr.authoring.walking.dated import dated_switches, moments_of_cases, told_at
from ivr.authoring.walking.world import CLOSURE_SECOND, closures_at, name_of
from ivr.engine.closures import calendar_in
from ivr.engine.edition import Edition
from ivr.engine.node_facts import Decision
from ivr.hours import Calendar, Period, Season, State, state_at

ORDINARY_WEEKS = tuple(date(year, 11, day) for year, day in ((2026, 2), (2027, 8), (2028, 6), (2029, 5), (2030, 4)))
"""Mondays whose weeks have no general holiday."""
USUAL = time(10)
A_WEEK = timedelta(days=6)
A_LEAP_YEAR = 2028
MOST_MOMENTS = 48
Sign = tuple[bool, str, bool, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Moments:
    """`at` are the moments, the most usual first; a set of them is a number with their bits.

    `signs` tells how each calendar stands at each of them, `cases` which case holds at each node that decides by a day.
    """

    at: tuple[datetime, ...]
    signs: Mapping[str, tuple[Sign, ...]]
    cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all(self) -> int:
        """The set of all moments."""
        return (1 << len(self.at)) - 1

    @property
    def closures(self) -> tuple[str, ...]:
        """The closures announced at any moment; callers were told of them when the call began."""
        return tuple(each.id for at in self.at for each in closures_at(at))

    @property
    def each(self) -> tuple[int, ...]:
        """The set of each moment alone, the most usual first."""
        return tuple(1 << place for place in range(len(self.at)))

    def first_of(self, among: int) -> int:
        """The place of the most usual moment in a set that has one."""
        return (among & -among).bit_length() - 1

    def days_of(self, among: int) -> tuple[date, ...]:
        """The days of a set of moments, the most usual first."""
        return tuple(dict.fromkeys(at.date() for place, at in enumerate(self.at) if among >> place & 1))

    def apart(self, calendars: frozenset[str], among: int, *, reasons: bool) -> tuple[int, ...]:
        """A set of moments in parts, each calendar standing the same throughout a part; the most usual first.

        Without `reasons` it is the same when it is open or not, and can or cannot say when that changes.
        """
        if not calendars:
            return (among,)
        parts: dict[tuple[object, ...], int] = {}
        for place in range(len(self.at)):
            if among >> place & 1:
                signs = (self.signs[name][place] for name in sorted(calendars))
                sign = tuple(each if reasons else (each[0], each[2]) for each in signs)
                parts[sign] = parts.get(sign, 0) | 1 << place
        return tuple(parts.values())

    def by_case(self, node: str, among: int) -> tuple[int, ...]:
        """A set of moments in parts, at each of which another case holds at a node; the most usual first."""
        parts: dict[str, int] = {}
        for place, case in enumerate(self.cases.get(node, ())):
            if among >> place & 1:
                parts[case] = parts.get(case, 0) | 1 << place
        return tuple(parts.values()) or (among,)


def moments_of(edition: Edition) -> Moments:
    """The moments to walk an edition at."""
    return edition.made_once.get("moments", lambda: _moments_of(edition))


def _moments_of(edition: Edition) -> Moments:
    zone = ZoneInfo(edition.zone)
    seasons, dated = seasons_of(edition), dated_switches(edition)
    names = (*edition.calendars, *map(name_of, seasons))
    kept: dict[tuple[tuple[Sign, ...], tuple[str, ...]], datetime] = {}
    for at in _candidates(tuple(edition.calendars.values()), seasons, zone):
        kept.setdefault((_signs(edition, seasons, at), _cases(edition, dated, at)), at)
        if len(kept) == MOST_MOMENTS:
            break
    for at in moments_of_cases(edition, dated, next(iter(kept.values()))):
        kept.setdefault((_signs(edition, seasons, at), _cases(edition, dated, at)), at)
    closed = next(iter(kept.values())).replace(second=CLOSURE_SECOND)
    kept.setdefault((_signs(edition, seasons, closed), _cases(edition, dated, closed)), closed)
    signs = {name: tuple(standing[place] for standing, _ in kept) for place, name in enumerate(names)}
    cases = {node: tuple(holding[place] for _, holding in kept) for place, node in enumerate(dated)}
    return Moments(tuple(kept.values()), signs, cases)


def _signs(edition: Edition, seasons: Collection[Season], at: datetime) -> tuple[Sign, ...]:
    """How each calendar and each season stands at a moment, with what supervisors have announced then."""
    standing = (calendar_in(edition, name, closures_at(at), at) for name in edition.calendars)
    return (*(_sign(state_at(calendar, at)) for calendar in standing), *_signs_of(seasons, at))


def _cases(edition: Edition, dated: Mapping[str, Decision], at: datetime) -> tuple[str, ...]:
    """The case that holds at a moment at each node that decides by a day, empty where none does."""
    held = ((decision, told_at(edition, node, decision.on, at)) for node, decision in dated.items())
    return tuple(told if told in decision.cases else "" for decision, told in held)


def _sign(state: State) -> Sign:
    return state.open, state.why, state.changes is not None, tuple(sorted(state.reason.items()))


def seasons_of(edition: Edition) -> tuple[Season, ...]:
    """The days on which something holds that on others does not, each once."""
    found = [notice.season for line in edition.hotlines.values() for notice in line.notices]
    found += [season for node in edition.nodes.values() for season in node.seasons]
    return tuple(dict.fromkeys(season for season in found if not season.always))


def _signs_of(seasons: Iterable[Season], at: datetime) -> tuple[Sign, ...]:
    return tuple((season.holds(at.date()), "hours", True, ()) for season in seasons)


def _candidates(calendars: tuple[Calendar, ...], seasons: tuple[Season, ...], zone: ZoneInfo) -> Iterator[datetime]:
    """Usual moments first: a call that does not depend on the time is walked at the first."""
    monday = next((day for day in ORDINARY_WEEKS if not _closed_in(calendars, day, zone)), ORDINARY_WEEKS[0])
    days = _days_that_differ(calendars, monday)
    times = sorted(_times(calendars), key=lambda at: at != USUAL)
    yield datetime.combine(monday, times[0], zone)
    seasons = (*seasons, *(each.season for calendar in calendars for each in calendar.exceptions))
    weekdays = {day.weekday() for day in days}
    for at, season in product(times, seasons):
        yield from (datetime.combine(day, at, zone) for day in _in_and_out_of(season, weekdays))
    for at, day in product(times, (*days, date(monday.year, 12, 25), date(monday.year, 12, 26))):
        yield datetime.combine(day, at, zone)
    for at, text in product(times, {text for calendar in calendars for text in calendar.days}):
        yield datetime.combine(_day_of(text), at, zone)
    for at, day in product(times, {day for calendar in calendars for day in tuple(calendar.own_holidays or ())[:1]}):
        yield datetime.combine(day, at, zone)
    for calendar in calendars:
        for closure in calendar.closures:
            middle = closure.start + (closure.end - closure.start) / 2
            yield middle.astimezone(zone).replace(second=0, microsecond=0)
            yield closure.start.astimezone(zone)


def _in_and_out_of(season: Season, weekdays: Collection[int]) -> Iterator[date]:
    """Days within a season and beside it, one for each of the weekdays that there are within."""
    first = date.fromisoformat(season.first) if season.first else date.fromisoformat(season.last) - A_WEEK
    week = [first + timedelta(days=day) for day in range(7)]
    yield from (day for day in week if day.weekday() in weekdays and season.holds(day))
    yield from (day for day in week[:1] if season.holds(day))
    yield from ([first - timedelta(days=1)] if season.first else [])
    yield from ([date.fromisoformat(season.last) + timedelta(days=1)] if season.last else [])


def _day_of(text: str) -> date:
    """A day that is written once, or, for one of every year, in a leap year."""
    return date.fromisoformat(text if len(text) > len("12-24") else f"{A_LEAP_YEAR}-{text}")


def _closed_in(calendars: tuple[Calendar, ...], monday: date, zone: ZoneInfo) -> bool:
    start = datetime.combine(monday, time(0), zone)
    end = datetime.combine(date(monday.year, 12, 27), time(0), zone)
    return any(each.start < end and start < each.end for calendar in calendars for each in calendar.closures)


def _days_that_differ(calendars: tuple[Calendar, ...], monday: date) -> tuple[date, ...]:
    """The days of the week, leaving out those on which every calendar, with last night's shift, is like on another."""
    rows = {
        tuple((_night(each.week[day - 1]), each.week[day]) for each in calendars): day for day in reversed(range(7))
    }
    return tuple(monday + timedelta(days=day) for day in sorted(rows.values()))


def _night(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """What of a day's hours runs on into the next day."""
    return tuple(period for period in periods if period.runs_past_midnight and period.end != time(0))


def _all_hours(calendar: Calendar) -> Iterator[tuple[Period, ...]]:
    """The hours of every day of a calendar, whatever makes it one."""
    yield from (*calendar.week, calendar.holidays or (), *calendar.days.values())
    for other in calendar.exceptions:
        yield from (hours for hours in (*other.week, other.holidays) if hours)


def _times(calendars: tuple[Calendar, ...]) -> list[time]:
    """The times of day at which anything opens or closes; ten o'clock for the one that holds at ten."""
    periods = {period for calendar in calendars for day in _all_hours(calendar) for period in day}
    edges = sorted({time(0), *(edge for period in periods for edge in (period.start, period.end))})
    holding = max(edge for edge in edges if edge <= USUAL)
    return [USUAL if edge == holding else edge for edge in edges]
