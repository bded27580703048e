"""Text: offer what the caller has just been told as a text message (SMS).

```yaml
documents_by_text:
  kind: text
```

Let what tells something lead here (`then: documents_by_text`): an `answer`, what an `enquiry` found, what a `submit`
entered, the reference of a `feedback`. Callers then hear that they may have it as a text message, beside the usual
ways on; or, where this leads on (`then`, such as to a `rating`), beside the key that goes on without. What is sent is
what was heard, in the same language, below the name of the hotline; numbers, dates and amounts are written in figures.

It goes to the mobile that the caller rings from; or to one that the caller keys, is read back and takes. So does
whoever withholds the number or rings from a landline. `send` is sent instead of what was heard, such as a link to more
than anybody can listen to:

```yaml
guide_by_text:
  kind: text
  send:
    yue: "申請牌照嘅指引：https://transport.example/guide"
    cmn: "申请牌照的指引：https://transport.example/guide"
    en: "How to apply for a licence: https://transport.example/guide"
  then: opinion
```

Nothing is offered, and the call goes on as if this node were not there, where what was told is private or longer than
text messages should be (670 signs), and where the operator lets no text messages out
([sending](../operators/sending.md#answers-by-text)). Callers hear that it comes only once that is on record. Each may
have so many a day (`IVR_MOST_TEXTS`); who asks for more is told so.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar, Literal

from ivr.engine.asking import (
    asks_nothing_more,
    hear_choice,
    hear_way_on,
    ran_out,
    wait_for_key,
    wait_for_way_on,
    ways_on,
)
from ivr.engine.events import TextPromised
from ivr.engine.grammar import FORM_KEYS, Destination, Texts
from ivr.engine.heard import Heard, Silence
from ivr.engine.instructions import Play, Prompt, Say
from ivr.engine.node import AskingNode, Gives, Go, Step
from ivr.engine.private_words import says_private
from ivr.engine.retelling import told_on_the_way
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._ceilings import no_room_for_text
from ivr.nodes._numbers import ask_for_number, hear_number, may_be_texted, own_number
from ivr.nodes._reading_back import read_back, ways_of_read_back
from ivr.words import Format, Value

TEXT_TO = "text_to"  # the field that keeps the number that was keyed
TO_OWN, TO_OTHER, GO_ON = "1", "2", "3"
FULL = ("text_full", "text_full_for_number")
LONGEST = 670
"""Signs of a text message: ten parts where any of them is Chinese. Carriers take 1,600."""


class TextNode(AskingNode):
    """Offer what was told as a text message."""

    kind: Literal["text"] = "text"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "短訊", "zh_Hans_CN": "短信"}
    gives: ClassVar[Gives] = "end"
    goes_on_at_once: ClassVar[bool] = True
    texts_callers: ClassVar[bool] = True
    send: Texts | None = None
    then: Destination | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """What is said of it."""
        on = ("way_no_text",) if self.then else ()
        return ("text_offer", "text_offer_withheld", "text_wrong", "text_coming", "text_not_now", *FULL, *on)

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The number that it is sent to, where the caller keys one."""
        return {TEXT_TO: "phone"}

    @property
    def own_keys(self) -> frozenset[str]:
        """Those of the offer, and of a number that is read back."""
        return FORM_KEYS

    def enter(self, visit: Visit) -> Step:
        """Offer it, where there is something to send; else go on."""
        if not self._words(visit):
            return self._over(visit)
        return Step(wait_for_key(visit, self._ways(visit)), self._offer(visit))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Whether it is wanted, and where; or one of the ways on."""
        match visit.call.stage:
            case "answered":
                return hear_way_on(visit, heard)
            case "number":
                wrong = (visit.phrase("text_wrong"),)
                step = hear_number(visit, heard, may_be_texted, wrong, partial(self._say_back, visit))
            case "number keyed":
                step = self._hear_read_back(visit, heard)
            case _:
                step = self._hear_offer(visit, heard)
        left = ran_out(step) and bool(visit.call.stage or self.then)
        return self._over(visit) if left else step

    def _hear_offer(self, visit: Visit, heard: Heard) -> Step:
        if self.then and isinstance(heard, Silence):
            return self._over(visit)
        if asks_nothing_more(visit, heard):
            return hear_way_on(visit, heard)
        return hear_choice(visit, heard, self._ways(visit), self._offer(visit))

    def _offer(self, visit: Visit) -> tuple[Prompt, ...]:
        offer = visit.phrase("text_offer" if own_number(visit, may_be_texted) else "text_offer_withheld")
        return (offer, visit.press("way_no_text", GO_ON, {})) if self.then else (offer, *ways_on(visit))

    def _ways(self, visit: Visit) -> dict[str, Way]:
        ask = Way(step=partial(ask_for_number, visit))
        if number := own_number(visit, may_be_texted):
            ways = {TO_OWN: Way(step=partial(self._send, visit, number)), TO_OTHER: ask}
        else:
            ways = {TO_OTHER: ask}
        return ways | ({GO_ON: Way(step=partial(self._over, visit))} if self.then else {})

    def _say_back(self, visit: Visit, number: str) -> Step:
        wait = wait_for_key(visit, self._ways_back(visit, number), stage="number keyed")
        return Step(wait, read_back(visit, Value(number, "phone")), keeps={TEXT_TO: number})

    def _hear_read_back(self, visit: Visit, heard: Heard) -> Step:
        number = visit.given()[TEXT_TO].text
        says = read_back(visit, Value(number, "phone"))
        return hear_choice(visit, heard, self._ways_back(visit, number), says, stage="number keyed")

    def _ways_back(self, visit: Visit, number: str) -> dict[str, Way]:
        right, wrong = Way(step=partial(self._send, visit, number)), Way(step=partial(ask_for_number, visit))
        return ways_of_read_back(visit, right, wrong, partial(self._say_back, visit, number))

    def again(self, visit: Visit) -> Step:
        """What was asked when the caller was cut off."""
        match visit.call.stage:
            case "answered":
                return Step(wait_for_way_on(visit), ways_on(visit))
            case "number":
                return ask_for_number(visit)
            case "number keyed":
                return self._say_back(visit, visit.given()[TEXT_TO].text)
            case _:
                return super().again(visit)

    def _send(self, visit: Visit, number: str) -> Step:
        """Promise it, unless this caller, number or line has had enough today."""
        words = self._words(visit)
        why_not, noted = no_room_for_text(visit, number) if words else ("text_not_now", ())
        if why_not:
            return replace(self._over(visit, visit.phrase(why_not)), events=noted)
        promised = TextPromised(visit.here, number, words)
        return replace(self._over(visit, visit.phrase("text_coming")), events=(promised,))

    def _words(self, visit: Visit) -> str:
        """What is sent: empty where nothing was told, part of it is private, it is too long, or none is ever sent."""
        if not visit.ports.text_messages.are_sent() or not visit.has_phrase("text_offer"):
            return ""
        told = self._told(replace(visit, writes=True))
        lines = [prompt.text.strip() for prompt in told if isinstance(prompt, Say | Play)]
        if not lines or says_private(told):
            return ""
        text = "\n".join((visit.text(visit.edition.hotline(visit.call.hotline).title), *lines))
        return text if len(text) <= LONGEST else ""

    def _told(self, visit: Visit) -> tuple[Prompt, ...]:
        """What the caller heard on the way here; or what is sent instead."""
        return (visit.say(self.send),) if self.send else told_on_the_way(visit)

    def _over(self, visit: Visit, *told: Prompt) -> Step:
        """On to where the menu says, or the usual ways on."""
        if self.then:
            return Step(Go(self.then), told)
        return Step(wait_for_way_on(visit), (*told, *ways_on(visit)))
