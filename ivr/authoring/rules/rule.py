"""What a rule is: one function, named as the rule is, whose docstring is the rule's page in the manual."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from inspect import getdoc

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.translation import Sentence, said

Check = Callable[[Site], Iterator[Problem]]


class Stage(IntEnum):
    """When a rule is asked: one of a later stage only where all before found no error, which it would only repeat."""

    MENTIONS = 0
    """Each thing by itself."""
    PATHS = 1
    """Ways through a site in which everything mentioned exists."""
    CALLS = 2
    """Every call there can be; this takes most of the time."""


@dataclass(frozen=True)
class Rule:
    """A rule: the name printed with every problem, its page in the manual, its check, and when it is asked.

    One that is about what a site `shares` alone is asked once for the site, and not for each part of a large one.
    """

    name: str
    page: Sentence
    check: Check
    stage: Stage
    shares: bool = False


def rule(stage: Stage = Stage.MENTIONS, *, shares: bool = False) -> Callable[[Check], Rule]:
    """Make a rule of a function: `bad_name` checks the rule `bad-name`, and its docstring is the rule's page."""

    def declare(check: Check) -> Rule:
        page = getdoc(check) or ""
        return Rule(check.__name__.replace("_", "-"), said(page), check, stage, shares)

    return declare
