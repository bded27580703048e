"""Callers who are told to wait for something that takes its time: it is done in the next turn, which comes by itself.

So the carrier has its answer at once, and nobody listens to silence for seconds before a word is said.
"""

from ivr.engine.asking import hear_key_of_every_menu
from ivr.engine.heard import Heard
from ivr.engine.instructions import Hold, Prompt
from ivr.engine.node import Step, Wait
from ivr.engine.visit import Visit

HOLDING = "holding"
"""The stage at which a node has asked its caller to wait, and has yet to do what that is for; a word may follow."""


def hold(*says: Prompt, doing: str = "") -> Step:
    """Ask the caller to wait for what the node is `doing`; the rows of an earlier look-up are forgotten."""
    return Step(Wait(Hold(), f"{HOLDING} {doing}".strip()), says, rows=())


def is_holding(visit: Visit) -> bool:
    """Whether the caller was asked to wait, and what that is for is to be done now."""
    return visit.call.stage.partition(" ")[0] == HOLDING


def doing(visit: Visit) -> str:
    """What the node said that it is doing."""
    return visit.call.stage.partition(" ")[2] if is_holding(visit) else ""


def hear_while_holding(visit: Visit, heard: Heard) -> Step | None:
    """Where a key leads that does something in every menu; None where what the caller waits for is to be done.

    Any other key only cuts the words short, as does the one for repeating: there is nothing yet to repeat.
    """
    return hear_key_of_every_menu(visit, heard, but="repeat")
