"""Yes or no: ask a question that has two answers, and go on by the answer.

```yaml
is_it_urgent:
  kind: yes_or_no
  say:
    yue: 係咪緊急事故？
    cmn: 是不是紧急事故？
    en: Is it an emergency?
  yes: officer
  no: leave_message
```

Callers hear the question, and then that one is yes and two is no; nobody has to write that. Where a language has
`speech` they may also say yes or no. Each answer may `say` something on its way:
`no: {say: {en: Then ring again when you have it.}, then: goodbye}`. With `keep` the answer is noted as `yes` or `no`
under that name, for a `switch` further on.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivr.engine.asking import hear_choice, wait_for_key
from ivr.engine.events import InformationGiven, KeyPressed, WordsHeard
from ivr.engine.grammar import Branch, Destination, FieldName, TextsByTry
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import AskingNode, Go, Step
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.ways import NO, YES, Way, site_words
from ivr.words import Format

ANSWERS = {YES: "yes", NO: "no"}


class AnswerBranch(Branch):
    """Where an answer leads, and what is said on the way."""

    then: Destination


class YesOrNoNode(AskingNode):
    """Ask a question that has two answers."""

    kind: Literal["yes_or_no"] = "yes_or_no"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "是非題", "zh_Hans_CN": "是非题"}
    say: TextsByTry
    yes: AnswerBranch
    no: AnswerBranch
    keep: FieldName | None = None

    @property
    def own_keys(self) -> frozenset[str]:
        """Those of both answers."""
        return frozenset(ANSWERS)

    @property
    def needs(self) -> tuple[str, ...]:
        """What tells the keys of both answers."""
        return ("yes_or_no_keys",)

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The answer, where it has a name."""
        return {self.keep: "text"} if self.keep else {}

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The question, and the keys of both answers."""
        return self._asked(visit, 0)

    def _asked(self, visit: Visit, tries: int) -> tuple[Prompt, ...]:
        return visit.say_at_try(self.say, tries), visit.phrase("yes_or_no_keys")

    def enter(self, visit: Visit) -> Step:
        """Ask."""
        return Step(wait_for_key(visit, self._ways(visit)), visit.recorded(*self.own_words(visit)))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Go on by the answer."""
        asked = self._asked(visit, 1 + visit.call.silences + visit.call.wrongs)
        step = hear_choice(visit, heard, self._ways(visit), asked)
        answer = step.next.to if isinstance(step.next, Go) else ""
        return self._answered(visit, answer, step) if answer in ANSWERS.values() else step

    def _answered(self, visit: Visit, answer: str, step: Step) -> Step:
        branch = self.branch_of(answer)[1]
        to = branch.then or "" if branch else ""
        told = (visit.say(branch.say),) if branch and branch.say else ()
        chosen = (replace(each, to=to) if isinstance(each, KeyPressed | WordsHeard) else each for each in step.events)
        given = (InformationGiven(visit.here, self.keep),) if self.keep else ()
        return replace(step, next=Go(to), says=told, events=(*chosen, *given))

    def _ways(self, visit: Visit) -> dict[str, Way]:
        """By key the way of each answer, which stands for where it leads until it is known to be taken."""
        return {key: self._way(visit, answer) for key, answer in ANSWERS.items()}

    def _way(self, visit: Visit, answer: str) -> Way:
        words = site_words(visit, answer)
        keeps = {self.keep: answer} if self.keep else {}
        return Way(answer, {visit.language: words[0]} if words else {}, keeps, {visit.language: words})
