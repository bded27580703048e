"""The rule about tables and days that a menu names, and then does not use."""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.site import DepartmentFiles, Site
from ivr.authoring.yaml.marks import Path
from ivr.translation import Sentence, said
from ivr.words import placeholders

TAKE_IT_OUT = said("Take it out, or use it.")


@rule(Stage.PATHS)
def unused_name(site: Site) -> Iterator[Problem]:
    """A table or a day of a menu that nothing uses: left over, or meant where another name is written.

    FAIL a table `old_fees` in which no enquiry looks; a day `collect_from` that no text says
    PASS `from: old_fees` in an enquiry, `into` in a `submit`; `{collect_from}` in a text, `:collect_from` in a query
    """
    looked_in = {name for placed in site.nodes for _, name in placed.mentions("table")}
    for department in site.departments.values():
        for short in department.menu.tables if department.menu else ():
            if f"{department.name}/{short}" not in looked_in:
                message = said('nothing looks in the table "{table}", or enters anything there.', table=short)
                yield _unused(department, ("tables", short), message)
        used = _named_in(department)
        for name in department.menu.days if department.menu else ():
            if name not in used:
                yield _unused(department, ("days", name), said('nothing uses the day "{day}".', day=name))


def _unused(department: DepartmentFiles, path: Path, message: Sentence) -> Problem:
    return department.document.problem(path, "unused-name", message, TAKE_IT_OUT, name=True, level="warning")


def _named_in(department: DepartmentFiles) -> set[str]:
    """What the nodes and the queries of a department name that is said, matched, filed or decided by."""
    nodes, tables = department.nodes.values(), department.menu.tables.values() if department.menu else ()
    named = {name for placed in nodes for _, name in placed.mentions("field")}
    named |= {name for placed in nodes for _, text in placed.mentions("text") for name in placeholders(text)}
    return named.union(*(table.takes for table in tables))
