"""A line without officers: what callers hear there who would have reached one.

Who asked for an officer hears it and stays; who was on the way to one for other reasons, such as too many tries, hears
it and is let go politely, since nobody can help any more.
"""

from collections.abc import Iterator

from ivr.engine.destinations import place
from ivr.engine.events import KeyPressed, NoOfficersTold, WordsHeard
from ivr.engine.instructions import Say
from ivr.engine.node import Go, Step
from ivr.engine.values import replace
from ivr.engine.visit import Visit


def instead_of_officers(visit: Visit, step: Step) -> Step:
    """The step, unless it goes to officers on a line that has none."""
    if not isinstance(step.next, Go) or visit.has_officers or not _leads_to_officers(visit, step.next):
        return step
    asked = any(isinstance(event, KeyPressed | WordsHeard) for event in step.events)
    on = visit.node.again(visit) if asked else Step(Go("goodbye"))
    says, told = (*step.says, *_words(visit), *on.says), NoOfficersTold(visit.here)
    return replace(step, next=on.next, says=says, events=(*step.events, told, *on.events), rows=on.rows)


def _leads_to_officers(visit: Visit, way: Go) -> bool:
    """Whether it leads to whatever rings officers, by the name of every menu or by one of its own."""
    node = visit.edition.nodes.get(place(visit, way.to))
    return way.to == "officer" or (node is not None and node.gives == "officer")


def _words(visit: Visit) -> Iterator[Say]:
    """The line's own words, or the system's; in every language at the place where one is chosen."""
    own = visit.edition.hotline(visit.call.hotline).instead_of_officers
    choosing = "/" not in visit.here and not visit.call.language
    for code in visit.edition.languages if choosing else (visit.language,):
        speaking = replace(visit, speaking=code)
        yield speaking.say(own) if own else speaking.phrase("no_officers")
