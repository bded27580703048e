"""Rating: ask some callers how the call went, once they have what they rang for.

```yaml
opinion:
  kind: rating
  every: 4
  questions:
    content:
      ask:
        yue: 你對今次嘅服務有幾滿意？一係好唔滿意，五係好滿意。
        cmn: 您对这次的服务有多满意？一是很不满意，五是很满意。
        en: How content are you with this service? One is not at all, five is very.
      scale: 1-5
    solved: {ask: {yue: 問題解決咗未？, cmn: 问题解决了吗？, en: "Is your question answered?"}, yes_or_no: yes}
    remark: {ask: {yue: 請講低你嘅意見。, cmn: 请说出您的意见。, en: Please tell us what to do better.}, record: 60}
```

One to seven `questions`, each with a name of your own. What is asked is one of `scale: 1-5` (one key, from 0 to 9),
`yes_or_no: yes`, `choices` (keys with a label each, as in a menu), and `record: 60`: a remark of at most so many
seconds, which comes to the desk as a message. Callers hear by themselves which keys to press.

Let an `answer` lead here (`then: opinion`): callers are asked whether they would tell how the call went, and may say
no. `every: 4` asks one call in four: which ones is drawn by lot, but the same lot however often the carrier asks. In
rehearsals everybody is asked. Nobody is asked twice in a call. `say` replaces the system's words before the question
whether to begin. Afterwards, and at once for those who are not asked, the usual ways on are offered, or the call goes
to `then`.

What callers answered stands in the reports of the desk, one row a caller, marked where not every question was
answered; with how many were asked, and how sure the shares are. Write questions that suggest no answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from ivr.engine.asking import hear_choice, hear_way_on, ran_out, wait_for_key, wait_for_way_on, ways_on
from ivr.engine.events import MessageLeft, RatingAnswered, RatingOffered
from ivr.engine.grammar import FORM_KEYS, BoundsOf, Destination, Key, Part, Texts, mistake
from ivr.engine.heard import Heard, Recorded
from ivr.engine.instructions import Prompt
from ivr.engine.node import MARKED, Gives, Go, Node, Step, Wait
from ivr.engine.node_facts import RatedQuestion
from ivr.engine.visit import Visit
from ivr.engine.ways import NO, YES, Way
from ivr.nodes._ceilings import no_room_for_message
from ivr.nodes._reading_back import keys_to_repeat
from ivr.nodes._recording import left_by_key, record
from ivr.translation import said
from ivr.words import Value

OFFER, QUESTION = "offer", "question "
SORTS = ("scale", "yes_or_no", "choices", "record")


class RatingChoice(Part):
    """One answer on a key."""

    label: Texts


class RatingQuestion(Part):
    """One question, and what may be answered."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [sort]} for sort in SORTS]})

    ask: Texts
    scale: Annotated[BoundsOf, "scale"] | None = None
    yes_or_no: bool = False
    choices: dict[Key, RatingChoice] = Field(default_factory=dict)
    record: int | None = Field(default=None, ge=5, le=120)

    @model_validator(mode="after")
    def _is_of_one_sort(self) -> "RatingQuestion":
        if sum(bool(getattr(self, sort)) for sort in SORTS) != 1:
            told = said("say once what may be answered: scale, yes_or_no, choices or record.")
            raise mistake("question-of-one-sort", told)
        if self.scale and (self.scale.most > 9 or self.scale.least == self.scale.most):
            told = said("a scale is answered with one key, so it goes from 0 to 9 at most.")
            raise mistake("question-of-one-sort", told, at=("scale",))
        return self

    @property
    def answers(self) -> Mapping[str, str]:
        """What may be answered, by key."""
        if self.scale:
            return {str(value): str(value) for value in range(self.scale.least, self.scale.most + 1)}
        return {YES: "yes", NO: "no"} if self.yes_or_no else {key: key for key in self.choices}


