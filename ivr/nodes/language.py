"""Language: let the caller choose a language; every call begins here, and `to: language` comes back to it.

No editor writes this kind: the site has one `language` node, made of the languages in `flows.yaml`; those that stand
behind a key are offered once it is pressed, and other choices may stand beside them. A caller who presses nothing, or
nothing that is offered, twice goes on in the first language rather than nowhere, or as the site's `tries` say of the
languages. The keys of every menu lead where they lead everywhere, and what follows is said in all languages until one
is chosen.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from ivr.engine.asking import Failure
from ivr.engine.destinations import place
from ivr.engine.events import Event, KeyPressed, LanguageChosen, SilenceHeard, WrongKeyPressed
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Silence
from ivr.engine.instructions import Ask, Prompt, Say
from ivr.engine.node import Go, Node, Step, Wait
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.words import Value, fill, stop_of


class LanguageNode(Node):
    """Let the caller choose a language."""

    kind: Literal["language"] = "language"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "語言", "zh_Hans_CN": "语言"}

    def enter(self, visit: Visit) -> Step:
        """Offer each language in its own words, saying first who has answered."""
        offer = ("offer", visit.call.hotline)
        return visit.once(offer, lambda: self._offering(visit, ""))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Go on in the language chosen."""
        if isinstance(heard, Silence):
            return self._fail(visit, "silence", SilenceHeard(visit.here, visit.call.silences + 1))
        if isinstance(heard, Keys):
            return self._hear_keys(visit, heard.digits)
        return self._fail(visit, "wrong", WrongKeyPressed(visit.here, "", visit.call.wrongs + 1))

    def _hear_keys(self, visit: Visit, digits: str) -> Step:
        key, behind = KEY_OF_DIGIT.get(digits, ""), visit.call.stage
        for code, language in visit.edition.languages.items():
            if (language.behind, language.key) == (behind, key):
                return self._go_on(visit, code, "key", (KeyPressed(visit.here, key, code),))
        if key in _groups(visit) and not behind:
            return self._offering(visit, key, KeyPressed(visit.here, key, visit.here))
        beside = None if behind else visit.edition.beside_languages.get(key)
        if beside:
            return Step(Go(beside.to), events=(KeyPressed(visit.here, key, beside.to),))
        if to := visit.edition.inherited.get(key):
            return self._leave(visit, key, to)
        return self._fail(visit, "wrong", WrongKeyPressed(visit.here, digits[:20], visit.call.wrongs + 1))

    def _leave(self, visit: Visit, key: str, to: str) -> Step:
        """Go where a key of every menu leads; where that is here, or nothing is behind the caller, ask once more."""
        behind = visit.call.stage
        back = to == "back" and (behind or not visit.call.trail)
        there = visit.here if back else place(visit, to)
        pressed = KeyPressed(visit.here, key, there)
        if there == visit.here:
            return self._offering(visit, "" if back else behind, pressed)
        return Step(Go(to), events=(pressed,))

    def _fail(self, visit: Visit, why: Failure, failed: Event) -> Step:
        if visit.call.silences + visit.call.wrongs + 1 >= visit.tries.languages:
            unchosen = visit.call.language or visit.tries.language or visit.language
            return self._go_on(visit, unchosen, "default", (failed,))
        again = self._offering(visit, visit.call.stage, failed)
        return replace(again, next=replace(again.next, again=why))

    def _go_on(
        self, visit: Visit, code: str, by: Literal["key", "words", "default"], events: tuple[Event, ...]
    ) -> Step:
        """Greet in the language chosen; then back to the menu the caller came from, or to the start."""
        speaking = replace(visit, call=replace(visit.call, language=code))
        title = visit.edition.hotline(visit.call.hotline).title
        greeting = speaking.phrase_with("greeting", title=title)
        says = () if visit.call.trail else (greeting,)
        return Step(Go("back"), says, (*events, LanguageChosen(code, by)), language=code)

    def _offering(self, visit: Visit, behind: str, *events: Event) -> Step:
        """Offer the languages that stand behind a key, or in the prompt itself, and wait for the choice."""
        ask = Ask((), 1, "", visit.tries.wait, visit.language)
        says = (*self._offer(visit, behind), *(() if behind else _besides(visit)))
        return Step(Wait(ask, stage=behind), says, events)

    def _offer(self, visit: Visit, behind: str) -> Iterator[Prompt]:
        title = visit.edition.hotline(visit.call.hotline).title
        for code, language in visit.edition.languages.items():
            if language.behind == behind:
                unnamed = visit.call.language or behind or not title.get(code)
                named = "" if unnamed else f"{title[code]}{stop_of(code)}"
                yield Say(named + _pressing(visit, code, "choose_language", language.key), code)


def _besides(visit: Visit) -> Iterator[Prompt]:
    """The keys to more languages, in those that are offered first; and what else is offered, in every language."""
    languages = visit.edition.languages
    for key in _groups(visit):
        for code in (code for code, language in languages.items() if not language.behind):
            yield Say(_pressing(visit, code, "other_languages", key), code)
    for key, beside in visit.edition.beside_languages.items():
        yield from (visit.press("choice", key, beside.label, code) for code in languages if beside.label.get(code))


def _groups(visit: Visit) -> tuple[str, ...]:
    """The keys behind which more languages stand."""
    return tuple(dict.fromkeys(each.behind for each in visit.edition.languages.values() if each.behind))


def _pressing(visit: Visit, code: str, phrase: str, key: str) -> str:
    words, name = visit.edition.phrases[code][phrase], visit.edition.key_name(key, code)
    return fill(words, {"key": Value(name, "text")}, visit.edition.counts_in(code), visit.edition.home)
