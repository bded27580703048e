"""Callers who listen too long: until they may choose a language, until the first choice, or until an answer begins.

Seconds are estimated from the texts in each language, along the quickest way, with a second for each key.

FAIL a greeting of forty seconds before the first choice
PASS the same words in an answer of their own
"""

from collections.abc import Iterator, Mapping

from ivr.authoring.problems import Problem
from ivr.authoring.rules.missing_language import NAMES
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.hearing import (
    Arrival,
    arrivals,
    gives_an_answer,
    greeting_seconds,
    language_seconds,
    menu_seconds,
)
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.site import PlacedNode, Site
from ivr.nodes.menu import MenuNode

ID = "service-seconds"
AFTER_OTHERS = True
UNTIL_THE_FIRST_CHOICE = (
    "callers of {hotline} listen {seconds} seconds ({language}) until the first choice; {most} are the most."
)


def check(site: Site) -> Iterator[Problem]:
    """The three waits."""
    if site.flows is not None:
        yield from _until_the_language(site)
        yield from _until_the_first_choice(site)
        yield from _until_an_answer(site)


def _until_the_language(site: Site) -> Iterator[Problem]:
    limit = limit_of(site, "seconds_to_language")
    seconds = language_seconds(site)
    if limit and limit.most is not None and seconds > limit.most:
        template = "callers listen {seconds} seconds until the last language is offered; {most} are the most."
        message = said(template, seconds=whole(seconds), most=whole(limit.most))
        advice = said("Shorten the titles of the hotlines, or offer fewer languages.")
        yield finding(limit, ID, site.flows_document, ("languages",), message, advice, name=True)


def _until_the_first_choice(site: Site) -> Iterator[Problem]:
    limit = limit_of(site, "seconds_to_first_option")
    nodes = {placed.name: placed for placed in site.nodes}
    for name, line in site.flows.hotlines.items() if site.flows and limit and limit.most is not None else ():
        start = nodes.get(site.start_of(line.start))
        if start is None or not isinstance(start.node, MenuNode) or limit is None:
            continue
        first = next(iter(start.node.choices))
        waits = {
            code: greeting_seconds(site, name, code) + menu_seconds(site, start.node, code, first)
            for code in site.languages
        }
        code, seconds = max(waits.items(), key=lambda wait: wait[1])
        if limit.most is not None and seconds > limit.most:
            template = UNTIL_THE_FIRST_CHOICE
            values = {"hotline": name, "seconds": whole(seconds), "most": whole(limit.most)}
            message = said(template, **values, language=NAMES.get(code, code))
            advice = said("Say less before the first choice.")
            yield finding(limit, ID, start.document, start.path, message, advice, name=True)


def _until_an_answer(site: Site) -> Iterator[Problem]:
    limit = limit_of(site, "seconds_to_answer")
    if limit is None or limit.most is None:
        return
    reached = {code: arrivals(site, code) for code in site.languages}
    nodes = {placed.name: placed for placed in site.nodes}
    for name in gives_an_answer(site):
        waits = {code: ways[name].seconds for code, ways in reached.items() if name in ways}
        code, seconds = max(waits.items(), key=lambda wait: wait[1], default=("", 0.0))
        if seconds > limit.most and not _late_before(reached[code], name, limit.most):
            placed, path = _written(nodes, name)
            template = 'callers listen {seconds} seconds until "{node}" in {language}; {most} are the most.'
            values = {"seconds": whole(seconds), "node": name.partition("/")[2], "most": whole(limit.most)}
            message = said(template, **values, language=NAMES.get(code, code))
            advice = said("Offer it earlier, ask for less before it, or shorten what is said on the way.")
            yield finding(limit, ID, placed.document, path, message, advice, name=True)


def _late_before(ways: Mapping[str, Arrival], name: str, most: float) -> bool:
    """Whether an answer that comes before this one is late already, so that this one only follows from it."""
    before = ways[name].last_answer
    return bool(before) and ways[before].seconds > most


def _written(nodes: dict[str, PlacedNode], name: str) -> tuple[PlacedNode, tuple[str, ...]]:
    """The node in which an answer is written, and where."""
    if name in nodes:
        return nodes[name], nodes[name].path
    owner, _, key = name.rpartition(".")
    return nodes[owner], (*nodes[owner].path, "choices", key)
