"""What was told on the way to where a caller now waits, said once more to whoever asks for it there.

An answer may lead on at once, to a menu for instance. Whoever then asks to hear it again means the answer first.
"""

from ivr.engine.call import Call, Told
from ivr.engine.events import KeyPressed, NodeReached
from ivr.engine.holding import is_holding
from ivr.engine.instructions import Prompt
from ivr.engine.node import Step
from ivr.engine.values import replace
from ivr.engine.visit import Visit

MOST = 3  # answers of one turn that are remembered, the last ones
AT_THE_BEGINNING = ("", "answered")
"""The stages of a node at which whoever asks to hear it again means all of it, and not what is asked just now."""


def remember(visit: Visit, events: tuple[object, ...], step: Step, call: Call) -> Call:
    """The `call`, which goes on from a visit by a step, with what this turn told; `events` came before the step."""
    if not (visit.call.told or step.retold or call.told):
        return call
    earlier = visit.call.told if _goes_on(visit, events, step) else ()
    now = (Told(visit.here, step.rows or ()),) if step.retold else ()
    return replace(call, told=(*earlier, *now)[-MOST:])


def _goes_on(visit: Visit, events: tuple[object, ...], step: Step) -> bool:
    """Whether the caller did nothing since the step before: it was in the same turn, or in the one held before this."""
    if any(isinstance(event, NodeReached) for event in events):
        return True
    return is_holding(visit) and not any(isinstance(event, KeyPressed) for event in step.events)


def told_again(visit: Visit, step: Step) -> tuple[Prompt, ...]:
    """What the caller was told on the way to here and asks to hear again.

    Nothing after a hash that came late: what that cut off is said again as it was (see `late_hash`).
    """
    if not step.events or visit.call.stage not in AT_THE_BEGINNING:
        return ()
    return told_on_the_way(visit)


def told_on_the_way(visit: Visit) -> tuple[Prompt, ...]:
    """What the caller was told on the way to here, without being asked anything in between."""
    nodes = visit.edition.nodes
    known = ((replace(visit, call=replace(visit.call, node=told.node)), told) for told in visit.call.told)
    return tuple(prompt for there, told in known for prompt in nodes[told.node].retell(there, told.rows))
