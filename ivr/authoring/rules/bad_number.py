"""A telephone number that cannot be rung, or must not be: emergency services, premium-rate and foreign numbers.

Whose numbers need no country code is what `country` of flows.yaml says. Officers abroad are allowed with `abroad: yes`
beside their numbers.

FAIL `numbers: [2220 01l1]`, with the letter L
PASS `numbers: [+852 2220 0111]`
"""

from collections.abc import Iterator

from ivr.authoring.marks import Path
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.words.telephones import country_of, is_costly, is_emergency, read_telephone

ID = "bad-number"


def check(site: Site) -> Iterator[Problem]:
    """The numbers of hotlines and officers that are telephone numbers at all."""
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
                yield site.flows_document.problem(path, ID, said("{given} is a telephone abroad.", given=number), hint)


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
        yield site.flows_document.problem(path, ID, message, hint)
    elif is_costly(number):
        message = said('"{given}" charges whoever rings it.', given=written)
        yield site.flows_document.problem(path, ID, message, said("Name an ordinary telephone number."))
