"""Open or closed at a moment, why, and when that changes next.

Hours of a day itself (24 December) come first, then those of a holiday, then those of a season (May), then the week's.

Hours are wall-clock times of the calendar's zone. A period that runs past midnight belongs to the day on which it
begins: that day's holiday or weekday decides it, whatever the next day is. Where the clock is put back, a period runs
from the first occurrence of its start to the last of its end; a time that the clock jumps over is read with the offset
before the jump (as RFC 5545 reads it), so a period keeps its length.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.hours.calendar import Calendar, Closure, OtherHours, Period, State
from ivr.hours.holidays import holidays_by_date

MIDNIGHT = time(0)
ALL_DAY = (Period(MIDNIGHT, MIDNIGHT),)
LOOK_AHEAD = timedelta(days=366)
ONE_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]


def state_at(calendar: Calendar, at: datetime) -> State:
    """Whether the office of `calendar` is open at `at`, and why; a closure comes before a holiday, that before hours.

    `at` may have any zone but must have one (else ValueError); `changes` is in the calendar's zone.
    """
    if at.tzinfo is None:
        raise ValueError("state_at needs a time with a zone")
    zone = ZoneInfo(calendar.zone)
    now = at.astimezone(UTC)
    closure = _closure_at(calendar, now)
    day = _day_that_decides(calendar, now, zone)
    is_open = closure is None and _holds(_spans_of_day(calendar, day, zone), now)
    changes = _closes(calendar, now, zone) if is_open else _opens(calendar, now, zone)
    local = changes.astimezone(zone) if changes else None
    if closure:
        return State(is_open, "closure", local, closure.reason)
    if names := _holiday(calendar, day):
        return State(is_open, "holiday", local, names)
    return State(is_open, "hours", local)


def state_on(calendar: Calendar, day: date, since: datetime | None = None) -> State:
    """Whether the office opens on a day at all (from `since` on, where that is given), and why not.

    `changes` is never told. A night shift belongs to the day on which it begins.
    """
    zone = ZoneInfo(calendar.zone)
    spans = _spans_of_day(calendar, day, zone)
    begin = since.astimezone(UTC) if since else datetime.min.replace(tzinfo=UTC)
    left = [(max(start, begin), end) for start, end in spans if end > begin]
    if any(_after_closures(calendar, start) < end for start, end in left):
        return State(True, "hours", None)
    if closure := next((found for start, _ in left if (found := _closure_at(calendar, start))), None):
        return State(False, "closure", None, closure.reason)
    if names := None if spans else _holiday(calendar, day):
        return State(False, "holiday", None, names)
    return State(False, "hours", None)


def next_open_day(calendar: Calendar, after: date) -> date | None:
    """The first day after another on which the office opens; None where it does not within a year."""
    days = (after + ONE_DAY * count for count in range(1, LOOK_AHEAD.days + 1))
    return next((day for day in days if state_on(calendar, day).open), None)


def last_open_day(calendar: Calendar, before: date) -> date | None:
    """The last day before another on which the office opened; None where it did not within a year."""
    days = (before - ONE_DAY * count for count in range(1, LOOK_AHEAD.days + 1))
    return next((day for day in days if state_on(calendar, day).open), None)


def _day_that_decides(calendar: Calendar, now: datetime, zone: ZoneInfo) -> date:
    """The day whose hours hold now: yesterday while its night shift runs, or would if it were no holiday."""
    today = now.astimezone(zone).date()
    yesterday = today - ONE_DAY
    if _holds(_spans_of_day(calendar, yesterday, zone), now):
        return yesterday
    if _holds(_spans_of_day(calendar, today, zone), now) or _holiday(calendar, today):
        return today
    nightly = _holds(_spans_of(_usual_hours(calendar, yesterday), yesterday, zone), now)
    return yesterday if nightly else today


def _holds(spans: list[Span], now: datetime) -> bool:
    return any(start <= now < end for start, end in spans)


def _holiday(calendar: Calendar, day: date) -> Mapping[str, str] | None:
    """The names of the holiday that the calendar keeps on a day that has no hours of its own."""
    if _on_holidays(calendar, day) is None or _of_its_own(calendar, day) is not None:
        return None
    own = calendar.own_holidays
    return (holidays_by_date(day.year, calendar.country) if own is None else own).get(day)


def _on_holidays(calendar: Calendar, day: date) -> tuple[Period, ...] | None:
    """The hours of holidays on a day, an exception's before the usual ones; None where they are days like others."""
    other = _latest(each.holidays for each in _exceptions(calendar, day))
    return calendar.holidays if other is None else other


