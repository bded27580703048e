"""What is different in what all departments share: languages, keys, phrases, calendars, officers, who publishes."""

from collections.abc import Iterator

from ivr.authoring.differing.calendars import calendar_changes
from ivr.authoring.differing.changes import Change, Spot, pairs, shown
from ivr.engine.alerts import Alert
from ivr.engine.edition import Edition, Language, Officers
from ivr.translation import Sentence, said

SITE = Spot("site")


def shared_changes(old: Edition, new: Edition) -> Iterator[Change]:
    """All of them, in the order of flows.yaml, the phrases last."""
    yield from SITE.texts(said("the site's title"), old.site, new.site)
    yield from SITE.value(said("the country"), old.home.country, new.home.country)
    yield from SITE.value(said("the currency"), old.home.currency, new.home.currency)
    yield from SITE.value(said("the countries where callers are rung back"), _abroad(old), _abroad(new))
    yield from SITE.value(said("the time zone"), old.zone, new.zone)
    yield from _languages(old, new)
    yield from _beside(old, new)
    yield from _keys(old, new)
    yield from calendar_changes(SITE, old.calendars, new.calendars)
    yield from _officers(old, new)
    yield from _alerts(old, new)
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


def _beside(old: Edition, new: Edition) -> Iterator[Change]:
    for key in pairs(old.beside_languages, new.beside_languages):
        was, now = old.beside_languages.get(key), new.beside_languages.get(key)
        spot = SITE.within(said("key {key} beside the languages", key=key))
        yield from spot.texts(said("its label"), was.label if was else None, now.label if now else None)
        yield from spot.value(said("the place where it leads"), was.to if was else "", now.to if now else "")


def _common(one: Edition, other: Edition) -> tuple[str, ...]:
    return tuple(code for code in one.languages if code in other.languages)


def _language(spot: Spot, old: Language, new: Language) -> Iterator[Change]:
    names = {
        "key": said("its key"),
        "name": said("its name"),
        "voice": said("its voice"),
        "say_language": said("the language it is read in"),
        "speech_language": "`speech`",
    }
    yield from spot.texts(said("the way it is pronounced"), dict(old.pronunciation), dict(new.pronunciation))
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
    yield from spot.value(said("whether they press a key"), old.press, new.press)


def _ring(officers: Officers) -> str:
    return "together" if officers.together else "in order"


def _alerts(old: Edition, new: Edition) -> Iterator[Change]:
    for name in pairs(old.alerts, new.alerts):
        spot = SITE.within(said("alert {name}", name=name))
        was, now = old.alerts.get(name), new.alerts.get(name)
        if not now:
            yield spot.says(said("this alert is gone"))
        elif not was:
            yield spot.says(said("this alert is new, about {about}", about=", ".join(now.about)))
        else:
            yield from _same_alert(spot, was, now)


def _same_alert(spot: Spot, old: Alert, new: Alert) -> Iterator[Change]:
    names = {
        "emails": said("whom it is mailed to"),
        "webhooks": said("the webhooks it goes to"),
        "numbers": said("the numbers it is sent to"),
        "about": said("what it is about"),
        "language": said("its language"),
        "departments": said("its departments"),
        "when": said("its calendar"),
    }
    for field, what in names.items():
        yield from spot.value(what, getattr(old, field), getattr(new, field))
    was, now = (each.digest.isoformat("minutes") if each.digest else "" for each in (old, new))
    yield from spot.value(said("when all is told at once"), was, now)


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
