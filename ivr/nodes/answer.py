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
nothing is offered; what is said on the way to anything but a menu, a further answer or the end ("That is not a score.")
does not count as an answer given. A caller who stays silent after the offer is thanked and the call ends.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivr.engine.asking import hear_way_on, wait_for_way_on, ways_on
from ivr.engine.destinations import place
from ivr.engine.events import AnswerGiven
from ivr.engine.grammar import Destination, Texts
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import Gives, Go, Node, Step
from ivr.engine.visit import Visit


class AnswerNode(Node):
    """Tell the caller something."""

    kind: Literal["answer"] = "answer"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "答覆", "zh_Hans_CN": "答复"}
    gives: ClassVar[Gives] = "answer"
    goes_on_at_once: ClassVar[bool] = True
    say: Texts
    then: Destination | None = None

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The answer."""
        return (visit.say(self.say),)

    def enter(self, visit: Visit) -> Step:
        """Say the answer and what may come next."""
        says = visit.recorded(*self.own_words(visit))
        given = AnswerGiven(visit.here)
        if self.then:
            return Step(Go(self.then), says, (given,) if self._is_the_answer(visit, self.then) else ())
        return Step(wait_for_way_on(visit), (*says, *ways_on(visit)), (given,))

    def _is_the_answer(self, visit: Visit, then: str) -> bool:
        """Whether callers had what they rang for, being let go or led to a menu or a further answer."""
        passed: set[str] = set()
        while then not in passed:
            passed.add(then)
            node = visit.edition.nodes[place(visit, then)]
            if not isinstance(node, AnswerNode) or not node.then:
                return node.landmark or node.gives == "end" or isinstance(node, AnswerNode)
            then = node.then
        return False

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """One of the ways on."""
        return hear_way_on(visit, heard)
