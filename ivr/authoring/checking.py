"""All rules over a site: those about single mentions; where nothing is wrong those about paths; last, the walk."""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.rules import LAST, RULES
from ivr.authoring.site import Site


def check(site: Site, found: tuple[Problem, ...], *, walked: bool = True) -> Iterator[Problem]:
    """What the rules find, `found` being what was wrong with the files by themselves.

    A rule with AFTER_OTHERS looks at whole paths, one with LAST takes every call there can be; where something is
    wrong already they would only repeat it. The last ones take most of the time, and are left out unless `walked`.
    """
    wrong = any(problem.level == "error" for problem in found)
    for turn in sorted({rule.turn for rule in RULES}):
        if (turn and wrong) or (turn == LAST and not walked):
            return
        problems = [problem for rule in RULES if rule.turn == turn for problem in rule.check(site)]
        yield from problems
        wrong = wrong or any(problem.level == "error" for problem in problems)
