"""Rules about what departments promise: that it can be measured, and that it is revised every year."""

from collections.abc import Iterator
from datetime import timedelta

from ivr.authoring.grammar.pledges import PledgeSettings
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Site, WrittenPledges
from ivr.authoring.yaml.marks import Path
from ivr.translation import said

TIME_TO_REVISE = timedelta(days=91)  # in which what became of the pledges of a year can be read


@rule()
def pledge_unmeasured(site: Site) -> Iterator[Problem]:
    """A pledge that can never be measured, so that nobody can hold its department to it.

    FAIL `measure: answered` where no node of the department rings officers, and the pledge names none
    PASS `measure: answered` where a node of kind `transfer` rings them
    """
    for name in site.departments.keys() & site.pledges.keys():
        rung = any(True for placed in site.departments[name].nodes.values() for _ in placed.mentions("officers"))
        for path, pledge in site.pledges[name].each:
            if pledge.measure == "answered" and not pledge.officers and not rung:
                message = said("nobody is rung in this department, so that no officer ever answers.")
                hint = said("Name those who are to answer: `officers`.")
                yield site.pledges[name].document.problem((*path, "measure"), "pledge-unmeasured", message, hint)
            if pledge.measure == "satisfied":
                yield from _never_asked(site, site.pledges[name], path, pledge)


def _never_asked(site: Site, pledges: WrittenPledges, path: Path, pledge: PledgeSettings) -> Iterator[Problem]:
    """Where no caller can give the answers that a pledge counts."""
    nodes = site.departments[pledges.department].nodes
    placed = nodes.get(f"{pledges.department}/{pledge.rating}")
    asked = placed.node.rates if placed else {}
    if not asked:
        known = [at.path[-1] for at in nodes.values() if at.node.rates]
        message = said('"{node}" asks nobody how the call went.', node=pledge.rating)
        place = (*path, "rating")
        yield pledges.document.problem(place, "pledge-unmeasured", message, did_you_mean(pledge.rating, known))
    elif pledge.question not in asked:
        message = said('"{node}" asks no question "{question}".', node=pledge.rating, question=pledge.question)
        place, hint = (*path, "question"), did_you_mean(pledge.question, asked)
        yield pledges.document.problem(place, "pledge-unmeasured", message, hint)


@rule(shares=True)
def pledges_not_revised(site: Site) -> Iterator[Problem]:
    """Pledges of a year that has been over for three months: they hold on, but should be read again every year.

    FAIL `years: {2025: …}` in 2026
    PASS `years: {2026: …, 2025: …}`, the years before staying as they were, for the record
    """
    for pledges in site.pledges.values():
        if site.today is None or pledges.file is None:
            continue
        year = pledges.file.pledges.year_of(site.today - TIME_TO_REVISE)
        latest = max(map(int, pledges.file.years))
        if latest < year:
            message = said("the pledges were last revised for {latest}, and it is {year}.", latest=latest, year=year)
            hint = said(
                "Write what holds in {year} under `years`, and leave {latest} as it was.", year=year, latest=latest
            )
            place = ("years", str(latest))
            yield pledges.document.problem(place, "pledges-not-revised", message, hint, name=True, level="warning")
