"""One field kept in two ways, so that nobody can tell how to say it.

FAIL `keep: number` in an `ask` for digits and in one for a date
PASS a field each
"""

from collections.abc import Iterator

from ivr.authoring.assembling import fields_of
from ivr.authoring.problems import Problem
from ivr.authoring.site import PlacedNode, Site
from ivr.words import Format

ID = "field-formats"


def check(site: Site) -> Iterator[Problem]:
    """The format of each field of a department, and whether it is secret."""
    first: dict[str, tuple[Format, bool, PlacedNode]] = {}
    for placed in site.nodes:
        for name, said in fields_of(placed):
            secret = bool(getattr(placed.node, "secret", False))
            kept = first.setdefault(f"{placed.department}/{name}", (said, secret, placed))
            path = _path(placed, name)
            if kept[0] != said:
                message = f'"{name}" is kept as {kept[0]} by "{kept[2].path[-1]}" and as {said} here.'
                yield placed.document.problem(path, ID, message, "Give one of them another name.")
            elif kept[1] != secret:
                message = f'"{name}" is secret in one of "{kept[2].path[-1]}" and "{placed.path[-1]}" only.'
                yield placed.document.problem(path, ID, message, "Give one of them another name.")


def _path(placed: PlacedNode, name: str) -> tuple[str, ...]:
    groups = (path for path, keeps in placed.groups("keeps") if name in keeps)
    found = next(groups, None)
    return (*found, name) if found else (*placed.path, "keep")
