"""Feedback: take a complaint, suggestion, compliment or request, and give the caller a reference.

```yaml
tell_us:
  kind: feedback
  accepts: [complaint, suggestion, compliment]
```

The caller chooses what it is (`accepts`, all four unless written; one alone is not asked for) and records it; may
hear it, record it again, and add to it twice; and says where to be called back. A case is opened; its reference is
read out digit by digit, twice, and may be heard again. `say` replaces the words before the tone; `most` (180) is the
longest recording in seconds. Of two empty recordings nothing is kept, and the call ends; what a caller recorded
before hanging up is kept, with the number they ring from where that may be rung back.

`with: [subject, card]` names fields that the caller gave before: they stand in the case, the list of cases and what is
exported of them; none that is secret or private. With `then: somewhere` the call goes on there once the reference was
read out, as to a [text](#text) that sends it. `anonymous: yes` is for those who would rather not be known: nobody
asks where to call back, and once the call is over the number it came from is forgotten too.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from ivr.engine.asking import hear_choice, hear_way_on, wait_for_key, wait_for_way_on, ways_on
from ivr.engine.case_table import CaseKind
from ivr.engine.events import CaseOpened, FieldKept
from ivr.engine.grammar import FORM_KEYS, Destination, FieldNames, Texts
from ivr.engine.heard import Heard, Recorded
from ivr.engine.instructions import Prompt
from ivr.engine.node import AskingNode, Gives, Go, Step
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._call_back import CALL_BACK, hear_call_back, offer_call_back
from ivr.nodes._numbers import own_number
from ivr.nodes._recording import BYTES_LEFT, GOING_ON, Left, hear_recording, hear_review, start_recording
from ivr.words import Format, Value

KIND = "feedback"  # the field that keeps which of them it is


class FeedbackNode(AskingNode):
    """Take a complaint, suggestion, compliment or request."""

    kind: Literal["feedback"] = "feedback"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "意見", "zh_Hans_CN": "意见"}
    gives: ClassVar[Gives] = "message"
    say: Texts | None = None
    accepts: tuple[CaseKind, ...] = Field(default=("complaint", "suggestion", "compliment", "request"), min_length=1)
    most: int = Field(default=180, ge=5, le=600)
    carries: FieldNames = Field(default=(), alias="with")
    anonymous: bool = False
    then: Destination | None = None

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """What it is, and the number to call back."""
        return {KIND: "text"} if self.anonymous else {KIND: "text", CALL_BACK: "phone"}

    @property
    def fields_carried(self) -> tuple[str, ...]:
        """Those that stand in the case."""
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
        return (visit.say(self.say) if self.say else visit.phrase("feedback_record"),)

    def enter(self, visit: Visit) -> Step:
        """Ask what it is, unless there is only one thing it can be."""
        if len(self.accepts) == 1:
            return self._chosen(visit, self.accepts[0])
        says = (visit.phrase("feedback_choose"), *self._offer(visit))
        return Step(wait_for_key(visit, self._ways(visit), stage="kind"), says)

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Choose, record, let it be heard and recorded again, settle the number, and give the reference."""
        record, settle = partial(self._record, visit), partial(self._settle, visit)
        if visit.call.stage == "kind":
            return hear_choice(visit, heard, self._ways(visit), self._offer(visit), stage="kind")
        if visit.call.stage == "answered":
            return self._hear_after(visit, heard)
        if visit.call.stage in ("record", GOING_ON):
            return hear_recording(visit, heard, partial(self._open, visit), record, settle)
        if visit.call.stage == "review":
            return hear_review(visit, heard, record, settle, self.most)
        return hear_call_back(visit, heard, record, partial(self._thank, visit))

    def _offer(self, visit: Visit) -> tuple[Prompt, ...]:
        ways = self._ways(visit)
        return visit.once("offer", lambda: tuple(visit.press("choice", key, way.label) for key, way in ways.items()))

    def _ways(self, visit: Visit) -> dict[str, Way]:
        return {
            str(key): Way(
                label={visit.language: visit.phrase_text(f"feedback_{case}")}, step=partial(self._chosen, visit, case)
            )
            for key, case in enumerate(self.accepts, start=1)
        }

    def _chosen(self, visit: Visit, case: CaseKind) -> Step:
        return replace(self._record(visit), events=(FieldKept(visit.here, KIND, case),), keeps={KIND: case})

    def _record(self, visit: Visit) -> Step:
        return start_recording(visit, visit.recorded(*self.own_words(visit)), self.most)

    def _settle(self, visit: Visit, row: Mapping[str, str]) -> Step:
        return self._thank(visit) if self.anonymous else offer_call_back(visit, row)

    def _open(self, visit: Visit, recorded: Recorded) -> Left:
        reference = visit.ports.references.reference_for(visit.call.sid, visit.call.turn)
        case = visit.call.fields[f"{visit.call.department}/{KIND}"]
        seconds = recorded.seconds or 0
        told = recorded.recording, recorded.url, seconds, "" if self.anonymous else own_number(visit)
        opened = CaseOpened(visit.here, case, reference, *told, visit.carried(self.carries), self.anonymous)
        return opened, {"reference": reference}

    def _thank(self, visit: Visit) -> Step:
        reference = Value(visit.call.rows[0].get("reference", "") if visit.call.rows else "", "reference")
        told = "feedback_thanks" if reference.text else "message_thanks"
        thanks = visit.phrase(told, {"reference": reference})
        if self.then:
            row = {"reference": reference.text} if reference.text else {}
            return Step(Go(self.then), (thanks,), rows=(row,), retold=bool(row))
        return Step(wait_for_way_on(visit), (thanks, *ways_on(visit)))

    def _hear_after(self, visit: Visit, heard: Heard) -> Step:
        step = hear_way_on(visit, heard)
        if step.next != Go("repeat") or not visit.call.rows:
            return step
        again = self.retell(visit, visit.call.rows)
        return Step(wait_for_way_on(visit), (*again, *ways_on(visit)), step.events) if again else step

    def retell(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        """The reference."""
        reference = Value(rows[0].get("reference", "") if rows else "", "reference")
        return (visit.phrase("reference_again", {"reference": reference}),) if reference.text else ()
