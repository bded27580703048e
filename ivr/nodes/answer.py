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
nothing is offered; a caller who asks there to hear it again hears the answer once more, then what is there. What is
said on the way to anything but a menu, a further answer or the end ("That is not a score.") is heard again too, and
does not count as an answer given. A caller who stays silent after the offer is thanked and the call ends.

An answer with `from` or `until` holds on these days only, both included. On others `otherwise` says what is said in its
place, and may lead on (`then`); without it the answer is passed over on the way to where its `then` leads:

```yaml
summer_hours:
  kind: answer
  from: 2027-07-01
  until: 2027-08-31
  say: {yue: 泳池開到十點。, cmn: 泳池开到十点。, en: The pool is open until ten.}
  otherwise:
    say: {yue: 泳池開到八點。, cmn: 泳池开到八点。, en: The pool is open until eight.}
```
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import model_validator

from ivr.engine.asking import hear_way_on, wait_for_way_on, ways_on
from ivr.engine.destinations import place
from ivr.engine.events import AnswerGiven
from ivr.engine.grammar import Branch, Destination, Texts, mistake
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import AskingNode, Gives, Go, Step
from ivr.engine.seasonal import Seasonal
from ivr.engine.visit import Visit
from ivr.hours import Season
from ivr.translation import said


class AnswerNode(Seasonal, AskingNode):
    """Tell the caller something."""

    kind: Literal["answer"] = "answer"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "答覆", "zh_Hans_CN": "答复"}
    gives: ClassVar[Gives] = "answer"
    goes_on_at_once: ClassVar[bool] = True
    say: Texts
    then: Destination | None = None
    otherwise: Branch | None = None

    @model_validator(mode="after")
    def _leads_on_always(self) -> "AnswerNode":
        if self.season.always and self.otherwise:
            message = said("this is never said: the answer holds always.")
            raise mistake("bad-value", message, hint=said("Write `from:` or `until:` beside it."), at=("otherwise",))
        if self.otherwise and not (self.otherwise.say or self.otherwise.then):
            hint = said("Write `say:` or `then:` in it, or leave it out.")
            raise mistake(
                "bad-value", said("nothing is said here, and it leads nowhere."), hint=hint, at=("otherwise",)
            )
        if not (self.season.always or self.then or self.otherwise):
            hint = said("Write `otherwise:` with what is said then, or `then:` where the call goes on.")
            message = said("on other days callers would hear nothing here.")
            raise mistake("bad-value", message, hint=hint, at=("until" if self.last else "from",))
        return self

    @property
    def seasons(self) -> tuple[Season, ...]:
        """The days on which the answer holds."""
        return () if self.season.always else (self.season,)

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The answer."""
        return (visit.say(self.say),)

    def enter(self, visit: Visit) -> Step:
        """Say the answer, or what is said in its place, and what may come next."""
        if not visit.in_season(self.season):
            return self._otherwise(visit)
        return self._given(visit, visit.recorded(*self.own_words(visit)), self.then)

    def _otherwise(self, visit: Visit) -> Step:
        branch = self.otherwise or Branch(then=self.then)
        if branch.say:
            return self._given(visit, (visit.say(branch.say),), branch.then)
        return Step(Go(branch.then or "back"))

    def _given(self, visit: Visit, says: tuple[Prompt, ...], then: str | None) -> Step:
        given = AnswerGiven(visit.here)
        if then:
            return Step(Go(then), says, (given,) if self._is_the_answer(visit, then) else (), retold=True)
        return Step(wait_for_way_on(visit), (*says, *ways_on(visit)), (given,))

    def retell(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        """The answer, or what is said in its place."""
        if visit.in_season(self.season):
            return visit.recorded(*self.own_words(visit))
        return (visit.say(self.otherwise.say),) if self.otherwise and self.otherwise.say else ()

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
