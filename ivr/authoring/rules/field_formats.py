"""One field kept in two ways, so that nobody can tell how to say it.

FAIL `keep: number` in an `ask` for digits and in one for a date
PASS a field each
"""

from collections.abc import Iterator

from ivr.authoring.assembling import fields_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.words import Format

ID = "field-formats"
HINT = said("Give one of them another name.")


def check(site: Site) -> Iterator[Problem]:
    """The format of each field of a department, and whether it is secret."""
    first: dict[str, tuple[Format, bool, PlacedNode]] = {}
    for placed in site.nodes:
        for name, form in fields_of(placed):
            secret = bool(getattr(placed.node, "secret", False))
            kept = first.setdefault(f"{placed.department}/{name}", (form, secret, placed))
            path = _path(placed, name)
            if kept[0] != form:
                template = '"{field}" is kept as {before} by "{node}" and as {now} here.'
                message = said(template, field=name, before=kept[0], node=kept[2].path[-1], now=form)
                yield placed.document.problem(path, ID, message, HINT)
            elif kept[1] != secret:
                template = '"{field}" is secret in one of "{first}" and "{other}" only.'
                message = said(template, field=name, first=kept[2].path[-1], other=placed.path[-1])
                yield placed.document.problem(path, ID, message, HINT)


def _path(placed: PlacedNode, name: str) -> tuple[str, ...]:
    groups = (path for path, keeps in placed.groups("keeps") if name in keeps)
    found = next(groups, None)
    return (*found, name) if found else (*placed.path, "keep")
