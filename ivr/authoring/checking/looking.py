"""What is found in a site, or in a part of one, by looking at nothing else; and what that comes to together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ivr.authoring.checking.accepting import Stages, accept, accept_in_tables
from ivr.authoring.problems import Problem
from ivr.authoring.rules import check, has_errors
from ivr.authoring.rules.rule import Stage
from ivr.authoring.site import Site
from ivr.authoring.tables.checking import RowsRead, read_rows
from ivr.authoring.walking.proving import walk_made
from ivr.authoring.walking.walk import MOST_FINDINGS, Walk


@dataclass(frozen=True)
class Seen:
    """What is wrong with files by themselves (`files`), by the rules of each stage, and in the rows of tables.

    `nodes` is how many there are, `walk` how every path was walked, None where none was.
    """

    files: tuple[Problem, ...]
    stages: Stages
    rows: RowsRead
    nodes: int
    walk: Walk | None


def look(site: Site, problems: tuple[Problem, ...], tables: Mapping[str, Path], *, walked: bool) -> Seen:
    """Look at a site, or a part of one, in whose files by themselves these problems are."""
    stages = accept(site, tuple(check(site, problems, walked=walked)))
    walk = walk_made(site) if Stage.CALLS in dict(stages) else None
    rows = read_rows(site, tables)
    return Seen(problems, stages, rows._replace(problems=accept_in_tables(site, rows.problems)), nodes_in(site), walk)


def nodes_in(site: Site) -> int:
    """How many nodes were read, those written inside others among them."""
    inner = sum(len(placed.node.inner(placed.name)) for placed in site.nodes)
    return inner + sum(len(department.names) for department in site.departments.values())


def problems_in(seen: Sequence[Seen]) -> set[Problem]:
    """What is wrong in a site of which everything was seen, in one part or in several.

    As in each part, rules of a later stage count only where none before found an error in any.
    """
    found = {problem for each in seen for problem in (*each.files, *each.rows.problems)}
    wrong = any(has_errors(each.files) for each in seen)
    for stage in Stage:
        if stage and wrong:
            break
        now = [problem for each in _told(seen, stage) for problem in dict(each.stages).get(stage, ())]
        found.update(_once(now))
        wrong = wrong or has_errors(now)
    return found


def joined(walks: Sequence[Walk]) -> Walk:
    """One walk of what several walked."""
    findings = tuple(finding for walk in walks for finding in walk.findings)
    places, steps = sum(walk.places for walk in walks), sum(walk.steps for walk in walks)
    return Walk(findings, places, steps, all(walk.whole for walk in walks))


def _told(seen: Sequence[Seen], stage: Stage) -> Iterator[Seen]:
    """Those of whom it is told what they found; a walk ends where so much was found that nobody reads on."""
    findings = 0
    for each in seen:
        yield each
        findings += len(each.walk.findings) if each.walk else 0
        if stage == Stage.CALLS and findings >= MOST_FINDINGS:
            return


def _once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Each problem once, though calls to several hotlines meet it."""
    met: set[tuple[object, ...]] = set()
    for each in problems:
        place = (each.file, each.line, each.column, each.rule, each.message)
        if place not in met or each.file != "flows.yaml":
            met.add(place)
            yield each
