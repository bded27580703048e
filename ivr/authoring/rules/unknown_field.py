"""A field that no node of the department keeps.

FAIL `on: distrikt`
PASS `on: district`, which a menu keeps
"""

from collections.abc import Iterator

from ivr.authoring.assembling import fields_of
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import Site
from ivr.nodes.switch import SwitchNode

ID = "unknown-field"
KEPT = "A field is kept by an `ask`, or by `keep` in a choice."
KNOWN_OF_EVERY_CALL = ("language", "hotline")


def check(site: Site) -> Iterator[Problem]:
    """Every field mentioned; a node that could not be read might keep it, so such departments are left alone."""
    for department in site.departments.values():
        if not department.whole:
            continue
        kept = {name for placed in department.nodes.values() for name, _ in fields_of(placed)}
        for placed in department.nodes.values():
            known = kept | set(KNOWN_OF_EVERY_CALL if isinstance(placed.node, SwitchNode) else ())
            for path, name in placed.mentions("field"):
                if name not in known:
                    hint = did_you_mean(name, known) or said(KEPT)
                    yield placed.document.problem(
                        path, ID, said('no node keeps a field called "{name}".', name=name), hint
                    )
