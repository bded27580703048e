"""What is different in the calendars: hours, those of some days and weeks, holidays, closures."""

from collections.abc import Iterator, Mapping
from datetime import time

from ivr.authoring.differing.changes import Change, Spot, named, pairs
from ivr.hours import Calendar, Closure, OtherHours, Period
from ivr.translation import Sentence, said

ON_WEEKDAYS = (
    said("on mondays the office"),
    said("on tuesdays the office"),
    said("on wednesdays the office"),
    said("on thursdays the office"),
    said("on fridays the office"),
    said("on saturdays the office"),
    said("on sundays the office"),
)
ON_HOLIDAYS = said("on holidays the office")
Week = tuple[tuple[Period, ...] | None, ...]


def calendar_changes(site: Spot, old: Mapping[str, Calendar], new: Mapping[str, Calendar]) -> Iterator[Change]:
    """The calendars that came and went, and what is different in those that stay."""
    for name in pairs(old, new):
        place = said("hours of {name}", name=name)
        if name not in new or name not in old:
            how = said("this calendar is new") if name in new else said("this calendar is gone")
            yield site.within(place).says(how)
        else:
            yield from _calendar(site.within(place), old[name], new[name])
            yield from _exceptions(site, place, old[name], new[name])


def _calendar(spot: Spot, old: Calendar, new: Calendar) -> Iterator[Change]:
    yield from _week(spot, old.week, new.week)
    yield from spot.value(ON_HOLIDAYS, _hours(old.holidays), _hours(new.holidays))
    yield from _holidays(spot, old, new)
    for date in pairs(old.days, new.days):
        before, after = (_hours(each.days[date]) if date in each.days else "" for each in (old, new))
        yield from spot.value(said("on {day} the office", day=date), before, after)
    yield from spot.value(said("while a closure is announced the office"), _announced(old), _announced(new))
    yield from _closures(spot, old, new)


def _week(spot: Spot, old: Week, new: Week) -> Iterator[Change]:
    for day, was, now in zip(ON_WEEKDAYS, old, new, strict=True):
        yield from spot.value(day, _hours(was), _hours(now))


def _holidays(spot: Spot, old: Calendar, new: Calendar) -> Iterator[Change]:
    """Whose holidays are kept, and the names of the days of one's own."""
    yield from spot.value(said("whose holidays are kept"), _whose(old), _whose(new))
    before, after = (
        {day.isoformat(): names for day, names in (each.own_holidays or {}).items()} for each in (old, new)
    )
    for day in pairs(before, after):
        yield from spot.texts(said("the holiday of {day}", day=day), before.get(day), after.get(day))


def _whose(calendar: Calendar) -> str:
    return calendar.country if calendar.own_holidays is None else said("its own")


def _exceptions(site: Spot, place: Sentence, old: Calendar, new: Calendar) -> Iterator[Change]:
    """The hours of some weeks: what they were before, where they were not written, is as on other days."""
    before, after = _by_days(old), _by_days(new)
    for days in pairs(before, after):
        usual = OtherHours((before.get(days) or after[days]).season, (None,) * len(ON_WEEKDAYS))
        was, now = before.get(days, usual), after.get(days, usual)
        spot = site.within(said("{place} ({days})", place=place, days=days))
        yield from _week(spot, was.week, now.week)
        yield from spot.value(ON_HOLIDAYS, _hours(was.holidays), _hours(now.holidays))


def _by_days(calendar: Calendar) -> dict[str, OtherHours]:
    return {str(each.season): each for each in calendar.exceptions}


def _announced(calendar: Calendar) -> str:
    return said("open as on other days") if calendar.always else "closed"


def _hours(periods: tuple[Period, ...] | None) -> str:
    if periods is None:
        return said("open as on other days")
    told = [said("open {start}-{end}", start=f"{each.start:%H:%M}", end=_end(each.end)) for each in periods]
    return _in_a_row(told) if told else "closed"


def _in_a_row(told: list[Sentence]) -> str:
    first, *rest = told
    return said("{first}, {other}", first=first, other=_in_a_row(rest)) if rest else first


def _end(end: time) -> str:
    return "24:00" if end == time(0) else f"{end:%H:%M}"


def _closures(spot: Spot, old: Calendar, new: Calendar) -> Iterator[Change]:
    before, after = ({_span(each): each for each in calendar.closures} for calendar in (old, new))
    for span in pairs(before, after):
        if span in before and span in after:
            what = said("the reason of the closure {span}", span=span)
            yield from spot.texts(what, before[span].reason, after[span].reason)
        else:
            how = said("{what} is new") if span in after else said("{what} is gone")
            reason = named((before | after)[span].reason)
            yield spot.says(said(how, what=said("the closure {span} for {reason}", span=span, reason=reason)))


def _span(closure: Closure) -> str:
    return said(
        "from {start} until {end}", start=f"{closure.start:%Y-%m-%d %H:%M}", end=f"{closure.end:%Y-%m-%d %H:%M}"
    )
