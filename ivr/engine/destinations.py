"""From one node to the next: reserved destinations, the trail of menus behind the caller, who is answering."""

from ivr.engine.call import Call
from ivr.engine.grammar import full_name
from ivr.engine.instructions import Prompt
from ivr.engine.values import replace
from ivr.engine.visit import Visit

LONGEST_TRAIL = 10


def arrive(visit: Visit, to: str) -> tuple[Call, tuple[Prompt, ...]]:
    """The call standing at `to`, and the announcement of the department answering where that has changed."""
    if to == "repeat":
        return replace(visit.call, stage=""), ()
    call = _back(visit) if to == "back" else _onward(visit, to)
    return call, _who_answers(visit, call)


def place(visit: Visit, to: str) -> str:
    """The full name of the node that `to` means to this caller."""
    return arrive(visit, to)[0].node


def home(visit: Visit) -> str:
    """The node that "main" means: where the hotline the caller rang begins."""
    return visit.edition.hotline(visit.call.hotline).start


def _onward(visit: Visit, to: str) -> Call:
    call = visit.call
    department = call.department or home(visit).partition("/")[0]
    name = home(visit) if to == "main" else full_name(to, department)
    trail = () if to == "main" else call.trail  # nothing is behind the beginning
    here = visit.edition.nodes.get(call.node)
    if to != "main" and here and here.landmark:
        trail = (*trail, call.node)[-LONGEST_TRAIL:]
    return _at(replace(call, trail=trail), name)


def _back(visit: Visit) -> Call:
    trail = visit.call.trail
    return _at(visit.call, trail[-1] if trail else home(visit))


def _at(call: Call, name: str) -> Call:
    """The call at `name`; a menu already on the trail is come back to, not come to again."""
    trail = call.trail[: call.trail.index(name)] if name in call.trail else call.trail
    return replace(call, node=name, stage="", silences=0, wrongs=0, trail=trail, rows=(), told=())


def _who_answers(visit: Visit, call: Call) -> tuple[Prompt, ...]:
    before, now = visit.call.department, call.department
    if not before or not now or before == now:
        return ()
    return (visit.phrase_with("now_answering", title=visit.edition.departments[now].title),)
