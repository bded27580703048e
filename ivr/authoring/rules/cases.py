"""The rule about who hears of a case: whoever has its reference and knows something besides, or rings from its telephone."""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import rule
from ivr.authoring.rules.tables import table_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import fields_of
from ivr.engine.case_table import CASES, FACT, FEWEST_DIGITS
from ivr.engine.node_facts import Enquiry
from ivr.translation import said

CALLER, REFERENCE = "caller", "reference"


@rule()
def case_for_anybody(site: Site) -> Iterator[Problem]:
    """An enquiry that tells a case to somebody who need not have left it.

    A case is found by its reference together with the last digits of a telephone number, four of them or more; or by the
    number that the caller rings from, which is known without asking. A number that callers key is anybody's.

    FAIL `match: {reference: reference}`, or `match: {caller: number}` where `number` is asked for
    PASS `match: {reference: reference, last_digits: digits}`, or `match: {caller: caller}`
    """
    for placed in site.nodes:
        enquiry = placed.node.enquiry
        table = table_of(site, enquiry) if enquiry else None
        if enquiry and table and table.rows == CASES:
            yield from _told_to_anybody(placed, enquiry)
            yield from _not_the_caller(site, placed, enquiry)
            yield from _too_few_digits(site, placed, enquiry)


def _told_to_anybody(placed: PlacedNode, enquiry: Enquiry) -> Iterator[Problem]:
    if CALLER in enquiry.match or {REFERENCE, FACT} <= enquiry.match.keys():
        return
    path = (*placed.path, "match") if enquiry.match else (*placed.path, "from")
    message = said("callers would hear of cases here that others have left.")
    hint = said("Match `reference` and `last_digits`, or `caller: caller`.")
    yield placed.document.problem(path, "case-for-anybody", message, hint)


def _not_the_caller(site: Site, placed: PlacedNode, enquiry: Enquiry) -> Iterator[Problem]:
    beside = site.departments[placed.department].nodes.values()
    given = CALLER in {name for each in beside for name in fields_of(each)}
    if CALLER in enquiry.match and (given or enquiry.match[CALLER] != CALLER):
        message = said('"{field}" is what callers give: any number they like.', field=enquiry.match[CALLER])
        hint = said("Write `caller: caller`, the number that they ring from; no field may be called so.")
        yield placed.document.problem((*placed.path, "match", CALLER), "case-for-anybody", message, hint)


def _too_few_digits(site: Site, placed: PlacedNode, enquiry: Enquiry) -> Iterator[Problem]:
    for asking in site.departments[placed.department].nodes.values():
        entry = asking.node.entry
        digits = entry.digits if entry and enquiry.match.get(FACT) in asking.node.fields_kept else None
        if digits and digits.least < FEWEST_DIGITS:
            message = said(
                'fewer than {fewest} digits find no case, and "{node}" lets callers key {least}.',
                fewest=FEWEST_DIGITS, node=asking.path[-1], least=digits.least,
            )  # fmt: skip
            path = (*placed.path, "match", FACT)
            yield placed.document.problem(path, "case-for-anybody", message, said("Let them key more there."))
