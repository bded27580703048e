"""What is different in what all departments share: languages, keys, phrases, calendars, officers, who publishes."""

from collections.abc import Iterator
from datetime import time

from ivr.authoring.differing.changes import Change, Spot, days_shown, named, pairs, shown
from ivr.engine.edition import Edition, Language, Officers
from ivr.hours import Calendar, Period
from ivr.translation import Sentence, said

SITE = Spot("site")
ON_WEEKDAYS = (
    said("on mondays the office"),
    said("on tuesdays the office"),
    said("on wednesdays the office"),
    said("on thursdays the office"),
    said("on fridays the office"),
    said("on saturdays the office"),
    said("on sundays the office"),
)


def shared_changes(old: Edition, new: Edition) -> Iterator[Change]:
    """All of them, in the order of flows.yaml, the phrases last."""
    yield from SITE.texts(said("the site's title"), old.site, new.site)
    yield from SITE.value(said("the country"), old.home.country, new.home.country)
    yield from SITE.value(said("the currency"), old.home.currency, new.home.currency)
    yield from SITE.value(said("the countries where callers are rung back"), _abroad(old), _abroad(new))
    yield from SITE.value(said("the time zone"), old.zone, new.zone)
    yield from _languages(old, new)
    yield from SITE.value(said("what stands beside the languages"), _beside(old), _beside(new))
    yield from _keys(old, new)
    yield from _calendars(old, new)
    yield from _officers(old, new)
    yield from _publishing(old, new)
    yield from _phrases(old, new)


def _abroad(edition: Edition) -> str:
    return ", ".join((edition.home.country, *edition.call_back_abroad))


def _languages(old: Edition, new: Edition) -> Iterator[Change]:
    for code in pairs(old.languages, new.languages):
        spot = SITE.within(said("language {code}", code=code))
        if code not in new.languages:
            yield spot.says(said("this language is gone"))
        elif code not in old.languages:
            yield spot.says(said("this language is new, on key {key}", key=new.languages[code].key))
        else:
            yield from _language(spot, old.languages[code], new.languages[code])
    yield from SITE.value(said("the order of languages"), _common(old, new), _common(new, old))


def _beside(edition: Edition) -> tuple[str, ...]:
    return tuple(f"{key} {named(each.label)}: {each.to}" for key, each in edition.beside_languages.items())


def _common(one: Edition, other: Edition) -> tuple[str, ...]:
    return tuple(code for code in one.languages if code in other.languages)


def _language(spot: Spot, old: Language, new: Language) -> Iterator[Change]:
    names = {
        "key": said("its key"),
        "name": said("its name"),
        "voice": said("its voice"),
        "say_language": said("the language it is read in"),
    }
    for name in vars(new):
        yield from spot.value(names.get(name, f"`{name.replace('_', ' ')}`"), getattr(old, name), getattr(new, name))


def _keys(old: Edition, new: Edition) -> Iterator[Change]:
    spot = SITE.within(said("keys of every menu"))
    for key in pairs(old.inherited, new.inherited):
        was, now = old.inherited.get(key), new.inherited.get(key)
        if was != now:
            yield spot.says(said(_key(was, now), key=key, now=now, was=was))
    for name in vars(new.tries):
        yield from SITE.within("tries").value(f"`{name}`", getattr(old.tries, name), getattr(new.tries, name))


def _key(was: str | None, now: str | None) -> Sentence:
    if not now:
        return said("key {key} no longer leads to {was}")
    return said("key {key} now leads to {now} (before: {was})") if was else said("key {key} now leads to {now}")


def _calendars(old: Edition, new: Edition) -> Iterator[Change]:
    for name in pairs(old.calendars, new.calendars):
        spot = SITE.within(said("hours of {name}", name=name))
        if name not in new.calendars or name not in old.calendars:
            yield spot.says(said("this calendar is new") if name in new.calendars else said("this calendar is gone"))
        else:
            yield from _calendar(spot, old.calendars[name], new.calendars[name])


