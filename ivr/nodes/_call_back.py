"""Settling the number at which a caller can be called back, once something is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ivr.engine.asking import hear_choice, ran_out, wait_for_key
from ivr.engine.events import CallBackChosen, Event
from ivr.engine.heard import Heard, Silence
from ivr.engine.instructions import Prompt
from ivr.engine.node import Step
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._ceilings import no_room_for_number
from ivr.nodes._numbers import ask_for_number, hear_number, may_be_rung, own_number
from ivr.nodes._reading_back import read_back, ways_of_read_back
from ivr.words import Value

CALL_BACK = "call_back"  # the field that keeps the number, empty for none


def offer_call_back(visit: Visit, row: Mapping[str, str]) -> Step:
    """Ask where the caller can be called back about what was left; a withheld number cannot be offered.

    `row` is what is told of it later.
    """
    wait = wait_for_key(visit, dict.fromkeys(_offered(visit), Way()), stage="call back")
    return Step(wait, _offer(visit), rows=(row,))


def _offer(visit: Visit) -> tuple[Prompt, ...]:
    return (visit.phrase("call_back_offer" if own_number(visit) else "call_back_offer_withheld"),)


def hear_call_back(visit: Visit, heard: Heard, record: Callable[[], Step], done: Callable[[], Step]) -> Step:
    """At the stages "call back", "number" and "number keyed": settle the number, and be `done`.

    A caller who gets no further is not sent away: the number they ring from is kept, which is told. One who was asked
    by an earlier version, before anything was recorded, is left to `record` now.
    """
    then = done if visit.call.rows else record
    if visit.call.stage == "number":
        return _hear_number(visit, heard, then)
    if visit.call.stage == "number keyed":
        return _hear_read_back(visit, heard, then)
    if isinstance(heard, Silence) and visit.call.silences:
        return _keep_own(visit, then)
    steps = {
        "1": lambda: _keep(visit, own_number(visit), then),
        "2": lambda: ask_for_number(visit),
        "3": lambda: _keep(visit, "", then),
    }
    ways = {key: Way(step=steps[key]) for key in _offered(visit)}
    step = hear_choice(visit, heard, ways, _offer(visit), stage="call back")
    return _keep_own(visit, then) if ran_out(step) else step


def _offered(visit: Visit) -> str:
    """The keys for the number the caller rings from, for another one, and for none."""
    return "123" if own_number(visit) else "23"


def _hear_number(visit: Visit, heard: Heard, then: Callable[[], Step]) -> Step:
    wrong = (visit.phrase("call_back_wrong"),)

    def take(number: str) -> Step:
        full, _ = no_room_for_number(visit, number)
        return _keep(visit, number, then) if full else _say_back(visit, number)

    step = hear_number(visit, heard, may_be_rung, wrong, take)
    return _keep_own(visit, then, *(() if isinstance(heard, Silence) else wrong)) if ran_out(step) else step


def _hear_read_back(visit: Visit, heard: Heard, then: Callable[[], Step]) -> Step:
    """At the stage "number keyed": the number is right, or keyed again; one that nobody corrects is kept."""
    number = visit.given()[CALL_BACK].text
    says = read_back(visit, Value(number, "phone"))
    right, wrong = Way(step=then), Way(step=lambda: _ask_another(visit))
    ways = ways_of_read_back(visit, right, wrong, lambda: _say_back(visit, number))
    step = hear_choice(visit, heard, ways, says, stage="number keyed")
    return then() if ran_out(step) else step


def _ask_another(visit: Visit) -> Step:
    """Ask again; until then it is the number that the caller rings from."""
    return replace(ask_for_number(visit), events=_chosen(visit, own_number(visit)))


def _say_back(visit: Visit, number: str) -> Step:
    says = read_back(visit, Value(number, "phone"))
    ways = ways_of_read_back(visit, Way(), Way(), lambda: _say_back(visit, number))
    wait = wait_for_key(visit, ways, stage="number keyed")
    return Step(wait, says, _chosen(visit, number), {CALL_BACK: number})


def _keep_own(visit: Visit, then: Callable[[], Step], *told: Prompt) -> Step:
    """Keep the number the caller rings from, if any, and say so; nothing in an edition without words for it."""
    number = own_number(visit)
    phrase = "call_back_own" if number else "call_back_none"
    says = (visit.phrase(phrase),) if visit.has_phrase(phrase) else ()
    return _keep(visit, number, then, told=told, says=says)


def _keep(
    visit: Visit,
    number: str,
    then: Callable[[], Step],
    *,
    told: tuple[Prompt, ...] = (),
    says: tuple[Prompt, ...] = (),
) -> Step:
    """Keep the number, which `says` says, and go on; without it, where it is to be rung back often enough."""
    full, noted = no_room_for_number(visit, number)
    step, kept = then(), "" if full else number
    events = (*noted, *_chosen(visit, kept), *step.events)
    return replace(step, says=(*told, *(full or says), *step.says), events=events, keeps={CALL_BACK: kept})


def _chosen(visit: Visit, number: str) -> tuple[Event, ...]:
    """Kept at once, for whoever hangs up now."""
    left = (int(row["turn"]) for row in visit.call.rows if "turn" in row)
    return tuple(CallBackChosen(visit.here, turn, number) for turn in left)
