"""Goodbye: say a last word and end the call.

```yaml
thanks:
  kind: goodbye
  say: {yue: 多謝來電，再見。, cmn: 谢谢来电，再见。, en: Thank you for calling. Goodbye.}
```

Without `say` the site's own goodbye is spoken. `goodbye` itself is a destination in every menu.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivr.engine.events import CallEnded
from ivr.engine.grammar import Texts
from ivr.engine.instructions import HangUp, Prompt
from ivr.engine.node import Gives, Node, Step, Wait
from ivr.engine.visit import Visit


class GoodbyeNode(Node):
    """Say a last word and end the call."""

    kind: Literal["goodbye"] = "goodbye"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "道別", "zh_Hans_CN": "道别"}
    gives: ClassVar[Gives] = "end"
    say: Texts | None = None

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The last word."""
        return (visit.say(self.say) if self.say else visit.phrase("goodbye"),)

    def enter(self, visit: Visit) -> Step:
        """Say goodbye and hang up."""
        return Step(Wait(HangUp()), visit.recorded(*self.own_words(visit)), (CallEnded(visit.here, "goodbye"),))
