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
most `most` (120) seconds. `call_back: no` does not ask for a number. Afterwards the caller is thanked and the call
goes to `then`, or ends. Before that what was recorded can be heard, and recorded again; who hangs up instead has
left it as it is. An empty recording is told and tried once more; after two of them the call ends and nothing is
kept. What a caller recorded before hanging up is kept.
"""

from collections.abc import Mapping
from functools import partial
from typing import Literal

from pydantic import Field

from ivr.engine.events import MessageLeft
from ivr.engine.grammar import Destination, Texts
from ivr.engine.heard import Heard, Recorded
from ivr.engine.instructions import Prompt
from ivr.engine.node import Go, Node, Step
from ivr.engine.visit import Visit
from ivr.nodes._call_back import CALL_BACK, hear_call_back, offer_call_back
from ivr.nodes._leaving import Left, hear_recording, hear_review, start_recording
from ivr.words import Format


class MessageNode(Node):
    """Let the caller leave a recorded message."""

    kind: Literal["message"] = "message"
    say: Texts | None = None
    most: int = Field(default=120, ge=5, le=600)
    call_back: bool = True
    then: Destination = "goodbye"

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The number to call back."""
        return {CALL_BACK: "phone"} if self.call_back else {}

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """What is said before the tone."""
        return (visit.say(self.say) if self.say else visit.phrase("record_message"),)

    def enter(self, visit: Visit) -> Step:
        """Ask for a number to call back, or record at once."""
        return offer_call_back(visit) if self.call_back else self._record(visit)

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Settle the number, record, let it be heard and recorded again, and thank."""
        record = partial(self._record, visit)
        if visit.call.stage == "record":
            return hear_recording(visit, heard, partial(self._left, visit), record, partial(self._thank, visit))
        if visit.call.stage == "review":
            return hear_review(visit, heard, record, partial(self._thank, visit))
        return hear_call_back(visit, heard, record)

    def _record(self, visit: Visit) -> Step:
        return start_recording(visit, visit.recorded(*self.own_words(visit)), self.most)

    def _left(self, visit: Visit, recorded: Recorded, call_back: str) -> Left:
        return MessageLeft(visit.here, recorded.recording, recorded.url, recorded.seconds or 0, call_back), {}

    def _thank(self, visit: Visit, _: Mapping[str, str]) -> Step:
        return Step(Go(self.then), (visit.phrase("message_thanks"),))
