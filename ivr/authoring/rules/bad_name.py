"""A name that cannot be one.

Names of departments, nodes, tables, hotlines, calendars and officers are small letters, digits and _, beginning with a
letter. `back`, `repeat`, `language` and `goodbye` mean something in every menu already. `main` is where the caller's
hotline begins, so that only a node at which one begins, or its department, may have this name.

FAIL `Burst main:`
PASS `burst_main:`
"""

from collections.abc import Iterator

from ivr.authoring.paths import starts_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "bad-name"


def check(site: Site) -> Iterator[Problem]:
    """The departments whose node `main` is not what `main` means there."""
    for department in site.departments.values():
        if (
            not department.menu
            or department.menu.start == "main"
            or not {"main", department.menu.start} <= department.names
        ):
            continue
        if f"{department.name}/main" not in starts_of(site):
            message = said('"main" means the place where a hotline begins, and none begins at this node.')
            start = department.menu.start
            hint = said('Give the node another name, or write   start: main   instead of "{start}".', start=start)
            yield department.document.problem(("nodes", "main"), ID, message, hint, name=True)
