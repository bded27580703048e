"""A table that the department's menu does not declare under `tables`.

FAIL `from: aplications`
PASS `from: applications`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "unknown-table"
DECLARE = "Declare it under `tables`, with its file and its columns."


def check(site: Site) -> Iterator[Problem]:
    """Every table mentioned."""
    for placed in site.nodes:
        for path, name in placed.mentions("table"):
            department, _, short = name.partition("/")
            found = site.departments.get(department)
            if found and found.menu is None:
                continue
            tables = found.document.at(("tables",)) if found else None
            known = tuple(tables) if isinstance(tables, dict) else ()
            if short not in known:
                hint = did_you_mean(short, known) or said(DECLARE)
                yield placed.document.problem(path, ID, said('no table is called "{name}".', name=short), hint)