class RatingNode(Node):
    """Ask some callers how the call went."""

    kind: Literal["rating"] = "rating"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "評分", "zh_Hans_CN": "评分"}
    gives: ClassVar[Gives] = "end"
    goes_on_at_once: ClassVar[bool] = True
    say: Texts | None = None
    every: int = Field(default=1, ge=1, le=1000)
    questions: dict[str, RatingQuestion] = Field(min_length=1, max_length=7)
    then: Destination | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """What is said before the questions and after them, and with those of each sort."""
        asked = tuple(self.questions.values())
        scale = ("rating_scale",) if any(each.scale for each in asked) else ()
        both = ("yes_or_no_keys",) if any(each.yes_or_no for each in asked) else ()
        return ("rating_offer", "rating_keys", "rating_thanks", *scale, *both)

    @property
    def own_keys(self) -> frozenset[str]:
        """Those of its answers."""
        return frozenset(key for each in self.questions.values() for key in each.answers) | FORM_KEYS

    @property
    def longest_recording(self) -> int:
        """Of the longest remark."""
        return max(each.record or 0 for each in self.questions.values())

    @property
    def rates(self) -> Mapping[str, RatedQuestion]:
        """Its questions, with the labels of their choices."""
        return {
            name: RatedQuestion(each.scale is not None, {key: choice.label for key, choice in each.choices.items()})
            for name, each in self.questions.items()
        }

    def marks(self, name: str) -> tuple[str, ...]:
        """That the caller was asked here."""
        return (f"asked:{name.partition('/')[2]}",)

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """Whether the caller would answer."""
        return (visit.say(self.say) if self.say else visit.phrase("rating_offer"), visit.phrase("rating_keys"))

    def enter(self, visit: Visit) -> Step:
        """Ask whether the caller would answer, one call in so many and once in a call."""
        (mark,) = self.marks(visit.here)
        asked = f"{visit.call.department}/{mark}" in visit.call.fields
        if asked or not visit.ports.chances.falls_on(f"{visit.here} {visit.call.sid}", self.every):
            return self._over(visit)
        return replace(self._offered(visit), events=(RatingOffered(visit.here),), keeps={mark: MARKED})

    def _offered(self, visit: Visit) -> Step:
        wait = wait_for_key(visit, self._ways_of_offer(visit), stage=OFFER)
        return Step(wait, visit.recorded(*self.own_words(visit)))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Whether to begin, an answer, or one of the ways on; who gets no further is not asked any more."""
        stage = visit.call.stage
        if stage == "answered":
            return hear_way_on(visit, heard)
        if stage == OFFER:
            step = hear_choice(visit, heard, self._ways_of_offer(visit), self.own_words(visit), stage=OFFER)
        else:
            step = self._hear_answer(visit, heard, int(stage.removeprefix(QUESTION)))
        return self._over(visit) if ran_out(step) else step

    def again(self, visit: Visit) -> Step:
        """The offer or the question that was cut off."""
        stage = visit.call.stage
        if stage == OFFER:
            return self._offered(visit)
        return self._ask(visit, int(stage.removeprefix(QUESTION))) if stage.startswith(QUESTION) else self._over(visit)

    def _ways_of_offer(self, visit: Visit) -> dict[str, Way]:
        again, no = partial(self._offered, visit), partial(self._over, visit)
        return {**keys_to_repeat(visit, again), YES: Way(step=partial(self._ask, visit, 0)), NO: Way(step=no)}

    def _ask(self, visit: Visit, number: int) -> Step:
        """Ask the question of that number; after the last one, thank."""
        if number >= len(self.questions):
            return self._over(visit, visit.phrase("rating_thanks"))
        question = self._question(number)
        if question.record is None:
            return Step(self._wait(visit, number), self._words(visit, question))
        if no_room_for_message(visit):
            return self._ask(visit, number + 1)
        return record(visit, (visit.say(question.ask),), question.record, f"{QUESTION}{number}")

    def _question(self, number: int) -> RatingQuestion:
        return tuple(self.questions.values())[number]

    def _words(self, visit: Visit, question: RatingQuestion) -> tuple[Prompt, ...]:
        """The question, and the keys for it."""
        asked = visit.say(question.ask)
        if question.scale:
            ends = {
                "least": Value(str(question.scale.least), "number"),
                "most": Value(str(question.scale.most), "number"),
            }
            return asked, visit.phrase("rating_scale", ends)
        if question.yes_or_no:
            return asked, visit.phrase("yes_or_no_keys")
        return asked, *(visit.press("choice", key, choice.label) for key, choice in question.choices.items())

    def _wait(self, visit: Visit, number: int) -> Wait:
        ways = {key: Way() for key in (*keys_to_repeat(visit, partial(self._ask, visit, number)), *self._keys(number))}
        return wait_for_key(visit, ways, stage=f"{QUESTION}{number}")

    def _keys(self, number: int) -> Mapping[str, str]:
        return self._question(number).answers

    def _hear_answer(self, visit: Visit, heard: Heard, number: int) -> Step:
        if self._question(number).record is not None:
            return self._hear_remark(visit, heard, number)
        ways = keys_to_repeat(visit, partial(self._ask, visit, number))
        ways |= {
            key: Way(step=partial(self._answered, visit, number, answer)) for key, answer in self._keys(number).items()
        }
        return hear_choice(visit, heard, ways, self._words(visit, self._question(number)), stage=visit.call.stage)

    def _hear_remark(self, visit: Visit, heard: Heard, number: int) -> Step:
        """A remark is a message; without one the next question follows, and a key of every menu leads away."""
        if left := left_by_key(visit, heard):
            return left
        if not isinstance(heard, Recorded) or heard.empty:
            return self._ask(visit, number + 1)
        step, name = self._answered(visit, number, "recorded"), tuple(self.questions)[number]
        remark = MessageLeft(visit.here, heard.recording, heard.url, heard.seconds or 0, "", (("rating", name),))
        return replace(step, events=(remark, *step.events))

    def _answered(self, visit: Visit, number: int, answer: str) -> Step:
        left = len(self.questions) - number - 1
        answered = RatingAnswered(visit.here, tuple(self.questions)[number], answer, left)
        step = self._ask(visit, number + 1)
        return replace(step, events=(answered, *step.events))

    def _over(self, visit: Visit, *told: Prompt) -> Step:
        """On to where the menu says, or the usual ways on; to hear it again is to hear the answer that led here."""
        if self.then:
            return Step(Go(self.then), told)
        return Step(wait_for_way_on(visit), (*told, *ways_on(visit)))
