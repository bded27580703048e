"""Menu: offer choices, each on a key.

```yaml
main:
  kind: menu
  say: {yue: 運輸服務。, cmn: 运输服务。, en: Transport services.}
  choices:
    1: {label: {yue: 駕駛執照, cmn: 驾驶执照, en: driving licences}, to: licence}
    2:
      label: {yue: 牌費, cmn: 牌照费, en: vehicle licence fees}
      answer: {yue: 私家車牌費……, cmn: 私家车牌照费……, en: The licence fee for a private car is …}
    3: {label: {yue: 東區, cmn: 东区, en: Eastern District}, keep: {district: eastern}, to: suspension}
    4: {label: {yue: 意見, cmn: 意见, en: feedback}, also: {yue: [投訴], en: [complaint, praise]}, to: tell_us}
```

What is spoken ("For driving licences, press 1") is made of each label and key, so the words and the keys cannot
disagree. A choice leads somewhere (`to`) or answers on the spot (`answer`). `keep` notes a field that later nodes
may use. `say` is optional and comes first. 0 for an officer, star for back and hash to repeat need not be written.

Where a language has `speech`, a caller may also say a label, its key ("two", "press two") or the site's words for a key
("officer"), with small talk round it. `also` lists further words for a choice, by language. Nothing is chosen by a
sentence that refuses ("not fees") or names two choices; what is not certain is asked back.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from ivr.engine.asking import hear_choice, may_speak, wait_for_key
from ivr.engine.grammar import Also, Destination, Keeps, Key, Part, Texts, mistake
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import Node, Step
from ivr.engine.visit import Visit
from ivr.engine.ways import WAYS_ON, Way
from ivr.nodes.answer import AnswerNode


class Choice(Part):
    """What one key leads to."""

    label: Texts
    also: Also = Field(default_factory=dict)
    to: Destination | None = None
    answer: Texts | None = None
    keep: Keeps = Field(default_factory=dict)

    @model_validator(mode="after")
    def _leads_to_one_thing(self) -> "Choice":
        if self.to is None and self.answer is None:
            hint = "Write `to:` and the name of a node, or `answer:` and what callers hear."
            raise mistake("choice-leads-nowhere", "this choice leads nowhere", {"hint": hint})
        if self.to is not None and self.answer is not None:
            raise mistake("choice-leads-nowhere", "this choice has both `to` and `answer`; it takes one of them")
        return self


class MenuNode(Node):
    """Offer choices, each on a key."""

    kind: Literal["menu"] = "menu"
    landmark: ClassVar[bool] = True
    only_leads_on: ClassVar[bool] = True
    say: Texts | None = None
    choices: dict[Key, Choice] = Field(min_length=1)

    def inner(self, name: str) -> Mapping[str, Node]:
        """The answers written inside the menu, as nodes of their own."""
        return {
            f"{name}.{key}": AnswerNode(say=choice.answer)
            for key, choice in self.choices.items()
            if choice.answer is not None
        }

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The opening and every choice."""
        opening = (visit.say(self.say),) if self.say else ()
        return (*opening, *self._offer(visit))

    def enter(self, visit: Visit) -> Step:
        """Say what is offered and wait for a key; in the first menu of a call, also that one may speak."""
        told = () if visit.call.trail else may_speak(visit)
        return Step(wait_for_key(visit, self._ways(visit)), (*visit.recorded(*self.own_words(visit)), *told))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Follow the key pressed."""
        return hear_choice(visit, heard, self._ways(visit), self._again(visit))

    def _ways(self, visit: Visit) -> dict[str, Way]:
        return {
            key: Way(choice.to or f"{visit.here}.{key}", choice.label, choice.keep, choice.also)
            for key, choice in self.choices.items()
        }

    def _offer(self, visit: Visit) -> tuple[Prompt, ...]:
        choices = (visit.press("choice", key, choice.label) for key, choice in self.choices.items())
        officer = (key for key, to in visit.edition.inherited.items() if to == "officer" and key not in self.choices)
        return (*choices, *(visit.press(WAYS_ON["officer"], key, {}) for key in officer))

    def _again(self, visit: Visit) -> tuple[Prompt, ...]:
        """The choices once more; from the second failure also the keys that every menu has."""
        if visit.call.silences + visit.call.wrongs == 0:
            return self._offer(visit)
        helpful = (
            visit.press(WAYS_ON[to], key, {})
            for key, to in visit.edition.inherited.items()
            if to in ("repeat", "back") and key not in self.choices and (to != "back" or visit.call.trail)
        )
        return (*self._offer(visit), *helpful)
