"""Rules about the ways from node to node."""

from collections.abc import Iterator

from ivr.authoring.grammar.flows import SiteTries
from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.site import Site
from ivr.authoring.site.ways import reached, starts_of, ways_of
from ivr.engine.edition import Tries
from ivr.translation import said


@rule(Stage.PATHS)
def circle(site: Site) -> Iterator[Problem]:
    """Nodes that lead round to each other without ever waiting for the caller.

    An answer with `then`, a switch, the branches of `hours` and of a look-up go on at once. A circle of them would speak
    for ever.

    FAIL an answer whose `then` leads to a switch that leads back to the answer
    PASS an answer that leads back to a menu
    """
    hasty = {placed.name for placed in site.nodes if placed.node.goes_on_at_once}
    leads = {name: {way.to for way in ways} & hasty for name, ways in ways_of(site).items() if name in hasty}
    for placed in site.nodes:
        if placed.name in hasty and placed.name in _reached(leads, placed.name):
            message = said('"{node}" leads back to itself without waiting for the caller.', node=placed.path[-1])
            hint = said("Let one node of the circle ask something (a menu, a yes_or_no), or lead elsewhere.")
            yield placed.document.problem(placed.path, "circle", message, hint, name=True)


def _reached(leads: dict[str, set[str]], name: str) -> set[str]:
    found: set[str] = set()
    waiting = list(leads[name])
    while waiting:
        further = waiting.pop()
        if further not in found:
            found.add(further)
            waiting += leads[further]
    return found


@rule(Stage.PATHS)
def dead_end(site: Site) -> Iterator[Problem]:
    """A node from which no answer, officer, message or goodbye can be reached, however often keys are pressed.

    FAIL two menus whose choices lead only to each other
    PASS a choice that leads to an answer
    """
    ways = ways_of(site)
    leads = {name: {way.to for way in going} for name, going in ways.items()}
    good = {placed.name for placed in site.nodes if placed.node.gives}
    good |= {name for going in leads.values() for name in going if name == "goodbye" or "." in name}
    while more := {name for name, to in leads.items() if name not in good and to & good}:
        good |= more
    for placed in site.nodes:
        if placed.name not in good:
            message = said('from "{node}" callers never get an answer.', node=placed.path[-1])
            hint = said("Let one of its ways end in an answer, an officer, a message or goodbye.")
            yield placed.document.problem(placed.path, "dead-end", message, hint, name=True)


@rule(Stage.PATHS)
def unreachable_node(site: Site) -> Iterator[Problem]:
    """A node to which no caller can come.

    FAIL a node that no choice, branch or hotline mentions
    PASS a choice that leads to it
    """
    # where nothing leads to a whole department, one warning tells it
    found = reached(ways_of(site), starts_of(site), site)
    for department in site.departments.values():
        if department.menu and not any(name in found for name in department.nodes):
            message = said("no hotline and no other department leads here.")
            yield department.document.problem(
                ("start",), "unreachable-node", message, said("Name it as a `start` in flows.yaml."), level="warning"
            )
            continue
        for name, placed in department.nodes.items():
            if name not in found:
                message = said('no caller can come to "{node}".', node=placed.path[-1])
                hint = said("Let a choice lead to it, or take it out.")
                yield placed.document.problem(
                    placed.path, "unreachable-node", message, hint, name=True, level="warning"
                )


@rule(Stage.PATHS)
def try_never_comes(site: Site) -> Iterator[Problem]:
    """A text for a try that callers do not have, so that nobody ever hears it.

    FAIL four texts in `none`, of which one is said at each try, where callers have three tries
    PASS three texts, or `tries: {wrong: 4}` beside the four
    """
    everywhere = site.flows.tries if site.flows else SiteTries()
    for placed in site.nodes:
        own = placed.node.own_tries
        tries = Tries(own.silence or everywhere.silence, own.wrong or everywhere.wrong)
        for path, _ in placed.groups("text"):
            if path[-1].isdigit() and path[-1] == str(placed.node.most_tries(path[len(placed.path) :], tries)):
                message = said("nobody hears this text: callers have {most} tries here.", most=path[-1])
                hint = said("Take it out, or allow more `tries`.")
                yield placed.document.problem(path, "try-never-comes", message, hint, level="warning")
