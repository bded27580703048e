"""A field that is used where a caller may arrive without having given it.

FAIL an answer that says `{number}` and is also reached from a menu before the number was asked for
PASS the same answer reached only through the `ask` that keeps `number`
"""

from collections.abc import Iterator, Mapping

from ivr.authoring.paths import always_given, ways_of
from ivr.authoring.problems import Problem
from ivr.authoring.rules.secret_spoken import columns_of
from ivr.authoring.rules.unknown_placeholder import UNFILLED
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.nodes.enquiry import EnquiryNode
from ivr.words import placeholders

ID = "field-not-given"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every place in the texts of nodes, and every field that an enquiry matches."""
    given = always_given(site, ways_of(site))
    for placed in site.nodes:
        yield from _in_texts(site, placed, given)
        if placed.name in given:
            yield from _in_match(placed, _in_department(placed, given[placed.name]))


def _in_department(placed: PlacedNode, fields: frozenset[str]) -> set[str]:
    before = f"{placed.department}/"
    return {name.removeprefix(before) for name in fields if name.startswith(before)}


def _in_texts(site: Site, placed: PlacedNode, given: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    for path, by_language in placed.groups("text"):
        speaker = f"{placed.name}.{path[-2]}" if f"{placed.name}.{path[-2]}" in given else placed.name
        if path[-1] in UNFILLED or speaker not in given:
            continue
        known = _in_department(placed, given[speaker]) | columns_of(site, placed, path)
        for code, text in by_language.items():
            for name in placeholders(text):
                if name not in known:
                    message = said('callers may come here without having given "{field}".', field=name)
                    hint = said("Nothing would fill its place: ask for it on every way that leads here.")
                    yield placed.document.problem_with_word((*path, code), f"{{{name}}}", ID, message, hint)


def _in_match(placed: PlacedNode, given: set[str]) -> Iterator[Problem]:
    if not isinstance(placed.node, EnquiryNode):
        return
    for column, name in placed.node.match.items():
        if name not in given:
            message = said('callers may come here without having given "{field}".', field=name)
            hint = said("They would be told that nothing was found: ask for it on every way that leads here.")
            yield placed.document.problem((*placed.path, "match", column), ID, message, hint, level="warning")
