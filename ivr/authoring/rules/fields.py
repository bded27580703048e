"""Rules about the fields that callers give, and how they are kept."""

from collections.abc import Iterator, Mapping

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.rules.tables import kept_as, kept_at, table_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import fields_of, unasked_in
from ivr.authoring.yaml.marks import Path
from ivr.translation import Sentence, said
from ivr.words import Format, Home, canonical, named, values_of
from ivr.words.formats import own_of

KEPT = said("A field is kept by an `ask`, or by `keep` in a choice or in what an enquiry has `found`.")
NAME_IT = said("Say what people call it in every language, under `fields` at the top of the menu.")
ANOTHER_NAME = said("Give one of them another name.")
IN_ONE: Mapping[str, Sentence] = {
    "secret": said('"{field}" is secret in one of "{first}" and "{other}" only.'),
    "private": said('"{field}" is private in one of "{first}" and "{other}" only.'),
}
AskedFormat = tuple[Format, PlacedNode]


@rule()
def unknown_field(site: Site) -> Iterator[Problem]:
    """A field that no node of the department keeps.

    FAIL `on: distrikt`
    PASS `on: district`, which a menu keeps
    """
    # a node that could not be read might keep it, so a department with one is left alone
    for department in site.departments.values():
        if not department.whole:
            continue
        kept = {name for placed in department.nodes.values() for name in fields_of(placed)}
        known = kept | unasked_in(department).keys()
        for name in department.menu.fields if department.menu else ():
            if name not in kept:
                message, hint = (
                    said('no node keeps a field called "{name}".', name=name),
                    did_you_mean(name, kept) or KEPT,
                )
                yield department.document.problem(("fields", name), "unknown-field", message, hint, name=True)
        for placed in department.nodes.values():
            for path, name in placed.mentions("field"):
                if name not in known:
                    hint = did_you_mean(name, known) or KEPT
                    yield placed.document.problem(
                        path, "unknown-field", said('no node keeps a field called "{name}".', name=name), hint
                    )


@rule(Stage.PATHS)
def unnamed_field(site: Site) -> Iterator[Problem]:
    """A field that goes on to officers, and of which nothing says what people call it.

    FAIL `with: [pnr]` beside a transfer, so that officers hear "pnr"
    PASS `fields: {pnr: {yue: 訂座編號, cmn: 订座编号, en: booking number}}` at the top of the menu
    """
    for department in site.departments.values():
        told = set(department.menu.fields if department.menu else ())
        for placed in department.nodes.values():
            for at, name in enumerate(placed.node.fields_carried):
                if name in told:
                    continue
                told.add(name)
                message = said('officers hear, and the desk shows, "{name}" as it stands here.', name=name)
                path = (*placed.path, "with", str(at))
                yield placed.document.problem(path, "unnamed-field", message, NAME_IT, level="warning")


@rule()
def field_formats(site: Site) -> Iterator[Problem]:
    """One field kept in two ways, so that nobody can tell how to say it.

    A choice notes a field as the `ask` of the same department keeps it that asks for it, and as a text where none does.
    An enquiry keeps a column of a row as that column's format.

    FAIL `keep: number` in an `ask` for digits, and in one for a date; or `keep: {number: east}` in a choice
    PASS `keep: {number: "101"}` in that choice
    """
    asked: dict[str, AskedFormat] = {}
    for placed in site.nodes:
        for name, form, path in kept_as(site, placed):
            before, node = asked.setdefault(f"{placed.department}/{name}", (form, placed))
            if (named(before), own_of(before)) != (named(form), own_of(form)):
                message = said(
                    '"{field}" is kept as {before} by "{node}" and as {now} here.',
                    field=name,
                    before=before,
                    node=node.path[-1],
                    now=form,
                )
                yield placed.document.problem((*placed.path, *path), "field-formats", message, ANOTHER_NAME)
    for placed in site.nodes:
        yield from _noted(placed, asked, site.home)
    yield from _hidden_in_one(site)


def _noted(placed: PlacedNode, asked: Mapping[str, AskedFormat], home: Home) -> Iterator[Problem]:
    for path, keeps in placed.groups("keeps"):
        for name, value in keeps.items():
            form, node = asked.get(f"{placed.department}/{name}", ("text", placed))
            written = as_kept(value, form, home)
            if written != value:
                message = said(
                    '"{field}" is kept as {form} by "{node}", and "{value}" is none.',
                    field=name,
                    form=form,
                    node=node.path[-1],
                    value=value,
                )
                hint = said('Write "{written}".', written=written) if written else ANOTHER_NAME
                yield placed.document.problem((*path, name), "field-formats", message, hint)


def as_kept(value: str, form: Format, home: Home) -> str:
    """The value as it is kept in that format, empty when it is no such value."""
    try:
        return canonical(value, form, home) if named(form) != "text" or values_of(form) else value
    except ValueError:
        return ""


def _hidden_in_one(site: Site) -> Iterator[Problem]:
    first: dict[str, tuple[str, PlacedNode]] = {}
    for placed in site.nodes:
        of_private_columns = _of_private_columns(site, placed)
        for name in fields_of(placed):
            hidden = _hidden(placed, name)
            if not hidden and name in of_private_columns:
                continue  # it is private as it is, whoever keeps it
            before, node = first.setdefault(f"{placed.department}/{name}", (hidden, placed))
            if before != hidden:
                sentence = IN_ONE[max(before, hidden)]  # "secret" behind "private" behind neither
                message = said(
                    sentence,
                    field=name,
                    first=node.path[-1],
                    other=placed.path[-1],
                )
                yield placed.document.problem(where_kept(placed, name), "field-formats", message, ANOTHER_NAME)


def _of_private_columns(site: Site, placed: PlacedNode) -> frozenset[str]:
    """The fields that a node keeps of what a row has in private."""
    table = table_of(site, placed.node.enquiry) if placed.node.enquiry else None
    if table is None or placed.node.enquiry is None:
        return frozenset()
    private = {column for column, each in table.columns.items() if each.private}
    return frozenset(name for name, column in placed.node.enquiry.keeps.items() if column in private)


def _hidden(placed: PlacedNode, name: str) -> str:
    """Whether a field is kept at a node as "secret", as "private", or as neither."""
    return "secret" if name in placed.node.secrets else "private" if name in placed.node.privates else ""


def where_kept(placed: PlacedNode, name: str) -> Path:
    """Where a node says that it keeps a field."""
    groups = (path for path, keeps in placed.groups("keeps") if name in keeps)
    found = next(groups, None)
    if found:
        return (*found, name)
    enquiry = placed.node.enquiry
    return (*placed.path, *(kept_at(enquiry, name) if enquiry and name in enquiry.keeps else ("keep",)))
