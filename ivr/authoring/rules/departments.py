"""Rules about what each department must have, and when it must be read again."""

from collections.abc import Collection, Iterator, Mapping

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Site
from ivr.authoring.site.permission import SITE
from ivr.authoring.site.reviews import Review, reviews_of
from ivr.authoring.site.ways import OFFICER, without_officers
from ivr.authoring.yaml.marks import Path
from ivr.engine.grammar import RESERVED
from ivr.translation import Sentence, said, together


@rule(shares=True)
def unknown_department(site: Site) -> Iterator[Problem]:
    """A department that does not exist: there is no such folder with a `menu.yaml` under `menus/`.

    FAIL `start: trasport/main`
    PASS `start: transport/main`
    """
    # the departments that destinations name are looked at with the destinations
    if site.flows is None:
        return
    known = site.department_names
    for name in site.flows.publishing.editors:
        if name != SITE:
            yield from _unknown(site, ("publishing", "editors", name), name, (*known, SITE), key=True)
    for alert, each in site.flows.alerts.items():
        for name in each.departments:
            yield from _unknown(site, ("alerts", alert, "departments"), name, known)


def _unknown(site: Site, path: Path, name: str, meant: Collection[str], *, key: bool = False) -> Iterator[Problem]:
    """What is said of the name of a department where there is none such; `key` where it stands before a colon."""
    if name not in meant:
        message = said('no department is called "{name}".', name=name)
        yield site.flows_document.problem(path, "unknown-department", message, did_you_mean(name, meant), name=key)


def needed_in(site: Site, department: str) -> Mapping[str, Sentence]:
    """The nodes that a department must have, by their short name, and what leads there."""
    if site.flows is None:
        return {}
    needed = {to: said("key {key} leads", key=key) for key, to in site.flows.keys.items()}
    needed.setdefault(site.flows.tries.then, said("callers are sent after too many tries"))
    spared = (*RESERVED, OFFICER) if department in without_officers(site) else RESERVED
    return {to: why for to, why in needed.items() if to and to not in spared and "/" not in to}


@rule()
def missing_officer(site: Site) -> Iterator[Problem]:
    """A department without the node that a key of the site leads to: 0 must reach an officer everywhere.

    Departments to which only hotlines with `officers: none` lead need no such node.

    FAIL a department without a node `officer`
    PASS a node `officer` of kind `transfer` or `message`
    """
    for department in site.departments.values():
        for to, why in needed_in(site, department.name).items():
            if department.menu and to not in department.names:
                message = said('this department has no node "{node}", where {why}.', node=to, why=why)
                hint = said("Add one, of kind transfer or message; what leads there is in flows.yaml.")
                if to == OFFICER:
                    hint = together(hint, said("Where nobody can be reached, write `officers: none` there."))
                yield department.document.problem(("nodes",), "missing-officer", message, hint, name=True)


@rule()
def overdue_review(site: Site) -> Iterator[Problem]:
    """A menu, or a node with a review of its own, that should have been read again by now.

    `ivr reviews` lists them all, with their owners.

    FAIL `review: 2020-04-01`
    PASS `review:` with a day to come, after somebody has read every text
    """
    for review in reviews_of(site) if site.today else ():
        if site.today and (days := review.overdue_by(site.today)):
            yield _overdue(site, review, days)


def _overdue(site: Site, review: Review, days: int) -> Problem:
    path = ("reviews", review.node, "review") if review.node else ("review",)
    message = said("this should have been read again {days} days ago.", days=days)
    if days == 1:
        message = said("this should have been read again yesterday.")
    hint = said("{owner} keeps it true: read it, then write the next day.", owner=review.owner)
    return site.departments[review.department].document.problem(path, "overdue-review", message, hint, level="warning")
