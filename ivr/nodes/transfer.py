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

`with: [card, day]` names fields that the caller gave before: the officer hears them after the topic, each as
[`fields`](menus.md#fields) says what people call it, and so need not ask again. None may be secret or private.

```yaml
interpreter:
  kind: transfer
  to: interpreters
  say: {yue: 而家幫你接駁傳譯員。, cmn: 现在为您接通传译员。, en: Putting you through to an interpreter.}
  accept: at once
  again: 2
  answered: how_was_it
  unanswered: leave_message
```

- `accept`: how whoever picks up takes the call, whatever stands beside the numbers: they `press one`, or have it `at
  once`, as suits an interpreters' bureau, a crisis line or another hotline with a menu of its own
- `again`: how often a caller may choose to have them rung once more where nobody could be reached, before it goes on as
  `unanswered` says; who chooses nothing goes on
- `for_everyone: yes`: they are rung for a caller, too, of whom a supervisor has decided that officers take no calls
  (see [nuisance calls](../supervisors/nuisance.md)): where somebody may be in danger, or needs an interpreter
- `answered`: where the call goes on once the officer has hung up, while the caller is still there; the call ends unless
  written
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from ivr.engine.asking import hear_choice, ran_out, wait_for_key
from ivr.engine.edition import Officers
from ivr.engine.events import Event, LimitTold, SilenceHeard, TransferEnded, TransferStarted
from ivr.engine.grammar import FORM_KEYS, Branch, FieldNames, OfficersName, Texts
from ivr.engine.heard import Heard, Silence, TransferFinished, TransferOutcome
from ivr.engine.instructions import Prompt, Say, Transfer
from ivr.engine.node import Gives, Go, Node, Step, Wait
from ivr.engine.node_facts import Whispered
from ivr.engine.opening import tell_hours
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.hours import State, state_at
from ivr.words import Value
from ivr.words.telephones import as_dialled

Accept = Literal["press one", "at once"]
AGAIN = " again "  # in a stage, before how often they were rung once more
OUTCOMES: Mapping[str, TransferOutcome] = {"nobody": "unanswered", "all busy": "busy", "no line": "failed"}
"""The stages at which a caller may have them rung once more, by what came of it."""
ANEW, GO_ON = "1", "2"
OFFERED = {ANEW: "way_ring_again", GO_ON: "way_ring_no_more"}
MOST_SILENCES = 2
LIMITED = "officers_limited"


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
    accept: Accept | None = None
    for_everyone: bool = False
    times_again: int = Field(default=0, ge=0, le=5, alias="again")
    answered: Branch | None = None
    unanswered: Unreached
    closed: Unreached | None = None
    busy: Unreached | None = None
    failed: Unreached | None = None

    @property
    def own_keys(self) -> frozenset[str]:
        """That of the officer, who takes the call, and those of the caller, who may have them rung again."""
        return FORM_KEYS

    @property
    def needs(self) -> tuple[str, ...]:
        """What tells an officer what the caller gave, and what offers to ring again."""
        given = ("whisper_given",) if self.carries else ()
        return (*given, *(OFFERED.values() if self.times_again else ()))

    @property
    def whispers(self) -> tuple[Whispered, ...]:
        """The key that they press, and what they hear of the caller's matter."""
        asked = (Whispered("accept", asked=True),) if self.accept == "press one" else ()
        heard = (("topic", self.topic), ("with", self.carries))
        return (*asked, *(Whispered(setting) for setting, written in heard if written))

    @property
    def fields_carried(self) -> tuple[str, ...]:
        """Those that the officer hears."""
        return self.carries

    def branch_of(self, outcome: str) -> tuple[str, Branch | None]:
        """What is written for the outcome; without that it is like `unanswered`."""
        if outcome == "answered":
            return outcome, self.answered
        branch = self._branch(outcome)
        return "unanswered" if branch is self.unanswered else outcome, branch

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """What is said before an officer is rung."""
        return (visit.say(self.say) if self.say else visit.phrase("transferring"),)

    def enter(self, visit: Visit) -> Step:
        """Ring the first officer, or say why nobody can be rung."""
        if not self.for_everyone and visit.has_phrase(LIMITED) and (until := visit.limited_until):
            return self._limited(visit, until)
        officers = visit.edition.officers[self.to]
        state = _state_of(visit, officers)
        if state and not state.open:
            return self._closed(visit, state)
        return self._ring_all(visit, officers, 0)

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Once answered, or the caller gone, that is all; otherwise the next officer, or what comes when nobody can."""
        stage, _, again = visit.call.stage.partition(AGAIN)
        if stage in OUTCOMES:
            return self._hear_again(visit, heard, int(again), OUTCOMES[stage])
        if not isinstance(heard, TransferFinished):
            return Step(Go("repeat"))
        officers = visit.edition.officers[self.to]
        attempt, rounds = int(stage or "1"), int(again or "0")
        ended = TransferEnded(visit.here, self.to, attempt, heard.outcome, heard.seconds)
        if heard.outcome == "answered" or heard.hung_up:
            return self._answered(visit, ended)
        if attempt < len(_attempts(officers)):
            step = self._ring(visit, officers, attempt + 1, rounds)
            return Step(step.next, events=(ended, *step.events))
        return self._not_reached(visit, heard.outcome, rounds, ended)

    def _answered(self, visit: Visit, ended: TransferEnded) -> Step:
        own = (visit.say(self.answered.say),) if self.answered and self.answered.say else ()
        return Step(Go((self.answered and self.answered.then) or "goodbye"), own, (ended,))

    def _hear_again(self, visit: Visit, heard: Heard, rounds: int, outcome: TransferOutcome) -> Step:
        """After nobody was reached: ring them once more, or go on; who does nothing, or nothing offered, goes on."""
        on = partial(_on, visit, self._branch(outcome))
        if isinstance(heard, Silence) and visit.call.silences + 1 >= MOST_SILENCES:
            return on(events=(SilenceHeard(visit.here, visit.call.silences + 1),))
        anew = partial(self._ring_all, visit, visit.edition.officers[self.to], rounds + 1)
        ways = {ANEW: Way(step=anew), GO_ON: Way(step=on)}
        step = hear_choice(visit, heard, ways, _offer(visit), stage=visit.call.stage)
        return on(events=step.events) if ran_out(step) else step

    def _ring_all(self, visit: Visit, officers: Officers, rounds: int) -> Step:
        """Ring the first of them, `rounds` times after the first."""
        step = self._ring(visit, officers, 1, rounds)
        return Step(step.next, visit.recorded(*self.own_words(visit)), step.events)

    def _ring(self, visit: Visit, officers: Officers, attempt: int, rounds: int) -> Step:
        home = visit.edition.home.country
        numbers = tuple(as_dialled(number, home) for number in _attempts(officers)[attempt - 1])
        started = TransferStarted(visit.here, self.to, attempt, len(numbers))
        transfer = Transfer(numbers, officers.seconds, self.whisper(visit))
        return Step(Wait(transfer, stage=f"{attempt}{AGAIN}{rounds}" if rounds else str(attempt)), events=(started,))

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
        given = visit.given(language)
        for name, _ in visit.carried(self.carries, language):
            label = visit.edition.label_of(f"{visit.call.department}/{name}").get(language) or name.replace("_", " ")
            values = {"name": Value(label, "text"), "value": given[name]}
            yield visit.phrase("whisper_given", values, language).text

    def whisper_asks(self, visit: Visit) -> bool:
        """Unless the node says, or the site, that whoever picks up has the call."""
        return self.accept == "press one" if self.accept else visit.edition.officers[self.to].press

    def _closed(self, visit: Visit, state: State) -> Step:
        ended = TransferEnded(visit.here, self.to, 0, "closed", 0)
        branch = self._branch("closed")
        return _on(visit, branch, _why(branch, tell_hours(visit, state)), (ended,))

    def _limited(self, visit: Visit, until: datetime) -> Step:
        """Say that officers take no calls from this number, and go on as where nobody can be reached."""
        day = Value(until.astimezone(visit.now.tzinfo).date().isoformat(), "date")
        to = self._branch("closed").then or self.unanswered.then or "goodbye"
        return Step(Go(to), (visit.phrase(LIMITED, {"until": day}),), (LimitTold(visit.here),))

    def _not_reached(self, visit: Visit, outcome: TransferOutcome, rounds: int, ended: TransferEnded) -> Step:
        branch = self._branch(outcome)
        why = _why(branch, (visit.phrase(f"officer_{outcome}"),))
        if rounds >= self.times_again or not all(map(visit.has_phrase, OFFERED.values())):
            return _on(visit, branch, why, (ended,))
        stage = next(name for name, each in OUTCOMES.items() if each == outcome)
        wait = wait_for_key(visit, dict.fromkeys(OFFERED, Way()), stage=f"{stage}{AGAIN}{rounds}")
        return Step(wait, (*why, *_offer(visit)), (ended,))

    def _branch(self, outcome: str) -> Unreached:
        return {"closed": self.closed, "busy": self.busy, "failed": self.failed}.get(outcome) or self.unanswered


def _on(visit: Visit, branch: Unreached, why: tuple[Prompt, ...] = (), events: tuple[Event, ...] = ()) -> Step:
    """The way on where nobody was reached: why, and the editor's own words."""
    own = (visit.say(branch.say),) if branch.say else ()
    return Step(Go(branch.then or "goodbye"), (*why, *own), events)


def _why(branch: Unreached, why: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    """Why nobody was reached, unless that is not to be said and the editor's own words are."""
    return why if branch.reason or not branch.say else ()


def _offer(visit: Visit) -> tuple[Prompt, ...]:
    """To have them rung once more, or to go on."""
    return tuple(visit.press(phrase, key, {}) for key, phrase in OFFERED.items())


def _state_of(visit: Visit, officers: Officers) -> State | None:
    return state_at(visit.calendar(officers.hours), visit.now) if officers.hours else None


def _attempts(officers: Officers) -> tuple[tuple[str, ...], ...]:
    """The telephones rung at each attempt."""
    return (officers.numbers,) if officers.together else tuple((number,) for number in officers.numbers)
