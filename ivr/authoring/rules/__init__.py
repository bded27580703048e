"""The rules that a site must keep, one file each; the docstring is the rule's page in the manual.

A rule's file has an ID, the name printed with every problem, and `check(site)`. A file without `check` explains a rule
that is kept while the files are read. `AFTER_OTHERS = True` marks a rule about paths, asked only of a site in which
everything mentioned exists; `LAST = True` one that walks every path of a site in which nothing else is wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site

LAST = 2
"""The turn of the rules that walk every path."""


@dataclass(frozen=True)
class Rule:
    """A rule, its page in the manual, and how it is checked; those of a later `turn` where all before found nothing."""

    name: str
    page: str
    check: Callable[[Site], Iterator[Problem]]
    turn: int


def _kept_while_reading(_: Site) -> Iterator[Problem]:
    """Nothing is left to find by the time a site is read."""
    return iter(())


def _rule_in(module: str) -> Rule:
    found = import_module(f"{__name__}.{module}")
    check = getattr(found, "check", _kept_while_reading)
    turn = LAST if getattr(found, "LAST", False) else int(getattr(found, "AFTER_OTHERS", False))
    return Rule(found.ID, getdoc(found) or "", check, turn)


RULES: tuple[Rule, ...] = tuple(_rule_in(module.name) for module in iter_modules(__path__))
BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
