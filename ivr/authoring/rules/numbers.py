"""Rules about telephone numbers."""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Site
from ivr.authoring.yaml.marks import Path
from ivr.translation import said
from ivr.words.telephones import country_of, is_costly, is_emergency, read_telephone


@rule(shares=True)
def bad_number(site: Site) -> Iterator[Problem]:
    """A telephone number that cannot be rung, or must not be: emergency services, premium-rate and foreign numbers.

    Whose numbers need no country code is what `country` of flows.yaml says. Officers abroad are allowed with `abroad: yes`
    beside their numbers.

    FAIL `numbers: [2220 01l1]`, with the letter L
    PASS `numbers: [+852 2220 0111]`
    """
    if site.flows is None:
        return
    for name, line in site.flows.hotlines.items():
        yield from _must_not_be_rung(site, ("hotlines", name, "number"), line.number)
    for name, officers in site.flows.officers.items():
        for at, number in enumerate(officers.numbers):
            path = ("officers", name, "numbers", str(at))
            yield from _must_not_be_rung(site, path, number)
            if not _is_written(site, path, number) or officers.abroad:
                continue
            if country_of(number, site.home.country) != site.home.country:
                hint = said("Write `abroad: yes` beside it if that is meant.")
                yield site.flows_document.problem(
                    path, "bad-number", said("{given} is a telephone abroad.", given=number), hint
                )


def _is_written(site: Site, path: Path, number: str) -> bool:
    """Whether the number is the one that is written, and does not stand for one with a slip."""
    try:
        return read_telephone(str(site.flows_document.at(path)), site.home.country) == number
    except ValueError:
        return False


def _must_not_be_rung(site: Site, path: Path, number: str) -> Iterator[Problem]:
    written = site.flows_document.at(path)
    if is_emergency(number, site.home.country):
        message, hint = said('"{given}" calls the emergency services.', given=written), said("No menu may ring them.")
        yield site.flows_document.problem(path, "bad-number", message, hint)
    elif is_costly(number):
        message = said('"{given}" charges whoever rings it.', given=written)
        yield site.flows_document.problem(path, "bad-number", message, said("Name an ordinary telephone number."))


@rule(shares=True)
def number_twice(site: Site) -> Iterator[Problem]:
    """A telephone number that two hotlines have, or an officer's number that is a hotline's.

    A call transferred to a hotline would go round in a circle.

    FAIL two hotlines with `number: +852 2220 0101`
    PASS a number each
    """
    if site.flows is None:
        return
    lines: dict[str, str] = {}
    for name, line in site.flows.hotlines.items():
        if line.number in lines:
            message = said('the hotline "{hotline}" has this number already.', hotline=lines[line.number])
            yield site.flows_document.problem(("hotlines", name, "number"), "number-twice", message)
        lines.setdefault(line.number, name)
    for name, officers in site.flows.officers.items():
        for at, number in enumerate(officers.numbers):
            if number in lines:
                message = said('this is the number of the hotline "{hotline}".', hotline=lines[number])
                hint = said("A call put through to it would come round again.")
                yield site.flows_document.problem(("officers", name, "numbers", str(at)), "number-twice", message, hint)
