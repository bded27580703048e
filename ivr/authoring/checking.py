"""All rules over a site: first those about single mentions, then, where nothing is wrong, those about paths."""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.rules import RULES
from ivr.authoring.site import Site


def check(site: Site, found: tuple[Problem, ...]) -> Iterator[Problem]:
    """What the rules find, `found` being what was wrong with the files by themselves.

    A rule with AFTER_OTHERS looks at whole paths; where something is wrong already it would only repeat it.
    """
    wrong = any(problem.level == "error" for problem in found)
    for rule in RULES:
        if not rule.after_others:
            for problem in rule.check(site):
                wrong = wrong or problem.level == "error"
                yield problem
    for rule in RULES:
        if rule.after_others and not wrong:
            yield from rule.check(site)
