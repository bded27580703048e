"""One field kept in two ways, so that nobody can tell how to say it.

A choice notes a field as the `ask` of the same department keeps it that asks for it, and as a text where none does.

FAIL `keep: number` in an `ask` for digits, and in one for a date; or `keep: {number: east}` in a choice
PASS `keep: {number: "101"}` in that choice
"""

from collections.abc import Iterator, Mapping

from ivr.authoring.assembling import fields_of
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.words import Format, Home, canonical

ID = "field-formats"
HINT = said("Give one of them another name.")
Asked = tuple[Format, PlacedNode]


def check(site: Site) -> Iterator[Problem]:
    """The format of each field of a department, what choices note in it, and whether it is secret."""
    asked: dict[str, Asked] = {}
    for placed in site.nodes:
        for name, form in placed.node.fields_kept.items():
            before, node = asked.setdefault(f"{placed.department}/{name}", (form, placed))
            if before != form:
                template = '"{field}" is kept as {before} by "{node}" and as {now} here.'
                message = said(template, field=name, before=before, node=node.path[-1], now=form)
                yield placed.document.problem((*placed.path, "keep"), ID, message, HINT)
    for placed in site.nodes:
        yield from _noted(placed, asked, site.home)
    yield from _secrets(site)


def _noted(placed: PlacedNode, asked: Mapping[str, Asked], home: Home) -> Iterator[Problem]:
    for path, keeps in placed.groups("keeps"):
        for name, value in keeps.items():
            form, node = asked.get(f"{placed.department}/{name}", ("text", placed))
            written = _as_kept(value, form, home)
            if written != value:
                template = '"{field}" is kept as {form} by "{node}", and "{value}" is none.'
                message = said(template, field=name, form=form, node=node.path[-1], value=value)
                hint = said('Write "{written}".', written=written) if written else HINT
                yield placed.document.problem((*path, name), ID, message, hint)


def _as_kept(value: str, form: Format, home: Home) -> str:
    """The value as it is kept in that format, empty when it is no such value."""
    try:
        return canonical(value, form, home) if form != "text" else value
    except ValueError:
        return ""


def _secrets(site: Site) -> Iterator[Problem]:
    first: dict[str, tuple[bool, PlacedNode]] = {}
    for placed in site.nodes:
        for name, _ in fields_of(placed):
            secret = bool(getattr(placed.node, "secret", False))
            before, node = first.setdefault(f"{placed.department}/{name}", (secret, placed))
            if before != secret:
                template = '"{field}" is secret in one of "{first}" and "{other}" only.'
                message = said(template, field=name, first=node.path[-1], other=placed.path[-1])
                yield placed.document.problem(_path(placed, name), ID, message, HINT)


def _path(placed: PlacedNode, name: str) -> tuple[str, ...]:
    groups = (path for path, keeps in placed.groups("keeps") if name in keeps)
    found = next(groups, None)
    return (*found, name) if found else (*placed.path, "keep")
