"""Bell: ring officers once, whatever their hours.

```yaml
bell:
  kind: bell
  rings: enquiry_desk
  nobody: {say: {yue: 冇人聽。, cmn: 没人接听。, en: Nobody is there.}, then: officer}
```

`rings` names officers in `flows.yaml`; `nobody` is what comes when none of them takes the call.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivr.engine.events import TransferEnded, TransferStarted
from ivr.engine.grammar import Branch, OfficersName
from ivr.engine.heard import Heard, TransferFinished
from ivr.engine.instructions import Prompt, Say, Transfer
from ivr.engine.node import Gives, Go, Node, Step, Wait
from ivr.engine.visit import Visit


class BellNode(Node):
    """Ring officers once."""

    kind: Literal["bell"] = "bell"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "門鈴", "zh_Hans_CN": "门铃"}
    gives: ClassVar[Gives] = "officer"
    rings: OfficersName
    nobody: Branch

    def branch_of(self, outcome: str) -> tuple[str, Branch]:
        """One for all."""
        return "nobody", self.nobody

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """What is said before an officer is rung."""
        return (visit.phrase("transferring"),)

    def enter(self, visit: Visit) -> Step:
        """Ring them all at once."""
        officers = visit.edition.officers[self.rings]
        started = TransferStarted(visit.here, self.rings, 1, len(officers.numbers))
        ring = Transfer(officers.numbers, officers.seconds, self.whisper(visit))
        return Step(Wait(ring), self.own_words(visit), (started,))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """What came of it."""
        if not isinstance(heard, TransferFinished):
            return Step(Go("repeat"))
        ended = TransferEnded(visit.here, self.rings, 1, heard.outcome, heard.seconds)
        if heard.outcome == "answered":
            return Step(Go("goodbye"), events=(ended,))
        says = (visit.say(self.nobody.say),) if self.nobody.say else ()
        return Step(Go(self.nobody.then or "goodbye"), says, (ended,))

    def whisper(self, visit: Visit) -> Say:
        """How to take the call."""
        return visit.phrase_with("whisper_press", title=visit.edition.departments[visit.call.department].title)
