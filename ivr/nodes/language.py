"""Language: let the caller choose a language; every call begins here, and `to: language` comes back to it.

No editor writes this kind: the site has one `language` node, made of the languages in `flows.yaml`. A caller who
presses nothing, or nothing that is offered, twice goes on in the first language rather than nowhere. The keys of every
menu lead where they lead everywhere, and what follows is said in all languages until one is chosen.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivr.engine.asking import Failure
from ivr.engine.destinations import place
from ivr.engine.events import Event, KeyPressed, LanguageChosen, SilenceHeard, WrongKeyPressed
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Silence, Words
from ivr.engine.instructions import Ask, Prompt, Say
from ivr.engine.node import Go, Node, Step, Wait
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.words import Value, fill, say_key

MOST_FAILURES = 2


class LanguageNode(Node):
    """Let the caller choose a language."""

    kind: Literal["language"] = "language"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "語言", "zh_Hans_CN": "语言"}

    def enter(self, visit: Visit) -> Step:
        """Offer each language in its own words, saying first who has answered."""
        offer = ("offer", visit.call.hotline)
        return visit.once(offer, lambda: Step(self._wait(visit), self._offer(visit)))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Go on in the language chosen."""
        if isinstance(heard, Silence):
            return self._fail(visit, "silence", SilenceHeard(visit.here, visit.call.silences + 1))
        if isinstance(heard, Keys):
            return self._hear_keys(visit, heard.digits)
        if isinstance(heard, Words):
            return self._fail(visit, "wrong", WrongKeyPressed(visit.here, "", visit.call.wrongs + 1))
        return self._fail(visit, "wrong", WrongKeyPressed(visit.here, "", visit.call.wrongs + 1))

    def _hear_keys(self, visit: Visit, digits: str) -> Step:
        key = KEY_OF_DIGIT.get(digits, "")
        for code, language in visit.edition.languages.items():
            if language.key == key:
                return self._go_on(visit, code, "key", (KeyPressed(visit.here, key, code),))
        if to := visit.edition.inherited.get(key):
            return self._leave(visit, key, to)
        return self._fail(visit, "wrong", WrongKeyPressed(visit.here, digits[:20], visit.call.wrongs + 1))

    def _leave(self, visit: Visit, key: str, to: str) -> Step:
        """Go where a key of every menu leads; where that is here, or nothing is behind the caller, ask once more."""
        nothing_behind = to == "back" and not visit.call.trail
        there = visit.here if nothing_behind else place(visit, to)
        pressed = (KeyPressed(visit.here, key, there),)
        if there == visit.here:
            return Step(self._wait(visit), self._offer(visit), pressed)
        return Step(Go(to), events=pressed)

    def _fail(self, visit: Visit, why: Failure, failed: Event) -> Step:
        if visit.call.silences + visit.call.wrongs + 1 >= MOST_FAILURES:
            return self._go_on(visit, visit.language, "default", (failed,))
        wait = self._wait(visit)
        return Step(Wait(wait.closing, again=why), self._offer(visit), (failed,))

    def _go_on(
        self, visit: Visit, code: str, by: Literal["key", "words", "default"], events: tuple[Event, ...]
    ) -> Step:
        """Greet in the language chosen; then back to the menu the caller came from, or to the start."""
        speaking = replace(visit, call=replace(visit.call, language=code))
        title = visit.edition.hotline(visit.call.hotline).title
        greeting = speaking.phrase_with("greeting", title=title)
        says = () if visit.call.trail else (greeting,)
        return Step(Go("back"), says, (*events, LanguageChosen(code, by)), language=code)

    def _offer(self, visit: Visit) -> tuple[Prompt, ...]:
        says: list[Prompt] = []
        title = visit.edition.hotline(visit.call.hotline).title
        for code, language in visit.edition.languages.items():
            values = {"key": Value(say_key(language.key, language.counts_in), "text")}
            words = visit.edition.phrases[code]["choose_language"]
            choose = fill(words, values, language.counts_in, visit.edition.home)
            stop = ". " if code.startswith("en") else "。"
            named = "" if visit.call.language or not title.get(code) else f"{title[code]}{stop}"
            says.append(Say(named + choose, code))
        return tuple(says)

    def _wait(self, visit: Visit) -> Wait:
        return Wait(Ask((), 1, "", visit.edition.tries.wait, visit.language))
