"""A field that is used where a caller may arrive without having given it.

FAIL an answer that says `{number}` and is also reached from a menu before the number was asked for
PASS the same answer reached only through the `ask` that keeps `number`
"""

from collections.abc import Iterator

from ivr.authoring.paths import always_given, ways_of
from ivr.authoring.problems import Problem
from ivr.authoring.rules.secret_spoken import columns_of
from ivr.authoring.site import PlacedNode, Site
from ivr.nodes.enquiry import EnquiryNode
from ivr.words import placeholders

ID = "field-not-given"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every place in the texts of nodes, and every field that an enquiry matches."""
    given = always_given(site, ways_of(site))
    for placed in site.nodes:
        if placed.name in given:
            here = {name.partition("/")[2] for name in given[placed.name] if name.startswith(f"{placed.department}/")}
            yield from _in_texts(site, placed, here)
            yield from _in_match(placed, here)


def _in_texts(site: Site, placed: PlacedNode, given: set[str]) -> Iterator[Problem]:
    for path, by_language in placed.groups("text"):
        if path[-1] in ("label", "topic") or path[-1] == "answer":
            continue
        known = given | columns_of(site, placed, path)
        for code, said in by_language.items():
            for name in placeholders(said):
                if name not in known:
                    message = f'callers may come here without having given "{name}".'
                    hint = "Nothing would fill its place: ask for it on every way that leads here."
                    yield placed.document.problem((*path, code), ID, message, hint)


def _in_match(placed: PlacedNode, given: set[str]) -> Iterator[Problem]:
    if not isinstance(placed.node, EnquiryNode):
        return
    for column, name in placed.node.match.items():
        if name not in given:
            message = f'callers may come here without having given "{name}".'
            hint = "They would be told that nothing was found: ask for it on every way that leads here."
            yield placed.document.problem((*placed.path, "match", column), ID, message, hint, level="warning")