def _calendar(spot: Spot, old: Calendar, new: Calendar) -> Iterator[Change]:
    for day, was, now in zip(ON_WEEKDAYS, old.week, new.week, strict=True):
        yield from spot.value(day, _hours(was), _hours(now))
    yield from spot.value(said("on holidays the office"), _hours(old.holidays), _hours(new.holidays))
    yield from spot.value(said("whose holidays are kept"), _whose(old), _whose(new))
    for date in pairs(old.days, new.days):
        before, after = (_hours(each.days[date]) if date in each.days else "" for each in (old, new))
        yield from spot.value(said("on {day} the office", day=date), before, after)
    yield from spot.value(said("the hours of some weeks"), _exceptions(old), _exceptions(new))
    yield from spot.value(said("while a closure is announced the office"), _announced(old), _announced(new))
    for closure in sorted({*_closures(old)} ^ {*_closures(new)}):
        how = said("{what} is new") if closure in _closures(new) else said("{what} is gone")
        yield spot.says(said(how, what=closure))


def _whose(calendar: Calendar) -> str | tuple[str, ...]:
    """The country whose holidays are kept, or the days of one's own."""
    own = calendar.own_holidays
    return calendar.country if own is None else tuple(f"{day} {named(names)}" for day, names in own.items())


def _exceptions(calendar: Calendar) -> tuple[str, ...]:
    return tuple(days_shown(each.season).strip(" ()") for each in calendar.exceptions)


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


def _closures(calendar: Calendar) -> list[str]:
    return [
        said(
            "the closure from {start} until {end} for {reason}",
            start=f"{each.start:%Y-%m-%d %H:%M}",
            end=f"{each.end:%Y-%m-%d %H:%M}",
            reason=named(each.reason),
        )
        for each in calendar.closures
    ]


def _officers(old: Edition, new: Edition) -> Iterator[Change]:
    for name in pairs(old.officers, new.officers):
        spot = SITE.within(said("officers {name}", name=name))
        if name not in new.officers:
            yield spot.says(said("these officers are gone"))
        elif name not in old.officers:
            yield spot.says(said("these officers are new, at {numbers}", numbers=shown(new.officers[name].numbers)))
        else:
            yield from _same_officers(spot, old.officers[name], new.officers[name])


def _same_officers(spot: Spot, old: Officers, new: Officers) -> Iterator[Change]:
    yield from spot.texts(said("their title"), old.title, new.title)
    yield from spot.value(said("their telephones"), old.numbers, new.numbers)
    yield from spot.value(said("the way they ring"), _ring(old), _ring(new))
    yield from spot.value(said("the seconds they ring"), old.seconds, new.seconds)
    yield from spot.value(said("their calendar"), old.hours, new.hours)


def _ring(officers: Officers) -> str:
    return "together" if officers.together else "in order"


def _publishing(old: Edition, new: Edition) -> Iterator[Change]:
    spot = SITE.within("publishing")
    people = (said("one person"), said("two people"))
    yield from spot.value(said("whom it takes"), people[old.publishing.two_people], people[new.publishing.two_people])
    for name in pairs(old.publishing.editors, new.publishing.editors):
        was, now = old.publishing.editors.get(name), new.publishing.editors.get(name)
        yield from spot.value(said("those who may publish {name}", name=name), was, now)


def _phrases(old: Edition, new: Edition) -> Iterator[Change]:
    names = {name for each in (old, new) for phrases in each.phrases.values() for name in phrases}
    for name in sorted(names):
        before, after = ({code: spoken.get(name, "") for code, spoken in each.phrases.items()} for each in (old, new))
        both = old.phrases.keys() & new.phrases.keys()
        yield from SITE.within(said("phrase {name}", name=name)).texts(
            said("it"),
            {code: before[code] for code in before if code in both},
            {c: after[c] for c in after if c in both},
        )
