"""Warnings that an editor accepts beside what they are about, each with a reason: they are told so, and are none.

```yaml
nodes:
  main:
    kind: menu
    accepted: {service-options: All eight offices have to be named by law.}
```
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.rules import RULE_NAMES, carriers, has_errors
from ivr.authoring.rules.rule import Stage
from ivr.authoring.site import Site
from ivr.authoring.tables.doubts import SPOILT
from ivr.authoring.yaml.marks import Document, Path
from ivr.translation import said

RULE = "stale-acceptance"
NEVER_STALE = ("bad-table", SPOILT, "overdue-review", carriers.RULE)  # asked for at some times only
Stages = tuple[tuple[Stage, tuple[Problem, ...]], ...]


@dataclass(frozen=True, eq=False)
class Acceptance:
    """One warning that is accepted: the `rule`, the `reason`, and the settings (`within`) beside which it stands."""

    document: Document
    within: Path
    rule: str
    reason: str

    def covers(self, problem: Problem) -> bool:
        """Whether a problem is the one that is accepted."""
        if (problem.level, problem.rule) != ("warning", self.rule):
            return False
        if problem.file == self.document.file:
            return _owner_of(self.document, problem) == self.within
        beside = _folder(problem.file) == _folder(self.document.file)
        return beside and problem.file.endswith(".csv") and not self.within

    def stale(self) -> Problem:
        """That there is nothing to accept."""
        path = (*self.within, "accepted", self.rule)
        message = said('nothing here is warned of as "{rule}".', rule=self.rule)
        known = self.rule in RULE_NAMES
        hint = said("Take it out.") if known else did_you_mean(self.rule, RULE_NAMES)
        return self.document.problem(path, RULE, message, hint, name=True, level="warning")


def accept(site: Site, stages: Stages) -> Stages:
    """What the rules of each stage found in a site, the warnings that it accepts told so; and what accepts nothing."""
    accepted = tuple(_acceptances(site))
    if not accepted:
        return stages
    used: set[Acceptance] = set()
    told = tuple((stage, tuple(_told(each, accepted, used) for each in found)) for stage, found in stages)
    if dict(stages).keys() != set(Stage) or any(has_errors(found) for _, found in stages):
        return told
    stale = tuple(each.stale() for each in accepted if each not in used and _is_asked(site, each))
    *before, (last, found) = told
    return (*before, (last, (*found, *stale)))


def accept_in_tables(site: Site, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """What was found in rows, or by asking databases, the warnings that the menu of those tables accepts told so."""
    accepted, used = tuple(_acceptances(site)), set[Acceptance]()
    return tuple(_told(each, accepted, used) for each in found)


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def _told(problem: Problem, accepted: tuple[Acceptance, ...], used: set[Acceptance]) -> Problem:
    one = next((each for each in accepted if each.covers(problem)), None)
    if one is None:
        return problem
    used.add(one)
    return replace(problem, level="accepted", hint=said("Accepted: {reason}", reason=one.reason))


def _acceptances(site: Site) -> Iterator[Acceptance]:
    if site.flows:
        yield from _of(site.flows_document, (), site.flows.accepted)
    for department in site.departments.values():
        yield from _of(department.document, (), department.menu.accepted if department.menu else {})
    for placed in site.nodes:
        yield from _of(placed.document, placed.path, placed.node.accepted)


def _of(document: Document, within: Path, reasons: Mapping[str, str]) -> Iterator[Acceptance]:
    yield from (Acceptance(document, within, rule, reason) for rule, reason in reasons.items())


def _is_asked(site: Site, accepted: Acceptance) -> bool:
    """Whether the rule was asked here about all that it is about; of a part of a large site, what all share is not."""
    of_the_site = accepted.document is site.flows_document
    return accepted.rule not in NEVER_STALE and not (of_the_site and site.elsewhere.departments)


def _owner_of(document: Document, problem: Problem) -> Path:
    """The node in which a problem stands; nothing for what stands elsewhere in the file."""
    written = document.value if isinstance(document.value, dict) else {}
    nodes = written.get("nodes")
    named: list[Path] = [(name,) for name in written]
    named += [("nodes", short) for short in nodes] if isinstance(nodes, dict) else []
    begins = ((document.place_of(path, name=True)[:2], path) for path in named)
    before = [begin for begin in begins if begin[0] <= (problem.line, problem.column)]
    owner = max(before, default=((0, 0), ()))[1]
    return owner if owner[1:] else ()
