"""Used by: every place that mentions a node, a table, officers, a calendar, a field or a day."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ivr.authoring.problems import did_you_mean
from ivr.authoring.rules.tables import kept_at
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.site.assembling import fields_of
from ivr.authoring.yaml.marks import Document, Path
from ivr.engine.grammar import RESERVED, Mark, field_name, full_name
from ivr.words import placeholders

IN_DEPARTMENTS: dict[str, Mark] = {"node": "destination", "table": "table", "field": "field"}
OF_THE_SITE: dict[str, Mark] = {"officers": "officers", "calendar": "calendar"}


class Use(NamedTuple):
    """One mention: what is mentioned, its full name, where, and by which setting of which node (or of flows.yaml)."""

    what: str
    name: str
    file: str
    line: int
    column: int
    by: str
    setting: str


def uses_of(site: Site, name: str) -> tuple[Use, ...]:
    """Every mention of what is called `name`, in full ("transport/licence") or in short, in order of place.

    Raises KeyError, with a hint, when nothing is called so.
    """
    meant = {(what, known) for what, known in _known(site) if name in (known, known.partition("/")[2])}
    if not meant:
        hint = did_you_mean(name, {each for _, known in _known(site) for each in (known, known.partition("/")[2])})
        message = f'no node, table, field, day, officers or calendar is called "{name}".'
        raise KeyError(f"{message} {hint}".strip())
    found = {use for use in _all_uses(site) if (use.what, use.name) in meant}
    return tuple(sorted(found, key=lambda use: (use.file, use.line, use.column, use.name)))


def _known(site: Site) -> Iterator[tuple[str, str]]:
    for placed in site.nodes:
        yield "node", placed.name
        yield from (("node", inner) for inner in placed.node.inner(placed.name))
        yield from (("field", f"{placed.department}/{field}") for field in fields_of(placed))
    for department in site.departments.values():
        for table in department.menu.tables if department.menu else ():
            yield "table", f"{department.name}/{table}"
        yield from (("day", f"{department.name}/{day}") for day in _days(department))
    if site.flows:
        yield from (("officers", name) for name in site.flows.officers)
        yield from (("calendar", name) for name in site.flows.calendars)


def _all_uses(site: Site) -> Iterator[Use]:
    for placed in site.nodes:
        for what, mark in (IN_DEPARTMENTS | OF_THE_SITE).items():
            for path, value in placed.mentions(mark):
                named = field_name if what == "field" else full_name
                name = value if what in OF_THE_SITE else named(value, placed.department)
                day = what == "field" and value in _days(site.departments[placed.department])
                yield _use("day" if day else what, name, placed.document, path, placed.name)
        yield from _kept(placed)
        yield from _spoken(placed, _days(site.departments[placed.department]))
    for department in site.departments.values():
        yield from _in_department(department)
    yield from _in_flows(site)


def _days(department: DepartmentFiles) -> Collection[str]:
    """The days that a menu names, by their short names."""
    return department.menu.days if department.menu else ()


def _in_department(department: DepartmentFiles) -> Iterator[Use]:
    """What a menu mentions beside its nodes: where it begins, reviews and tasks, and what days and queries use."""
    menu, name, document = department.menu, department.name, department.document
    if menu is None:
        return
    yield _use("node", f"{name}/{menu.start}", document, ("start",), name)
    for setting, named in (("reviews", menu.reviews), ("tasks", menu.tasks)):
        for short in named:
            yield _use("node", f"{name}/{short}", document, (setting, short), name, named=True)
    for path, calendar in department.calendars:
        if path[0] == "days":
            yield _use("calendar", calendar, document, path, name)
    for short, table in menu.tables.items():
        for day in (table.takes - table.columns.keys()) & menu.days.keys():
            yield _use("day", f"{name}/{day}", document, ("tables", short, "query"), name)


def _kept(placed: PlacedNode) -> Iterator[Use]:
    for path, keeps in placed.groups("keeps"):
        for field in keeps:
            yield _use("field", f"{placed.department}/{field}", placed.document, (*path, field), placed.name)
    if enquiry := placed.node.enquiry:
        for field in enquiry.keeps:
            path = (*placed.path, *kept_at(enquiry, field))
            yield _use("field", f"{placed.department}/{field}", placed.document, path, placed.name)


def _spoken(placed: PlacedNode, days: Collection[str]) -> Iterator[Use]:
    """Fields and days in {places} of texts; a column of that name is shown too, for only the call tells them apart."""
    for path, text in placed.mentions("text"):
        for field in placeholders(text) if "{" in text else ():
            place = placed.document.place_of_word(path, field)
            what, name = "day" if field in days else "field", f"{placed.department}/{field}"
            at = (placed.document.file, place.line, place.column)
            yield Use(what, name, *at, placed.name, ".".join(path[2:]))


def _in_flows(site: Site) -> Iterator[Use]:
    if site.flows is None:
        return
    document = site.flows_document
    for name, line in site.flows.hotlines.items():
        yield _use("node", site.start_of(line.start), document, ("hotlines", name, "start"), name)
    for key, beside in site.flows.beside_languages.items():
        yield _use("node", site.start_of(beside.to), document, ("beside_languages", key, "to"), "language")
    for name, officers in site.flows.officers.items():
        if officers.hours:
            yield _use("calendar", officers.hours, document, ("officers", name, "hours"), name)
    everywhere: list[tuple[Path, str]] = [(("keys", key), to) for key, to in site.flows.keys.items()]
    for path, to in (*everywhere, (("tries", "then"), site.flows.tries.then)):
        for department in site.departments if to not in RESERVED else ():
            yield _use("node", full_name(to, department), document, path, "every menu")


def _use(what: str, name: str, document: Document, path: Path, by: str, *, named: bool = False) -> Use:
    place = document.place_of(path, name=named)
    written = path[:-1] if path[-1] == "equal" and document.at(path) is None else path
    setting = ".".join(written[2:] if written[0] == "nodes" else written)
    return Use(what, name, document.file, place.line, place.column, by, setting)
