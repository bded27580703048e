"""Settling the number at which a caller can be called back, once something is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ivr.engine.asking import fail, hear_choice, ran_out, wait_for_key
from ivr.engine.events import CallBackChosen, Event
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Silence
from ivr.engine.instructions import Ask, Prompt
from ivr.engine.node import Step, Wait
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._ceilings import no_room_for_number
from ivr.nodes._reading_back import read_back, ways_of_read_back
from ivr.words import Value
from ivr.words.telephones import called_number, country_of, exists, is_costly, read_telephone

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
        "2": lambda: _ask_number(visit),
        "3": lambda: _keep(visit, "", then),
    }
    ways = {key: Way(step=steps[key]) for key in _offered(visit)}
    step = hear_choice(visit, heard, ways, _offer(visit), stage="call back")
    return _keep_own(visit, then) if ran_out(step) else step


def _offered(visit: Visit) -> str:
    """The keys for the number the caller rings from, for another one, and for none."""
    return "123" if own_number(visit) else "23"


def _ask_number(visit: Visit) -> Step:
    return Step(_wait_for_number(visit), (visit.phrase("call_back_key"),))


def _wait_for_number(visit: Visit) -> Wait:
    return Wait(Ask((), None, "#", visit.tries.wait, visit.language), stage="number")


def _hear_number(visit: Visit, heard: Heard, then: Callable[[], Step]) -> Step:
    asked, wait = _ask_number(visit).says, _wait_for_number(visit)
    if isinstance(heard, Keys):
        if KEY_OF_DIGIT.get(heard.digits, "") in visit.edition.inherited:
            return hear_choice(visit, heard, {}, asked, stage="number")
        if number := _keyed_number(visit, heard.digits):
            full, _ = no_room_for_number(visit, number)
            return _keep(visit, number, then) if full else _say_back(visit, number)
    silent = isinstance(heard, Silence)
    told = () if silent else (visit.phrase("call_back_wrong"),)
    step = fail(visit, "silence" if silent else "wrong", asked, wait, first=told)
    return _keep_own(visit, then, *told) if ran_out(step) else step


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
    return replace(_ask_number(visit), events=_chosen(visit, own_number(visit)))


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


def own_number(visit: Visit) -> str:
    """The number the caller rings from, empty where it is withheld or may not be rung back."""
    number = called_number(visit.call.caller, visit.edition.home.country)
    return number if number and _may_be_rung(visit, number) else ""


def _keyed_number(visit: Visit, keys: str) -> str:
    """The number that was keyed, empty for none that exists and may be rung back."""
    try:
        number = read_telephone(keys, visit.edition.home.country, visit.edition.call_back_abroad)
    except ValueError:
        return ""
    return number if exists(number) and _may_be_rung(visit, number) else ""


def _may_be_rung(visit: Visit, number: str) -> bool:
    """Only a whole number, in a country that the site rings back, that costs no more than a call."""
    home = visit.edition.home.country
    allowed = country_of(number, home) in (home, *visit.edition.call_back_abroad)
    return number.startswith("+") and allowed and not is_costly(number)
