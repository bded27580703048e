"""Rules about the names of holidays, by which callers are told why an office is closed."""

from collections.abc import Iterator, Mapping
from datetime import date

from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.problems import Problem
from ivr.authoring.rules.languages import language_name
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Site
from ivr.hours.holidays import holidays_in, named_for
from ivr.translation import said


@rule(shares=True)
def holiday_without_name(site: Site) -> Iterator[Problem]:
    """A holiday by whose name callers are told that an office is closed, and that has none in one of their languages.

    The names of a country's holidays come with the program, in the languages of that country and a few others. In any
    other language callers hear the name in one of the site's, or only that the office is closed. The first such holiday
    to come is told, once for a language.

    FAIL `country: GB` in a site that also speaks Hindi
    PASS `holidays_of: council` beside the calendar, and `holidays/council.yaml` with a name in every language
    """
    if not (site.flows and site.today):
        return
    told = set[tuple[str, str]]()
    for calendar, whose in _kept(site.flows).items():
        for code, (day, heard) in _unnamed(site.flows, whose, calendar, site.today).items():
            if (whose, code) not in told:
                told.add((whose, code))
                yield _problem(site, calendar, code, day, heard)


def _kept(flows: FlowsFile) -> Mapping[str, str]:
    """The calendars that keep the holidays of a country or of a part of one, and whose."""
    known = ((name, each) for name, each in flows.calendars.items() if not each.own_holidays)
    return {name: each.holidays_of or flows.country for name, each in known if each.holidays is not None}


def _unnamed(flows: FlowsFile, whose: str, calendar: str, today: date) -> Mapping[str, tuple[date, str]]:
    """The first holiday from today on, this year or next, that has no name, and what callers hear, by language.

    What has hours of its own is no holiday there.
    """
    found: dict[str, tuple[date, str]] = {}
    kept = (each for year in (today.year, today.year + 1) for each in holidays_in(year, whose))
    for day, names in kept:
        named = named_for(names, flows.languages)
        if day >= today and not flows.calendars[calendar].names_day(day):
            for code, language in flows.languages.items():
                if not (named.get(code) or named.get(language.falls_back_to or "")):
                    found.setdefault(code, (day, next(iter(named.values()), "")))
    return found


def _problem(site: Site, calendar: str, code: str, day: date, heard: str) -> Problem:
    places = {"day": day.isoformat(), "language": language_name(site, code), "code": code}
    message = said('the holiday on {day} has no name in {language} ("{code}"): callers are not told of it.', **places)
    if heard:
        message = said(
            'the holiday on {day} has no name in {language} ("{code}"): callers hear "{name}".', **places, name=heard
        )
    hint = said(
        "Write holidays/{name}.yaml with the names in every language, and `holidays_of: {name}` here.", name=calendar
    )
    path = ("calendars", calendar)
    return site.flows_document.problem(path, "holiday-without-name", message, hint, name=True, level="warning")
