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
may use. `say` is optional and comes first. 0 for an officer, star for back and hash to repeat need not be written. A
choice that leads to `language` is said last, in the languages it leads to rather than in the one that is spoken. After
a wrong key callers are told which key brings the choices back, and not all of them again.

A choice with `from` or `until` is offered on these days only, both included; on others its key does nothing:

```yaml
elections:
  kind: menu
  choices:
    1: {label: {yue: 投票站, cmn: 投票站, en: polling stations}, to: stations, from: 2027-09-01, until: 2027-09-19}
    2: {label: {yue: 選民登記, cmn: 选民登记, en: registering as a voter}, to: register}
```

Where a language has `speech`, a caller may also say a label, its key ("two", "press two") or the site's words for a key
("officer"), with small talk round it. `also` lists further words for a choice, by language. Nothing is chosen by a
sentence that refuses ("not fees") or names two choices; what is not certain is asked back.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from ivr.engine.asking import hear_choice, may_speak, wait_for_key
from ivr.engine.grammar import Also, Destination, Keeps, Key, Part, Texts, mistake
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import AskingNode, Node, Step
from ivr.engine.seasonal import Seasonal
from ivr.engine.visit import Visit
from ivr.engine.ways import WAYS_ON, Way
from ivr.hours import Season
from ivr.nodes.answer import AnswerNode
from ivr.translation import said
from ivr.words import placeholders


class Choice(Seasonal, Part):
    """What one key leads to, on the days on which it is offered."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"oneOf": [{"required": ["to"]}, {"required": ["answer"]}]}
    )

    label: Texts
    also: Also = Field(default_factory=dict)
    to: Destination | None = None
    answer: Texts | None = None
    keep: Keeps = Field(default_factory=dict)

    @model_validator(mode="after")
    def _leads_to_one_thing(self) -> "Choice":
        if self.to is None and self.answer is None:
            hint = said("Write `to:` and the name of a node, or `answer:` and what callers hear.")
            raise mistake("choice-leads-nowhere", said("this choice leads nowhere."), hint=hint)
        if self.to is not None and self.answer is not None:
            raise mistake("choice-leads-nowhere", said("this choice has both `to` and `answer`; it takes one of them."))
        return self


Choices = Mapping[str, Choice]
"""By key."""


class MenuNode(AskingNode):
    """Offer choices, each on a key."""

    kind: Literal["menu"] = "menu"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "選單", "zh_Hans_CN": "菜单"}
    landmark: ClassVar[bool] = True
    say: Texts | None = None
    choices: dict[Key, Choice] = Field(
        min_length=1, description="The keys, 0 to 9, star and hash, and what each leads to."
    )

    @property
    def offers(self) -> Mapping[str, Choice]:
        """Its choices."""
        return self.choices

    def inner(self, name: str) -> Mapping[str, Node]:
        """The answers written inside the menu, as nodes of their own."""
        return {
            f"{name}.{key}": AnswerNode(say=choice.answer)
            for key, choice in self.choices.items()
            if choice.answer is not None
        }

    @property
    def seasons(self) -> tuple[Season, ...]:
        """The days on which a choice is offered that on others is not."""
        return tuple(choice.season for choice in self.choices.values() if not choice.season.always)

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The opening and every choice."""
        opening = (visit.say(self.say),) if self.say else ()
        return (*opening, *self._offer(visit, self._offered(visit)))

    def enter(self, visit: Visit) -> Step:
        """Say what is offered and wait for a key; in the first menu of a call, also that one may speak."""
        offered = self._offered(visit)
        if self.say and placeholders(visit.text(self.say)):
            return self._entered(visit, offered)
        return visit.once(("enter", *offered), lambda: self._entered(visit, offered))

    def _entered(self, visit: Visit, offered: Choices) -> Step:
        told = () if visit.call.trail else may_speak(visit)
        says = (*visit.recorded(*self.own_words(visit)), *self._other_languages(visit, offered), *told)
        return Step(wait_for_key(visit, self._ways(visit, offered)), says)

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Follow the key pressed."""
        failed, wrong = bool(visit.call.silences + visit.call.wrongs), bool(visit.call.wrongs)
        offered = self._offered(visit)
        ways, again, briefly = visit.once(
            ("hear", failed, wrong, *offered),
            lambda: (self._ways(visit, offered), self._again(visit, offered), self._help(visit)),
        )
        return hear_choice(visit, heard, ways, again, briefly=briefly)

    def _offered(self, visit: Visit) -> Choices:
        """The choices of today."""
        if self._always_the_same:
            return self.choices
        return {key: choice for key, choice in self.choices.items() if visit.in_season(choice.season)}

    @cached_property
    def _always_the_same(self) -> bool:
        return not self.seasons

    def _ways(self, visit: Visit, offered: Choices) -> dict[str, Way]:
        return {
            key: Way(choice.to or f"{visit.here}.{key}", choice.label, choice.keep, choice.also)
            for key, choice in offered.items()
        }

    def _offer(self, visit: Visit, offered: Choices) -> tuple[Prompt, ...]:
        choices = (
            visit.press("choice", key, choice.label)
            for key, choice in offered.items()
            if not self._is_in_other_languages(visit, choice)
        )
        return (*choices, *self._keys_to(visit, "officer"))

    def _other_languages(self, visit: Visit, offered: Choices) -> tuple[Prompt, ...]:
        """Choices of another language, said in each of the others: who needs them does not follow this one."""
        return tuple(
            visit.press("choice", key, choice.label, language)
            for key, choice in offered.items()
            if self._is_in_other_languages(visit, choice)
            for language in _others(visit, choice)
        )

    def _is_in_other_languages(self, visit: Visit, choice: Choice) -> bool:
        return choice.to == "language" and bool(_others(visit, choice))

    def _again(self, visit: Visit, offered: Choices) -> tuple[Prompt, ...]:
        """The choices once more; from the second silence also the keys that every menu has."""
        more = self._keys_to(visit, "repeat", "back") if visit.call.silences + visit.call.wrongs else ()
        return (*self._offer(visit, offered), *self._other_languages(visit, offered), *more)

    def _help(self, visit: Visit) -> tuple[Prompt, ...]:
        """After a wrong key, what brings the choices back rather than all of them; nothing where no key does."""
        again = [key for key, to in visit.edition.inherited.items() if to == "repeat" and key not in self.choices]
        if not again:
            return ()
        more = ("officer", "back") if visit.call.wrongs else ("officer",)
        return (visit.press("way_choices", again[0], {}), *self._keys_to(visit, *more))

    def _keys_to(self, visit: Visit, *named: str) -> tuple[Prompt, ...]:
        """Keys of every menu that lead to what is named, with what they do."""
        return tuple(
            visit.press(WAYS_ON[to], key, {})
            for key, to in visit.keys_told.items()
            if to in named and key not in self.choices and (to != "back" or visit.call.trail)
        )


def _others(visit: Visit, choice: Choice) -> tuple[str, ...]:
    """The languages in which a choice of another language is said; none while everything is said in all of them."""
    codes = visit.edition.languages if visit.call.language else ()
    return tuple(code for code in codes if code != visit.language and choice.label.get(code, "").strip())
