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
most `most` (120) seconds. What was recorded can be heard, recorded again, and added to twice; then the caller is
asked where to be called back (`call_back: no` does not ask), is thanked, and goes to `then`, or the call ends. What
was recorded is kept from the first: who hangs up at any of these has left it. With it is noted the number they have
keyed, or else the one they ring from where that may be rung back; `call_back: no` notes none. Later nodes may use that
number as the field `call_back`, of the format `phone`. An empty recording is told and tried once more; after two of
them the call ends and nothing is kept.

`becomes: request` (or complaint, suggestion, compliment) makes a case of the message at once: the caller hears its
reference, and the clocks of cases hold. With `becomes_after: 2` it waits so many working days for an officer first;
when they are over and nobody has marked it done, it becomes the case by itself.

`with: [subject, card]` names fields that the caller gave before: they stand beside the message on the desk and in
lists; none that is secret or private. `anonymous: yes` is for those who would rather not be known: nobody asks where to
call back, and once the call is over the number it came from is forgotten too.
"""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from ivr.engine.case_table import CaseKind
from ivr.engine.events import CaseOpened, MessageLeft
from ivr.engine.grammar import FORM_KEYS, Destination, FieldNames, Texts, mistake
from ivr.engine.heard import Heard, Recorded
from ivr.engine.instructions import Prompt
from ivr.engine.node import AskingNode, Gives, Go, Step
from ivr.engine.visit import Visit
from ivr.nodes._call_back import CALL_BACK, hear_call_back, offer_call_back
from ivr.nodes._numbers import own_number
from ivr.nodes._recording import BYTES_LEFT, GOING_ON, Left, hear_recording, hear_review, start_recording
from ivr.translation import said
from ivr.words import Format, Value

CASE_THANKS = "message_is_case"


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
    becomes: CaseKind | None = None
    becomes_after: int | None = Field(default=None, ge=1, le=30)
    then: Destination = "goodbye"

    @model_validator(mode="after")
    def _becomes_something(self) -> "MessageNode":
        if self.becomes_after and not self.becomes:
            told = said("this does not say what the message becomes.")
            hint = said("Write becomes: complaint, suggestion, compliment or request beside it.")
            raise mistake("bad-value", told, hint=hint, at=("becomes_after",))
        return self

    @property
    def is_case(self) -> bool:
        """Whether what is left is a case from the first."""
        return self.becomes is not None and self.becomes_after is None

    @property
    def needs(self) -> tuple[str, ...]:
        """The thanks with the reference of the case."""
        return (CASE_THANKS,) if self.is_case else ()

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
        if visit.call.stage in ("record", GOING_ON):
            return hear_recording(visit, heard, partial(self._left, visit), record, settle)
        if visit.call.stage == "review":
            return hear_review(visit, heard, record, settle, self.most)
        return hear_call_back(visit, heard, record, partial(self._thank, visit))

    def _record(self, visit: Visit) -> Step:
        return start_recording(visit, visit.recorded(*self.own_words(visit)), self.most)

    def _settle(self, visit: Visit, row: Mapping[str, str]) -> Step:
        return offer_call_back(visit, row) if self.asks_back else self._thank(visit)

    def _left(self, visit: Visit, recorded: Recorded) -> Left:
        call_back = own_number(visit) if self.asks_back else ""
        told = recorded.recording, recorded.url, recorded.seconds or 0, call_back
        carried = visit.carried(self.carries), self.anonymous
        if self.becomes is None or not self.is_case:
            return MessageLeft(visit.here, *told, *carried, self.becomes or "", self.becomes_after or 0), {}
        reference = visit.ports.references.reference_for(visit.call.sid, visit.call.turn)
        return CaseOpened(visit.here, self.becomes, reference, *told, *carried), {"reference": reference}

    def _thank(self, visit: Visit) -> Step:
        reference = visit.call.rows[0].get("reference", "") if visit.call.rows else ""
        thanks = (
            visit.phrase(CASE_THANKS, {"reference": Value(reference, "reference")})
            if reference
            else visit.phrase("message_thanks")
        )
        return Step(Go(self.then), (thanks,))
