"""Asking the caller for a key, and what follows from silence, a wrong key or spoken words."""

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
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.ways import WAYS_ON, Ways, agreement, may_be_said, meaning_here, name_of, read_back, with_inherited

Failure = Literal["silence", "wrong"]
SILENCES_AFTER_AN_ANSWER = 2


def wait_for_key(visit: Visit, ways: Ways | None = None, *, stage: str = "") -> Wait:
    """Wait for one key, # and * among them; or, where speech can be recognised, for words that mean one.

    What `ways` are called depends on the node, the stage and the keys alone.
    """
    known = with_inherited(visit, ways or {})
    return visit.once(("wait for a key", stage, *known), lambda: _wait_for_key(visit, known, stage))


def _wait_for_key(visit: Visit, known: Ways, stage: str) -> Wait:
    hints = may_be_said(visit, known) if visit.hears_words else ()
    tries = visit.tries
    return Wait(Ask((), 1, "", tries.wait, visit.language, hints, tries.pause), stage)


def hear_choice(
    visit: Visit,
    heard: Heard,
    ways: Ways,
    offer: tuple[Prompt, ...],
    *,
    stage: str = "",
    briefly: tuple[Prompt, ...] = (),
) -> Step:
    """Go where the key leads, the node's own `ways` (by key) before the inherited keys.

    `offer` is what is said again after silence, and after a wrong key too where nothing is said `briefly`. Anything
    else that was heard (a call resumed) makes the caller arrive anew.
    """
    known = with_inherited(visit, ways)
    key = KEY_OF_DIGIT.get(heard.digits, "") if isinstance(heard, Keys) else ""
    if key in known and not visit.call.meant:
        return _take(visit, known, key)
    wait = wait_for_key(visit, ways, stage=stage)
    if isinstance(heard, Silence):
        return fail(visit, "silence", offer, wait)
    if not isinstance(heard, Keys | Unclear | Words):
        return Step(Go("repeat"))
    agreed = agreement(visit, heard) if visit.call.meant in known else ""
    if agreed == "yes":
        return _take(visit, known, visit.call.meant, words=name_of(visit, visit.call.meant, known))
    if agreed == "no":
        return fail(visit, "wrong", offer, wait, first=_which_one(visit))
    if isinstance(heard, Words):
        return _hear_words(visit, heard, known, offer, wait)
    if key in known:
        return _take(visit, known, key)
    return fail(visit, "wrong", briefly or offer, wait, keys=_shown(visit, heard))


def hear_key_of_every_menu(visit: Visit, heard: Heard, *, but: str) -> Step | None:
    """Go where a key of every menu leads, unless that is `but`; None where anything else was heard."""
    known = with_inherited(visit, {})
    key = KEY_OF_DIGIT.get(heard.digits, "") if isinstance(heard, Keys) else ""
    return _take(visit, known, key) if key in known and known[key].to != but else None


def _take(visit: Visit, ways: Ways, key: str, *, words: str = "") -> Step:
    """Go the way that was keyed, or said in `words`."""
    way = ways[key]
    if way.step:
        return way.step()
    chosen = WordsHeard(visit.here, words, way.to) if words else KeyPressed(visit.here, key, way.to)
    kept = (FieldKept(visit.here, name, visit.shown(name, value)) for name, value in way.keeps.items())
    return Step(Go(way.to), events=(chosen, *kept), keeps=way.keeps)


def _hear_words(visit: Visit, heard: Words, ways: Ways, offer: tuple[Prompt, ...], wait: Wait) -> Step:
    """Go where the words lead; ask back when that is not certain, once; else say that they were not understood."""
    meant = meaning_here(visit, heard, ways)
    if meant and meant.whole and not heard.doubtful:
        return _take(visit, ways, meant.key, words=heard.text)
    asked = read_back(visit, meant.key, ways) if meant and not visit.call.meant else None
    if meant and asked:
        ask = replace(wait.closing, hints=may_be_said(visit, ways, meant=meant.key))
        return Step(replace(wait, closing=ask, meant=meant.key), (asked,))
    spoken = WordsHeard(visit.here, "***" if visit.node.hides_keys else heard.text, "")
    return fail(visit, "wrong", offer, wait, first=_which_one(visit), events=(spoken,))