def _of_its_own(calendar: Calendar, day: date) -> tuple[Period, ...] | None:
    """The hours that are written for a day itself, those of its year before those of all; None where there are none."""
    written = day.isoformat()
    return calendar.days.get(written, calendar.days.get(written[5:]))


def _closure_at(calendar: Calendar, now: datetime) -> Closure | None:
    """The closure in force, of several the one that began last: its reason is the news."""
    in_force = [each for each in calendar.closures if each.start <= now < each.end]
    return max(in_force, key=lambda each: each.start, default=None)


def _opens(calendar: Calendar, now: datetime, zone: ZoneInfo) -> datetime | None:
    limit = now + LOOK_AHEAD
    earliest = _after_closures(calendar, now)
    for start, end in _spans(calendar, earliest, limit, zone):
        moment = _after_closures(calendar, max(start, earliest))
        if moment < end:
            return moment if moment < limit else None
    return None


def _after_closures(calendar: Calendar, moment: datetime) -> datetime:
    while closure := _closure_at(calendar, moment):
        moment = closure.end.astimezone(UTC)
    return moment


def _closes(calendar: Calendar, now: datetime, zone: ZoneInfo) -> datetime | None:
    limit = now + LOOK_AHEAD
    starts = [each.start.astimezone(UTC) for each in calendar.closures if now < each.start < each.end]
    closure = min(starts, default=limit)
    closes = closure if _has_no_end(calendar) else min(_end_of_hours(calendar, now, closure, zone), closure)
    return closes if closes < limit else None


def _end_of_hours(calendar: Calendar, now: datetime, until: datetime, zone: ZoneInfo) -> datetime:
    """When the periods that follow each other without a gap from `now` on end, or some time after `until`."""
    ends = now
    for start, end in _spans(calendar, now, until, zone):
        if start > ends:
            break
        ends = max(ends, end)
    return ends


def _has_no_end(calendar: Calendar) -> bool:
    """True for the round-the-clock table, whose year need not be walked to know that it has no end."""
    plain = not (calendar.days or calendar.exceptions)
    return plain and calendar.holidays in (None, ALL_DAY) and all(day == ALL_DAY for day in calendar.week)


def _spans(calendar: Calendar, begin: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """The periods of each day from the one before that of `begin` to that of `until`, in UTC and in order."""
    if not (any(calendar.week) or calendar.holidays or any(calendar.days.values()) or calendar.exceptions):
        return
    day, last = begin.astimezone(zone).date() - ONE_DAY, until.astimezone(zone).date()
    while day <= last:
        yield from _spans_of_day(calendar, day, zone)
        day += ONE_DAY


def _spans_of_day(calendar: Calendar, day: date, zone: ZoneInfo) -> list[Span]:
    return _spans_of(_periods_of(calendar, day), day, zone)


def _periods_of(calendar: Calendar, day: date) -> tuple[Period, ...]:
    """The hours of a day: its own, a holiday's, those of a season, the usual ones."""
    own = _of_its_own(calendar, day)
    if own is not None:
        return own
    if _holiday(calendar, day) is not None:
        return _on_holidays(calendar, day) or ()
    return _usual_hours(calendar, day)


def _usual_hours(calendar: Calendar, day: date) -> tuple[Period, ...]:
    """The hours of a day that is no holiday and has none of its own."""
    at = day.weekday()
    other = _latest(each.week[at] for each in _exceptions(calendar, day))
    return calendar.week[at] if other is None else other


def _exceptions(calendar: Calendar, day: date) -> list[OtherHours]:
    """The exceptions that hold on a day, the one that began last at the end: it is the more particular."""
    holding = (each for each in calendar.exceptions if each.season.holds(day))
    return sorted(holding, key=lambda each: each.season.first)


def _latest(hours: Iterable[tuple[Period, ...] | None]) -> tuple[Period, ...] | None:
    return next((each for each in reversed([*hours]) if each is not None), None)


def _spans_of(periods: tuple[Period, ...], day: date, zone: ZoneInfo) -> list[Span]:
    return sorted((_start(day, period.start, zone), _end(day, period, zone)) for period in periods)


def _start(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _end(day: date, period: Period, zone: ZoneInfo) -> datetime:
    last = day + ONE_DAY if period.runs_past_midnight else day
    if period.end == MIDNIGHT:
        return _start(last, MIDNIGHT, zone)  # exactly where the next day begins, so that the two join
    local = datetime.combine(last, period.end, zone)
    return max(local.astimezone(UTC), local.replace(fold=1).astimezone(UTC))
