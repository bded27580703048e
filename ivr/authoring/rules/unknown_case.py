"""A case of a switch that can never hold.

FAIL `on: language` with `cases: {eng: …}`
PASS `on: language` with `cases: {en: …}`
"""

from collections.abc import Iterable, Iterator

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.nodes.switch import SwitchNode

ID = "unknown-case"


def check(site: Site) -> Iterator[Problem]:
    """The cases of switches whose field is the language or the hotline, or is only ever noted by choices."""
    for placed in site.nodes:
        if not isinstance(placed.node, SwitchNode):
            continue
        known = _values(site, placed.department, placed.node.on)
        for case in placed.node.cases if known else ():
            if case not in known:
                hint = did_you_mean(case, known) or said("It is {known}.", known=one_of(sorted(known)))
                message = said('"{field}" is never "{case}".', field=placed.node.on, case=case)
                yield placed.document.problem((*placed.path, "cases", case), ID, message, hint, name=True)


def _values(site: Site, department: str, field: str) -> set[str]:
    """Every value the field can have; empty when it may have any."""
    if field == "language":
        return set(site.names_in("languages"))
    if field == "hotline":
        return set(site.names_in("hotlines"))
    if not site.departments[department].whole:
        return set()
    nodes = site.departments[department].nodes.values()
    if any(getattr(placed.node, "keep", None) == field for placed in nodes):
        return set()
    groups: Iterable[dict[str, str]] = (dict(keeps) for placed in nodes for _, keeps in placed.groups("keeps"))
    return {keeps[field] for keeps in groups if field in keeps}
