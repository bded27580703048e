"""Asking the caller for a key, and what follows from silence, a wrong key or spoken words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.engine.events import (
    Event,
    FieldKept,
    KeyPressed,
    SilenceHeard,
    TriesRanOut,
    WhyTriesRanOut,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Silence, Unclear, Words
from ivr.engine.instructions import Ask, Prompt
from ivr.engine.node import Go, Step, Wait
from ivr.engine.visit import Visit

Failure = Literal["silence", "wrong"]
WAYS_ON = {"repeat": "way_repeat", "back": "way_back", "main": "way_main", "officer": "way_officer"}


@dataclass(frozen=True)
class Way:
    """Where one choice leads, the words that stand for it, and the fields it notes on the way."""

    to: str
    label: str = ""
    keeps: Mapping[str, str] = field(default_factory=dict)


def wait_for_key(visit: Visit, ways: Mapping[str, Way] | None = None, *, stage: str = "", again: str = "") -> Wait:
    """Wait for one key, # and * among them; or for the label of one of `ways`, where speech can be recognised."""
    hints = tuple(way.label for way in (ways or {}).values() if way.label)
    spoken = hints if visit.edition.languages[visit.language].speech_language else ()
    tries = visit.edition.tries
    ask = Ask((), 1, "", tries.wait, visit.language, spoken, tries.pause)
    return Wait(ask, stage, again)


def hear_choice(
    visit: Visit, heard: Heard, ways: Mapping[str, Way], offer: tuple[Prompt, ...], *, stage: str = ""
) -> Step:
    """Go where the key leads, the node's own `ways` (by key) before the inherited keys.

    `offer` is what is said again after silence or a wrong key. Anything else that was heard (a call resumed) makes
    the caller arrive anew.
    """
    wait = wait_for_key(visit, ways, stage=stage)
    if isinstance(heard, Words):
        return _hear_words(visit, heard, ways, offer, wait)
    if isinstance(heard, Silence):
        return fail(visit, "silence", offer, wait)
    if not isinstance(heard, Keys | Unclear):
        return Step(Go("repeat"))
    key = KEY_OF_DIGIT.get(heard.digits, "") if isinstance(heard, Keys) else ""
    way = ways.get(key) or (Way(visit.edition.inherited[key]) if key in visit.edition.inherited else None)
    if way:
        return _take(visit, way, KeyPressed(visit.here, key, way.to))
    return fail(visit, "wrong", offer, wait, keys=_shown(heard))


def _take(visit: Visit, way: Way, chosen: Event) -> Step:
    kept = (FieldKept(visit.here, name, value) for name, value in way.keeps.items())
    return Step(Go(way.to), events=(chosen, *kept), keeps=way.keeps)


def fail(
    visit: Visit,
    why: Failure,
    offer: tuple[Prompt, ...],
    wait: Wait,
    *,
    keys: str = "",
    first: tuple[Prompt, ...] = (),
    last: str = "",
    events: tuple[Event, ...] = (),
) -> Step:
    """One more failure, `why` being "silence" or "wrong": help more than the last time, or go where the site says.

    `first` replaces the system's own words for this failure, the phrase `last` those for one that was not the first
    and has no other after it.
    """
    tries = visit.edition.tries
    silent = why == "silence"
    count = 1 + (visit.call.silences if silent else visit.call.wrongs)
    failed: Event = SilenceHeard(visit.here, count) if silent else WrongKeyPressed(visit.here, keys, count)
    says = first or (visit.phrase(f"{why}_{min(count, 2)}"),)
    if count >= (tries.silence if silent else tries.wrong):
        told = (visit.phrase(last or f"{why}_last"),) if count > 1 else says
        return run_out(visit, "silence" if silent else "wrong keys", (*events, failed), *told)
    return Step(Wait(wait.closing, wait.stage, why), says=(*says, *offer), events=(*events, failed))


def run_out(visit: Visit, why: WhyTriesRanOut, events: tuple[Event, ...] = (), *told: Prompt) -> Step:
    """The caller used up the tries here: `told` what came of the last, and on to where the site says."""
    to = visit.edition.tries.then
    ran_out = TriesRanOut(visit.here, why, to)
    return Step(Go(to), says=(*told, visit.phrase("tries_ran_out")), events=(*events, ran_out))


def ways_on(visit: Visit) -> tuple[Prompt, ...]:
    """What is offered once a caller has an answer: each inherited key with what it does."""
    says = [
        visit.press(WAYS_ON[to], key, {})
        for to in WAYS_ON
        for key, leads_to in visit.edition.inherited.items()
        if leads_to == to and (to != "back" or visit.call.trail)
    ]
    return (*says, visit.phrase("anything_else"))


def wait_for_way_on(visit: Visit) -> Wait:
    """Wait for what the caller wants after an answer."""
    return wait_for_key(visit, stage="answered")


def hear_way_on(visit: Visit, heard: Heard) -> Step:
    """After an answer: an inherited key, or a polite end to a caller who has nothing more to ask."""
    if isinstance(heard, Silence) and visit.call.silences:
        return Step(Go("goodbye"), events=(SilenceHeard(visit.here, visit.call.silences + 1),))
    return hear_choice(visit, heard, {}, ways_on(visit), stage="answered")


def _hear_words(visit: Visit, heard: Words, ways: Mapping[str, Way], offer: tuple[Prompt, ...], wait: Wait) -> Step:
    said = _plain(heard.text)
    meant = [way for way in ways.values() if said and way.label and _alike(said, _plain(way.label))]
    if len(meant) == 1:
        return _take(visit, meant[0], WordsHeard(visit.here, heard.text, meant[0].to))
    return fail(visit, "wrong", offer, wait, events=(WordsHeard(visit.here, heard.text, ""),))


def _alike(said: str, label: str) -> bool:
    return label in said or said in label


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _shown(heard: Heard) -> str:
    return heard.digits[:20] if isinstance(heard, Keys) else ""
