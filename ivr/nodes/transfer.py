"""Transfer: put the caller through to officers.

```yaml
officer:
  kind: transfer
  to: licensing_counter
  topic: {yue: 駕駛執照, cmn: 驾驶执照, en: driving licences}
  closed: leave_message
  unanswered: leave_message
```

`to` names officers in `flows.yaml`: their telephones, whether they ring in order or together, for how long, and
their hours. `say` is what the caller hears instead of the site's own words. `topic` is whispered to the officer, who
presses 1 to take the call. What comes when nobody can:
`closed`, `busy`, `unanswered`, `failed`; `busy`, `failed` and `closed` are like `unanswered` unless written. The
caller is told why, and when the office opens again.
"""

from typing import Literal

from ivr.engine.edition import Officers
from ivr.engine.events import TransferEnded, TransferStarted
from ivr.engine.grammar import Branch, OfficersName, Texts
from ivr.engine.heard import Heard, TransferFinished, TransferOutcome
from ivr.engine.instructions import Prompt, Say, Transfer
from ivr.engine.node import Go, Node, Step, Wait
from ivr.engine.opening import tell_hours
from ivr.engine.visit import Visit
from ivr.hours import State, state_at


class TransferNode(Node):
    """Put the caller through to officers."""

    kind: Literal["transfer"] = "transfer"
    to: OfficersName
    say: Texts | None = None
    topic: Texts | None = None
    unanswered: Branch
    closed: Branch | None = None
    busy: Branch | None = None
    failed: Branch | None = None

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """What is said before an officer is rung."""
        return (visit.say(self.say) if self.say else visit.phrase("transferring"),)

    def enter(self, visit: Visit) -> Step:
        """Ring the first officer, or say why nobody can be rung."""
        officers = visit.edition.officers[self.to]
        state = _state_of(visit, officers)
        if state and not state.open:
            return self._closed(visit, state)
        step = self._ring(visit, officers, 1)
        return Step(step.next, visit.recorded(*self.own_words(visit)), step.events)

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Once answered, or the caller gone, that is all; otherwise the next officer, or what comes when nobody can."""
        if not isinstance(heard, TransferFinished):
            return Step(Go("repeat"))
        officers = visit.edition.officers[self.to]
        attempt = int(visit.call.stage or "1")
        ended = TransferEnded(visit.here, self.to, attempt, heard.outcome, heard.seconds)
        if heard.outcome == "answered" or heard.hung_up:
            return Step(Go("goodbye"), events=(ended,))
        if attempt < len(_attempts(officers)):
            step = self._ring(visit, officers, attempt + 1)
            return Step(step.next, events=(ended, *step.events))
        return self._not_reached(visit, heard.outcome, ended)

    def _ring(self, visit: Visit, officers: Officers, attempt: int) -> Step:
        numbers = _attempts(officers)[attempt - 1]
        started = TransferStarted(visit.here, self.to, attempt, len(numbers))
        transfer = Transfer(numbers, officers.seconds, self.whisper(visit))
        return Step(Wait(transfer, stage=str(attempt)), events=(started,))

    def whisper(self, visit: Visit) -> Say:
        """Tell the officer which line it is and what about."""
        title = visit.edition.departments[visit.call.department].title
        topic = self.topic or title
        return visit.phrase_with("whisper", title=title, topic=topic)

    def _closed(self, visit: Visit, state: State) -> Step:
        branch = self.closed or self.unanswered
        says = (visit.say(branch.say),) if branch.say else tell_hours(visit, state)
        ended = TransferEnded(visit.here, self.to, 0, "closed", 0)
        return Step(Go(branch.then or "goodbye"), says, (ended,))

    def _not_reached(self, visit: Visit, outcome: TransferOutcome, ended: TransferEnded) -> Step:
        branch = {"busy": self.busy, "failed": self.failed}.get(outcome) or self.unanswered
        says = visit.say(branch.say) if branch.say else visit.phrase(f"officer_{outcome}")
        return Step(Go(branch.then or "goodbye"), (says,), (ended,))


def _state_of(visit: Visit, officers: Officers) -> State | None:
    return state_at(visit.calendar(officers.hours), visit.now) if officers.hours else None


def _attempts(officers: Officers) -> tuple[tuple[str, ...], ...]:
    """The telephones rung at each attempt."""
    return (officers.numbers,) if officers.together else tuple((number,) for number in officers.numbers)
