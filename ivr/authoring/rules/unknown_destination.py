"""A node that does not exist, named as the place where the call goes on.

FAIL `to: passports` where the node is called `passport`
PASS `to: passport`, or `to: water/bill` in another department
"""

from collections.abc import Iterator
from dataclasses import replace

from ivr.authoring.marks import Document, Path
from ivr.authoring.problems import Problem, closest, did_you_mean
from ivr.authoring.rules.missing_officer import needed_everywhere
from ivr.authoring.sentences import Sentence, said
from ivr.authoring.site import DepartmentFiles, Site

ID = "unknown-destination"


def check(site: Site) -> Iterator[Problem]:
    """Every destination, every department's start, every hotline's start, and the keys of the site."""
    told = {f"{name}/{to}" for name in site.departments for to in needed_everywhere(site)}  # by missing-officer
    for placed in site.nodes:
        for path, to in placed.mentions("destination"):
            if to not in told and path[1:] and placed.document.at(path[:-1]) is not None and not site.has(to):
                yield _problem(site, placed.document, path, to, placed.department)
    for department in site.departments.values():
        if department.menu and department.menu.start not in department.names:
            yield _problem(
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
                _problem(site, department.document, path, to, department.name),
                **department.document.place_of(path, name=True)._asdict(),
            )


def _in_flows(site: Site) -> Iterator[Problem]:
    if site.flows is None:
        return
    document = site.flows_document
    for name, line in site.flows.hotlines.items():
        if not site.has(site.start_of(line.start)) and line.start not in site.departments:
            yield _problem(site, document, ("hotlines", name, "start"), line.start, "")
    named = [(("keys", key), to) for key, to in site.flows.keys.items()]
    for path, to in (*named, (("tries", "then"), site.flows.tries.then)):
        if "/" in to and not site.has(to):
            yield _problem(site, document, path, to, "")


def _problem(site: Site, document: Document, path: Path, to: str, here: str) -> Problem:
    department, _, short = to.partition("/")
    found = site.departments.get(department)
    if found is None:
        message = said('no department is called "{name}".', name=department)
        return document.problem(path, "unknown-department", message, did_you_mean(department, site.departments))
    shown = short if department == here else to
    return document.problem(
        path, ID, said('no node is called "{name}".', name=shown), _meant(found, short, department == here)
    )


def _meant(department: DepartmentFiles, short: str, same_file: bool) -> Sentence:
    close = closest(short, department.names)
    if not close or not same_file:
        return did_you_mean(short, department.names)
    line = department.document.place_of(("nodes", close), name=True).line
    return said('Did you mean "{close}" (line {line})?', close=close, line=line)
