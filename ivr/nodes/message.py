"""Message: let the caller leave a recorded message and a number to be called back at.

```yaml
leave_message:
  kind: message
  say:
    yue: 請留低你嘅姓名同查詢事項，完成後請按井號。
    cmn: 请留下您的姓名和查询事项，完成后请按井号。
    en: Please leave your name and your question, and press hash when you have finished.
```

The caller hears what the recording is for, then `say` (or the site's own words), then a tone. A recording lasts at
most `most` (120) seconds. What was recorded can be heard, and recorded again; then the caller is asked where to be
called back (`call_back: no` does not ask), is thanked, and goes to `then`, or the call ends. What was recorded is
kept from the first: who hangs up at any of these has left it. With it is noted the number they have keyed, or else
the one they ring from where that may be rung back; `call_back: no` notes none. An empty recording is told and tried
once more; after two of them the call ends and nothing is kept.

`with: [subject, card]` names fields that the caller gave before: they stand beside the message on the desk and in
lists; none that is secret or private. `anonymous: yes` is for those who would rather not be known: nobody asks where to
call back, and once the call is over the number it came from is forgotten too.
"""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from ivr.engine.events import MessageLeft
from ivr.engine.grammar import FORM_KEYS, Destination, FieldNames, Texts
from ivr.engine.heard import Heard, Recorded
from ivr.engine.instructions import Prompt
from ivr.engine.node import AskingNode, Gives, Go, Step
from ivr.engine.visit import Visit
from ivr.nodes._call_back import CALL_BACK, hear_call_back, offer_call_back, own_number
from ivr.nodes._recording import BYTES_LEFT, Left, hear_recording, hear_review, start_recording
from ivr.words import Format


class MessageNode(AskingNode):
    """Let the caller leave a recorded message."""

    kind: Literal["message"] = "message"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "留言", "zh_Hans_CN": "留言"}
    deed: ClassVar[Mapping[str, str]] = {"en": "leaving a message", "zh_Hant_HK": "留言", "zh_Hans_CN": "留言"}
    gives: ClassVar[Gives] = "message"
    say: Texts | None = None
    most: int = Field(default=120, ge=5, le=600)
    call_back: bool = True
    carries: FieldNames = Field(default=(), alias="with")
    anonymous: bool = False
    then: Destination = "goodbye"

    @property
    def asks_back(self) -> bool:
        """Whether the caller is asked where to be called back."""
        return self.call_back and not self.anonymous

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The number to call back."""
        return {CALL_BACK: "phone"} if self.asks_back else {}

    @property
    def fields_carried(self) -> tuple[str, ...]:
        """Those that stand beside the message."""
        return self.carries

    @property
    def longest_recording(self) -> int:
        """Until the caller is cut off."""
        return self.most

    @property
    def rows_needed(self) -> int:
        """What was left."""
        return BYTES_LEFT

    @property
    def own_keys(self) -> frozenset[str]:
        """Those of a recording."""
        return FORM_KEYS

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """What is said before the tone."""
        return (visit.say(self.say) if self.say else visit.phrase("record_message"),)

    def enter(self, visit: Visit) -> Step:
        """Record at once."""
        return self._record(visit)

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Record, let it be heard and recorded again, settle the number to call back, and thank."""
        record, settle = partial(self._record, visit), partial(self._settle, visit)
        if visit.call.stage == "record":
            return hear_recording(visit, heard, partial(self._left, visit), record, settle)
        if visit.call.stage == "review":
            return hear_review(visit, heard, record, settle)
        return hear_call_back(visit, heard, record, partial(self._thank, visit))

    def _record(self, visit: Visit) -> Step:
        return start_recording(visit, visit.recorded(*self.own_words(visit)), self.most)

    def _settle(self, visit: Visit, row: Mapping[str, str]) -> Step:
        return offer_call_back(visit, row) if self.asks_back else self._thank(visit)

    def _left(self, visit: Visit, recorded: Recorded) -> Left:
        call_back = own_number(visit) if self.asks_back else ""
        told = recorded.recording, recorded.url, recorded.seconds or 0, call_back
        return MessageLeft(visit.here, *told, visit.carried(self.carries), self.anonymous), {}

    def _thank(self, visit: Visit) -> Step:
        return Step(Go(self.then), (visit.phrase("message_thanks"),))
