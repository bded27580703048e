"""Words before what takes its time, such as a look-up in a slow database. Shared by several kinds."""

from collections.abc import Callable

from ivr.engine.grammar import Part, Texts
from ivr.engine.heard import Heard
from ivr.engine.holding import hear_while_holding, hold, is_holding
from ivr.engine.node import Step
from ivr.engine.visit import Visit


class WaitSettings(Part):
    """What callers hear who must wait for what comes next."""

    say: Texts

    def first(self, visit: Visit, doing: str = "") -> Step:
        """The words; what they are for is done in a turn of its own."""
        return hold(visit.say(self.say), doing=doing)


def waited(visit: Visit, heard: Heard, do: Callable[[Visit], Step]) -> Step | None:
    """What is done once the words were heard, or where a key led meanwhile; None where nobody was asked to wait."""
    return (hear_while_holding(visit, heard) or do(visit)) if is_holding(visit) else None
