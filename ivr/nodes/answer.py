"""Answer: tell the caller something, then offer to hear it again, go back, or reach an officer.

```yaml
fees:
  kind: answer
  say:
    yue: 換領駕駛執照，十年期嘅費用係九百元。
    cmn: 换领驾驶执照，十年期的费用是九百元。
    en: Renewing a driving licence for ten years costs nine hundred dollars.
```

`say` may hold `{places}` for what the caller has given. With `then: somewhere` the call goes on there at once and
nothing is offered. A caller who stays silent after the offer is thanked and the call ends.
"""

from typing import ClassVar, Literal

from ivr.engine.asking import hear_way_on, wait_for_way_on, ways_on
from ivr.engine.events import AnswerGiven
from ivr.engine.grammar import Destination, Texts
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import Go, Node, Step
from ivr.engine.visit import Visit


class AnswerNode(Node):
    """Tell the caller something."""

    kind: Literal["answer"] = "answer"
    goes_on_at_once: ClassVar[bool] = True
    say: Texts
    then: Destination | None = None

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The answer."""
        return (visit.say(self.say),)

    def enter(self, visit: Visit) -> Step:
        """Say the answer and what may come next."""
        says = visit.recorded(*self.own_words(visit))
        given = (AnswerGiven(visit.here),)
        if self.then:
            return Step(Go(self.then), says, given)
        return Step(wait_for_way_on(visit), (*says, *ways_on(visit)), given)

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """One of the ways on."""
        return hear_way_on(visit, heard)