def may_speak(visit: Visit) -> tuple[Prompt, ...]:
    """That a caller may say what is wanted, where speech can be recognised and the edition has words for it."""
    listens = visit.hears_words and visit.has_phrase("may_speak")
    return (visit.phrase("may_speak"),) if listens else ()


def _which_one(visit: Visit) -> tuple[Prompt, ...]:
    """What is said where words were not understood; nothing in an edition without words for it."""
    return (visit.phrase("which_one"),) if visit.has_phrase("which_one") else ()


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
    """One more failure, `why` being "silence" or "wrong": help more than the last time, or go where too many lead.

    `first` replaces the system's own words for this failure, the phrase `last` those for one that was not the first
    and has no other after it.
    """
    tries = visit.tries
    silent = why == "silence"
    count = 1 + (visit.call.silences if silent else visit.call.wrongs)
    failed: Event = SilenceHeard(visit.here, count) if silent else WrongKeyPressed(visit.here, keys, count)
    says = first or (visit.phrase(f"{why}_{min(count, 2)}"),)
    if count >= (tries.silence if silent else tries.wrong):
        told = (visit.phrase(last or f"{why}_last"),) if count > 1 else says
        return run_out(visit, "silence" if silent else "wrong keys", (*events, failed), *told)
    return Step(Wait(wait.closing, wait.stage, why), says=(*says, *offer), events=(*events, failed))


def run_out(visit: Visit, why: WhyTriesRanOut, events: tuple[Event, ...] = (), *told: Prompt) -> Step:
    """The caller used up the tries here: `told` what came of the last, and on to where that leads."""
    to = visit.tries.then
    ran_out = TriesRanOut(visit.here, why, to)
    on = (visit.phrase("tries_ran_out"),) if to != "officer" or visit.has_officers else ()
    return Step(Go(to), says=(*told, *on), events=(*events, ran_out))


def ran_out(step: Step) -> bool:
    """Whether the tries of the caller were used up, who is taken to where that leads."""
    return any(isinstance(event, TriesRanOut) for event in step.events)


def ways_on(visit: Visit) -> tuple[Prompt, ...]:
    """What is offered once a caller has an answer: each inherited key with what it does."""
    return visit.once("ways on", lambda: _ways_on(visit))


def _ways_on(visit: Visit) -> tuple[Prompt, ...]:
    says = [
        visit.press(WAYS_ON[to], key, {})
        for to in WAYS_ON
        for key, leads_to in visit.keys_told.items()
        if leads_to == to and (to != "back" or visit.call.trail)
    ]
    return (*says, visit.phrase("anything_else"))


def wait_for_way_on(visit: Visit) -> Wait:
    """Wait for what the caller wants after an answer."""
    return wait_for_key(visit, stage="answered")


def asks_nothing_more(visit: Visit, heard: Heard) -> bool:
    """Whether a caller who has an answer has been silent so often that there is nothing more to ask."""
    enough = visit.node.own_tries.silence or SILENCES_AFTER_AN_ANSWER
    return isinstance(heard, Silence) and visit.call.silences + 1 >= enough


def hear_way_on(visit: Visit, heard: Heard) -> Step:
    """After an answer: an inherited key, or a polite end to a caller who has nothing more to ask."""
    if asks_nothing_more(visit, heard):
        silent = SilenceHeard(visit.here, visit.call.silences + 1)
        return Step(Go(visit.node.own_tries.then or "goodbye"), events=(silent,))
    return hear_choice(visit, heard, {}, ways_on(visit), stage="answered")


def _shown(visit: Visit, heard: Heard) -> str:
    """What was keyed as it may be kept: of an entry that nobody else may know, only how long it is."""
    keys = heard.digits[:20] if isinstance(heard, Keys) else ""
    return "*" * len(keys) if visit.node.hides_keys else keys
