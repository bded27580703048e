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
presses 1 to take the call (unless `press: no` stands beside the numbers). What comes when nobody can:
`closed`, `busy`, `unanswered`, `failed`; `busy`, `failed` and `closed` are like `unanswered` unless written. The
caller is told why, and when the office opens again, and then what `say` says there; with `reason: no` beside it, what
`say` says and nothing else.

`with: [card, day]` names fields that the caller gave before: the officer hears them after the topic, each with its
name, and so need not ask again.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from ivr.engine.edition import Officers
from ivr.engine.events import TransferEnded, TransferStarted
from ivr.engine.grammar import FORM_KEYS, Branch, FieldNames, OfficersName, Texts
from ivr.engine.heard import Heard, TransferFinished, TransferOutcome
from ivr.engine.instructions import Prompt, Say, Transfer
from ivr.engine.node import Gives, Go, Node, Step, Wait
from ivr.engine.opening import tell_hours
from ivr.engine.visit import Visit
from ivr.hours import State, state_at
from ivr.words import Value
from ivr.words.telephones import as_dialled


class Unreached(Branch):
    """What is said and where the call goes where nobody can be reached; `reason` whether it is said why."""

    reason: bool = True


class TransferNode(Node):
    """Put the caller through to officers."""

    kind: Literal["transfer"] = "transfer"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "轉駁職員", "zh_Hans_CN": "转接人工"}
    gives: ClassVar[Gives] = "officer"
    to: OfficersName
    say: Texts | None = None
    topic: Texts | None = None
    carries: FieldNames = Field(default=(), alias="with")
    unanswered: Unreached
    closed: Unreached | None = None
    busy: Unreached | None = None
    failed: Unreached | None = None

    @property
    def own_keys(self) -> frozenset[str]:
        """That of the officer, who takes the call."""
        return FORM_KEYS

    @property
    def needs(self) -> tuple[str, ...]:
        """What tells an officer what the caller gave."""
        return ("whisper_given",) if self.carries else ()

    @property
    def fields_carried(self) -> tuple[str, ...]:
        """Those that the officer hears."""
        return self.carries

    def branch_of(self, outcome: str) -> tuple[str, Branch | None]:
        """What is written for the outcome; without that it is like `unanswered`."""
        branch = self._branch(outcome)
        return "unanswered" if branch is self.unanswered else outcome, branch

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
        home = visit.edition.home.country
        numbers = tuple(as_dialled(number, home) for number in _attempts(officers)[attempt - 1])
        started = TransferStarted(visit.here, self.to, attempt, len(numbers))
        transfer = Transfer(numbers, officers.seconds, self.whisper(visit))
        return Step(Wait(transfer, stage=str(attempt)), events=(started,))

    def whisper(self, visit: Visit) -> Say:
        """Tell the officer which line it is, what about where that is written, what was given, and how to take it."""
        title = visit.edition.departments[visit.call.department].title
        places = {"title": title, "topic": self.topic or title}  # together, so that all is said in one language
        line = visit.phrase_with("whisper_topic" if self.topic else "whisper_caller", **places)
        told = [line.text, *self._given(visit, line.language)]
        if self.whisper_asks(visit):
            told.append(visit.phrase_with("whisper_press", **places).text)
        return Say(" ".join(told).strip(), line.language)

    def _given(self, visit: Visit, language: str) -> Iterator[str]:
        given = visit.given()
        for name, _ in visit.carried(self.carries):
            values = {"name": Value(name.replace("_", " "), "text"), "value": given[name]}
            yield visit.phrase("whisper_given", values, language).text

    def whisper_asks(self, visit: Visit) -> bool:
        """Unless the site says that whoever picks up has the call."""
        return visit.edition.officers[self.to].press

    def _closed(self, visit: Visit, state: State) -> Step:
        ended = TransferEnded(visit.here, self.to, 0, "closed", 0)
        return _on(visit, self._branch("closed"), tell_hours(visit, state), ended)

    def _not_reached(self, visit: Visit, outcome: TransferOutcome, ended: TransferEnded) -> Step:
        return _on(visit, self._branch(outcome), (visit.phrase(f"officer_{outcome}"),), ended)

    def _branch(self, outcome: str) -> Unreached:
        return {"closed": self.closed, "busy": self.busy, "failed": self.failed}.get(outcome) or self.unanswered


def _on(visit: Visit, branch: Unreached, why: tuple[Prompt, ...], ended: TransferEnded) -> Step:
    """The way on where nobody was reached: why, unless that is not to be said, and the editor's own words."""
    own = (visit.say(branch.say),) if branch.say else ()
    return Step(Go(branch.then or "goodbye"), (*(why if branch.reason or not own else ()), *own), (ended,))


def _state_of(visit: Visit, officers: Officers) -> State | None:
    return state_at(visit.calendar(officers.hours), visit.now) if officers.hours else None


def _attempts(officers: Officers) -> tuple[tuple[str, ...], ...]:
    """The telephones rung at each attempt."""
    return (officers.numbers,) if officers.together else tuple((number,) for number in officers.numbers)
