"""Hours: tell the caller whether an office is open, why, and when that changes; or route by it.

```yaml
opening_hours:
  kind: hours
  calendar: office

counter_or_message:
  kind: hours
  calendar: office
  open: officer
  closed: leave_message
```

With `open` or `closed` the call goes on there (each may also `say` something). A case that leads nowhere is told: "We
are closed for Christmas Day. We open again on Monday at nine in the morning", from the same calendar that routes
calls; what the case itself says follows. `say` is optional and comes first, whatever the case. What is said on the way
on is heard again by a caller who asks there to hear it again, as it was, though the office may have closed since.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivr.engine.asking import hear_way_on, wait_for_way_on, ways_on
from ivr.engine.events import AnswerGiven, HoursChecked
from ivr.engine.grammar import Branch, CalendarName, Texts
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import AskingNode, Gives, Go, Step
from ivr.engine.opening import tell_hours
from ivr.engine.visit import Visit
from ivr.hours import state_at

OUTCOME = "outcome"
"""What the call remembers what came of a look at the calendar as."""


class HoursNode(AskingNode):
    """Tell whether an office is open, or route by it."""

    kind: Literal["hours"] = "hours"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "辦公時間", "zh_Hans_CN": "办公时间"}
    gives: ClassVar[Gives] = "answer"
    goes_on_at_once: ClassVar[bool] = True
    calendar: CalendarName
    say: Texts | None = None
    open: Branch | None = None
    closed: Branch | None = None

    def enter(self, visit: Visit) -> Step:
        """Look at the calendar; go on or tell."""
        state = state_at(visit.calendar(self.calendar), visit.now)
        checked = HoursChecked(visit.here, self.calendar, state.open, state.why)
        branch = self._branch("open" if state.open else "closed")
        first, own = _said(visit, self.say), _said(visit, branch.say)
        if branch.then:
            rows = ({OUTCOME: "open" if state.open else "closed"},)
            return Step(Go(branch.then), (*first, *own), (checked,), rows=rows, retold=bool(first or own))
        says = (*first, *tell_hours(visit, state), *own, *ways_on(visit))
        return Step(wait_for_way_on(visit), says, (checked, AnswerGiven(visit.here)))

    def retell(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        """What was said on the way on, whatever the hour is by now."""
        own = (_said(visit, self._branch(row.get(OUTCOME, "")).say) for row in rows)
        return (*_said(visit, self.say), *(prompt for says in own for prompt in says))

    def _branch(self, outcome: str) -> Branch:
        return self.branch_of(outcome)[1] or Branch()

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """One of the ways on."""
        return hear_way_on(visit, heard)


def _said(visit: Visit, texts: Texts | None) -> tuple[Prompt, ...]:
    return (visit.say(texts),) if texts else ()
