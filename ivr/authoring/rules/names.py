"""Rules about names, and what they are the names of: nodes, calendars, officers."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.problems import Problem, closest, did_you_mean
from ivr.authoring.rules.departments import needed_in
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import DepartmentFiles, Site
from ivr.authoring.site.ways import starts_of
from ivr.authoring.yaml.marks import Document, Path
from ivr.translation import Sentence, said


@rule()
def bad_name(site: Site) -> Iterator[Problem]:
    """A name that cannot be one.

    Names of departments, nodes, tables, hotlines, calendars and officers are small letters, digits and _, beginning with a
    letter. `back`, `repeat`, `language` and `goodbye` mean something in every menu already. `main` is where the caller's
    hotline begins, so that only a node at which one begins, or its department, may have this name.

    FAIL `Burst main:`
    PASS `burst_main:`
    """
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
            yield department.document.problem(("nodes", "main"), "bad-name", message, hint, name=True)


@rule()
def unknown_destination(site: Site) -> Iterator[Problem]:
    """A node that does not exist, named as the place where the call goes on.

    FAIL `to: passports` where the node is called `passport`
    PASS `to: passport`, or `to: water/bill` in another department
    """
    told = {f"{name}/{to}" for name in site.departments for to in needed_in(site, name)}  # by missing-officer
    for placed in site.nodes:
        for path, to in placed.mentions("destination"):
            if to not in told and path[1:] and placed.document.at(path[:-1]) is not None and not site.has(to):
                yield _no_such_node(site, placed.document, path, to, placed.department)
    for department in site.departments.values():
        if department.menu and department.menu.start not in department.names:
            yield _no_such_node(
                site, department.document, ("start",), f"{department.name}/{department.menu.start}", department.name
            )
        yield from _in_reviews(site, department)
    yield from _in_flows(site)


def _in_reviews(site: Site, department: DepartmentFiles) -> Iterator[Problem]:
    """The nodes that have a review of their own."""
    for short in department.menu.reviews if department.menu else ():
        if not site.has(f"{department.name}/{short}"):
            path, to = ("reviews", short), f"{department.name}/{short}"
            yield replace(
                _no_such_node(site, department.document, path, to, department.name),
                **department.document.place_of(path, name=True)._asdict(),
            )


def _in_flows(site: Site) -> Iterator[Problem]:
    if site.flows is None:
        return
    document = site.flows_document
    for name, line in site.flows.hotlines.items():
        if not site.has(site.start_of(line.start)) and line.start not in site.department_names:
            yield _no_such_node(site, document, ("hotlines", name, "start"), line.start, "")
    for key, beside in site.flows.beside_languages.items():
        if not site.has(site.start_of(beside.to)) and beside.to not in site.department_names:
            yield _no_such_node(site, document, ("beside_languages", key, "to"), beside.to, "")
    named = [(("keys", key), to) for key, to in site.flows.keys.items()]
    for path, to in (*named, (("tries", "then"), site.flows.tries.then)):
        if "/" in to and not site.has(to):
            yield _no_such_node(site, document, path, to, "")


def _no_such_node(site: Site, document: Document, path: Path, to: str, here: str) -> Problem:
    department, _, short = to.partition("/")
    found = site.departments.get(department)
    if found is None:
        message = said('no department is called "{name}".', name=department)
        return document.problem(path, "unknown-department", message, did_you_mean(department, site.department_names))
    shown = short if department == here else to
    return document.problem(
        path,
        "unknown-destination",
        said('no node is called "{name}".', name=shown),
        _node_meant(found, short, department == here),
    )


def _node_meant(department: DepartmentFiles, short: str, same_file: bool) -> Sentence:
    close = closest(short, department.names)
    if not close or not same_file:
        return did_you_mean(short, department.names)
    line = department.document.place_of(("nodes", close), name=True).line
    return said('Did you mean "{close}" (line {line})?', close=close, line=line)


@rule()
def unknown_calendar(site: Site) -> Iterator[Problem]:
    """A calendar that `flows.yaml` does not have.

    FAIL `calendar: ofice`
    PASS `calendar: office`
    """
    if site.flows is None:
        return
    calendars = site.names_in("calendars")
    for department in site.departments.values():
        for path, name in department.calendars:
            if name not in calendars:
                message = said('no calendar is called "{name}".', name=name)
                yield department.document.problem(path, "unknown-calendar", message, _calendar_meant(name, calendars))
    for document, path, name in _calendars_in(site, site.flows):
        if name and name not in calendars:
            message = said('no calendar is called "{name}".', name=name)
            yield document.problem(path, "unknown-calendar", message, _calendar_meant(name, calendars))


def _calendars_in(site: Site, flows: FlowsFile) -> Iterator[tuple[Document, Path, str]]:
    """The calendars that flows.yaml and pledges name, empty where they name none, and where."""
    flows_document = site.flows_document
    yield from ((flows_document, ("officers", name, "hours"), each.hours) for name, each in flows.officers.items())
    yield from ((flows_document, ("alerts", name, "when"), each.when) for name, each in flows.alerts.items())
    for each in () if site.elsewhere.shared else site.pledges.values():
        yield each.document, ("calendar",), each.file.calendar if each.file else ""


def _calendar_meant(name: str, known: Collection[str]) -> Sentence:
    return did_you_mean(name, known) or said("Calendars are in flows.yaml, under `calendars`.")


@rule()
def unknown_officers(site: Site) -> Iterator[Problem]:
    """Officers whom `flows.yaml` does not have.

    FAIL `to: licencing_counter`
    PASS `to: licensing_counter`
    """
    if site.flows is None:
        return
    known = site.names_in("officers")
    for document, path, name in _officers_in(site):
        if name not in known:
            hint = did_you_mean(name, known) or said("Officers are in flows.yaml, under `officers`.")
            message = said('no officers are called "{name}".', name=name)
            yield document.problem(path, "unknown-officers", message, hint)


def _officers_in(site: Site) -> Iterator[tuple[Document, Path, str]]:
    """The officers that nodes and pledges name, and where."""
    for placed in site.nodes:
        yield from ((placed.document, path, name) for path, name in placed.mentions("officers"))
    for pledges in () if site.elsewhere.shared else site.pledges.values():
        for path, pledge in pledges.each:
            yield from ((pledges.document, (*path, "officers"), name) for name in pledge.officers)
