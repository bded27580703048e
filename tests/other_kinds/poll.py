"""Poll: let callers choose one of several answers, and note which.

```yaml
content:
  kind: poll
  say: {yue: 你對我哋嘅服務滿意嗎？, cmn: 您对我们的服务满意吗？, en: Tell us whether you are content.}
  choices:
    1: {label: {yue: 滿意, cmn: 满意, en: content}, to: thanks}
    2: {label: {yue: 唔滿意, cmn: 不满意, en: not content}, to: bell}
  keep: mark
```

`say` comes first, then the `choices`. The key chosen is noted in the field that `keep` names.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from ivr.engine.asking import hear_choice, wait_for_key
from ivr.engine.grammar import Destination, FieldName, Key, Part, Texts
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import Node, Step
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.hours import Season
from ivr.words import Format


class Option(Part):
    """One answer of a poll."""

    label: Texts
    to: Destination
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    answer: ClassVar[None] = None
    keep: ClassVar[Mapping[str, str]] = {}
    season: ClassVar[Season] = Season()


class PollNode(Node):
    """Let callers choose an answer."""

    kind: Literal["poll"] = "poll"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "民意調查", "zh_Hans_CN": "民意调查"}
    say: Texts
    choices: dict[Key, Option] = Field(min_length=1)
    keep: FieldName

    @property
    def offers(self) -> Mapping[str, Option]:
        """The answers."""
        return self.choices

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The answer chosen."""
        return {self.keep: "digits"}

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The question and every answer."""
        offer = (visit.press("choice", key, option.label) for key, option in self.choices.items())
        return (visit.say(self.say), *offer)

    def enter(self, visit: Visit) -> Step:
        """Ask."""
        return Step(wait_for_key(visit, self._ways()), self.own_words(visit))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Note the answer and go on."""
        return hear_choice(visit, heard, self._ways(), self.own_words(visit))

    def _ways(self) -> dict[str, Way]:
        return {key: Way(option.to, option.label, {self.keep: key}) for key, option in self.choices.items()}
