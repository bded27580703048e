"""Rules about the fields that callers give, and switches that decide by them."""

from collections.abc import Iterable, Iterator, Mapping

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.rule import rule
from ivr.authoring.rules.tables import formats_known, kept_as, kept_at, noted_in, table_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import fields_of, unasked_in
from ivr.authoring.yaml.marks import Path
from ivr.engine.node import Decision
from ivr.translation import Sentence, said
from ivr.words import Format, Home, canonical, named
from ivr.words.formats import own_of

KEPT = said("A field is kept by an `ask`, or by `keep` in a choice or in what an enquiry has `found`.")
ANOTHER_NAME = said("Give one of them another name.")
IN_ONE: Mapping[str, Sentence] = {
    "secret": said('"{field}" is secret in one of "{first}" and "{other}" only.'),
    "private": said('"{field}" is private in one of "{first}" and "{other}" only.'),
}
SITE_NAMES = {"language": "languages", "hotline": "hotlines"}
"""What is known of every call that has a name in `flows.yaml`, and what of the site has such names."""
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
        for placed in department.nodes.values():
            for path, name in placed.mentions("field"):
                if name not in known:
                    hint = did_you_mean(name, known) or KEPT
                    yield placed.document.problem(
                        path, "unknown-field", said('no node keeps a field called "{name}".', name=name), hint
                    )


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
            written = _as_kept(value, form, home)
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


def _as_kept(value: str, form: Format, home: Home) -> str:
    """The value as it is kept in that format, empty when it is no such value."""
    try:
        return canonical(value, form, home) if named(form) != "text" else value
    except ValueError:
        return ""


def _hidden_in_one(site: Site) -> Iterator[Problem]:
    first: dict[str, tuple[str, PlacedNode]] = {}
    for placed in site.nodes:
        for name in fields_of(placed):
            hidden = _hidden(placed, name)
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


@rule()
def unknown_case(site: Site) -> Iterator[Problem]:
    """A case of a switch, or of what an enquiry has found, that can never hold.

    Cases are written as the field is kept, or as the column is read: a date as 2026-11-23, an amount as 480.50.

    FAIL `on: language` with `cases: {eng: …}`; `on: due` with `cases: {none: …}` where that is an amount of money
    PASS `on: language` with `cases: {en: …}`; `on: due` with `cases: {"0.00": …}`
    """
    formats = {name: formats_known(site, name) for name in site.departments}
    for placed in site.nodes:
        decision, enquiry = placed.node.decision, placed.node.enquiry
        if decision:
            known = _possible_values(site, placed.department, decision.on)
            noted = decision.on in noted_in(site, placed.department)  # of which field-formats tells
            form = "text" if noted else formats[placed.department].get(decision.on, "text")
            yield from _cases(site, placed, ("cases",), decision, form, known)
        if enquiry and enquiry.decides and (table := table_of(site, enquiry)):
            form = table.shape("", site.home).columns.get(enquiry.decides.on, "text")
            known = set(table.values_of(enquiry.decides.on))
            yield from _cases(site, placed, ("found", "cases"), enquiry.decides, form, known)


def _cases(
    site: Site, placed: PlacedNode, setting: Path, decision: Decision, form: Format, known: set[str]
) -> Iterator[Problem]:
    """The cases that are none of the values that are known, or no value of that format."""
    for case in sorted(decision.cases):
        path, written = (*placed.path, *setting, case), _as_kept(case, form, site.home)
        if known and case not in known:
            hint = did_you_mean(case, known) or said("It is {known}.", known=one_of(sorted(known)))
        elif written != case:
            hint = said('Write "{written}".', written=written) if written else said("It is kept as {form}.", form=form)
        else:
            continue
        message = said('"{field}" is never "{case}".', field=decision.on, case=case)
        yield placed.document.problem(path, "unknown-case", message, hint, name=True)


def _possible_values(site: Site, department: str, field: str) -> set[str]:
    """Every value the field can have; empty when it may have any."""
    nodes = site.departments[department].nodes.values()
    if field in SITE_NAMES and not any(field in fields_of(placed) for placed in nodes):
        return set(site.names_in(SITE_NAMES[field]))
    if not site.departments[department].whole:
        return set()
    if any(field in placed.node.fields_kept or field in placed.node.fields_found for placed in nodes):
        return set()
    groups: Iterable[dict[str, str]] = (dict(keeps) for placed in nodes for _, keeps in placed.groups("keeps"))
    return {keeps[field] for keeps in groups if field in keeps}
