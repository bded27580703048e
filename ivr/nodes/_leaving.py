"""Leaving something behind: a number to be called back at, then a recording. Shared by `message` and `feedback`."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ivr.engine.asking import fail, hear_choice, wait_for_key
from ivr.engine.events import Event, FieldKept, KeyPressed, RecordedAgain
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Recorded, Silence, hung_up
from ivr.engine.instructions import Ask, PlayBack, Prompt, Record
from ivr.engine.node import Go, Step, Wait
from ivr.engine.travel import place
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._reading_back import keys_to_repeat, read_back, ways_of_read_back
from ivr.words import Value
from ivr.words.telephones import called_number, country_of, exists, is_costly, read_telephone

END = "#"  # the key that ends a recording
SPOKEN = 2  # seconds; who presses a key sooner has hardly said anything
HEAR, AGAIN, KEEP = "1", "2", "3"
NOTHING_LEFT = {"url": ""}
Left = tuple[Event, Mapping[str, str]]
"""That something was left, and what is told of it later."""
Done = Callable[[Mapping[str, str]], Step]
"""What comes when the caller is content, given what is told of what was left."""
CALL_BACK = "call_back"  # the field that keeps the number, empty for none
OFFERED = ("number", "number keyed", "record", "review")
"""The stages at which it was settled whether the number that the caller rings from is offered."""


def offer_call_back(visit: Visit) -> Step:
    """Ask where the caller can be called back; a withheld number cannot be offered."""
    phrase = "call_back_offer" if _own_number(visit) else "call_back_offer_withheld"
    return Step(wait_for_key(visit, dict.fromkeys(_offered(visit), Way()), stage="call back"), (visit.phrase(phrase),))


def hear_call_back(visit: Visit, heard: Heard, record: Callable[[], Step]) -> Step:
    """At the stages "call back", "number" and "number keyed": settle the number, then `record`.

    A caller who gets no further is not sent away: the number they ring from is kept and the recording begins.
    """
    if visit.call.stage == "number":
        return _hear_number(visit, heard, record)
    if visit.call.stage == "number keyed":
        return _hear_read_back(visit, heard, record)
    if isinstance(heard, Silence) and visit.call.silences:
        return _keep(visit, _own_number(visit), record)
    steps = {
        "1": lambda: _keep(visit, _own_number(visit), record),
        "2": lambda: _ask_number(visit),
        "3": lambda: _keep(visit, "", record),
    }
    ways = {key: Way(step=steps[key]) for key in _offered(visit)}
    step = hear_choice(visit, heard, ways, offer_call_back(visit).says, stage="call back")
    return _keep(visit, _own_number(visit), record) if _ran_out(step) else step


def _offered(visit: Visit) -> str:
    """The keys for the number the caller rings from, for another one, and for none."""
    return "123" if _own_number(visit) else "23"


def start_recording(visit: Visit, says: tuple[Prompt, ...], most: int) -> Step:
    """Tell what the recording is for, and record at most `most` seconds, or until # or a key of every menu."""
    notice = visit.phrase("recording_notice")
    others = "".join(digit for digit, key in KEY_OF_DIGIT.items() if key in visit.edition.inherited and digit != END)
    return Step(Wait(Record(most, END + others), stage="record"), (notice, *says))


def hear_recording(
    visit: Visit, heard: Heard, kept: Callable[[Recorded, str], Left], again: Callable[[], Step], done: Done
) -> Step:
    """At the stage "record": keep what was recorded at once, for whoever hangs up now; and offer to record it again.

    An empty recording may be made once more, then goodbye; where something is kept already, that stays.

    Whatever comes back and tells of no recording is an empty one. A key of every menu leads away, and nothing is kept.
    """
    if isinstance(heard, Recorded) and heard.key != END and KEY_OF_DIGIT.get(heard.key, "") in visit.edition.inherited:
        return _leave(visit, heard)
    if isinstance(heard, Recorded) and not heard.empty:
        event, row = _noted(visit, heard, kept)
        if not visit.has_phrase("way_keep_recording"):  # an older edition, which has no words to ask with
            step = done(row)
            return replace(step, events=(event, *step.events))
        return Step(_wait_for_review(visit), _review(visit, row), (event,), rows=(row,))
    nothing = visit.phrase("recorded_nothing")
    if visit.call.rows:
        return Step(_wait_for_review(visit), (nothing, *_review(visit, visit.call.rows[0])))
    if hung_up(heard) or visit.call.silences:
        return Step(Go("goodbye"), (nothing,))
    step = again()
    return replace(step, next=_waiting_again(step), says=(nothing, *step.says))


def hear_review(visit: Visit, heard: Heard, again: Callable[[], Step], done: Done) -> Step:
    """At the stage "review": hear what was recorded, record it `again`, or be `done`; it is kept whatever comes."""
    row = visit.call.rows[0] if visit.call.rows else NOTHING_LEFT
    if isinstance(heard, Silence):
        return done(row)
    ways = {HEAR: Way(step=lambda: _play_back(visit, row))} if row["url"] else {}
    ways |= {AGAIN: Way(step=again), KEEP: Way(step=lambda: done(row))}
    ways |= keys_to_repeat(visit, lambda: Step(_wait_for_review(visit), _review(visit, row)))
    step = hear_choice(visit, heard, ways, _review(visit, row), stage="review")
    return done(row) if _ran_out(step) else step


def _noted(visit: Visit, recorded: Recorded, kept: Callable[[Recorded, str], Left]) -> Left:
    """What was recorded, left now or in the place of what was recorded before."""
    if visit.call.rows:
        again = {**visit.call.rows[0], "url": recorded.url}
        seconds = recorded.seconds or 0
        return RecordedAgain(visit.here, int(again["turn"]), recorded.recording, recorded.url, seconds), again
    event, row = kept(recorded, visit.call.fields.get(f"{visit.call.department}/{CALL_BACK}", ""))
    return event, {**row, "turn": str(visit.call.turn), "url": recorded.url}


def _play_back(visit: Visit, row: Mapping[str, str]) -> Step:
    mine = PlayBack(row["url"], visit.phrase_text("your_recording"), visit.language)
    return Step(_wait_for_review(visit), (mine, *_review(visit, row)))


def _wait_for_review(visit: Visit) -> Wait:
    return wait_for_key(visit, {HEAR: Way(), AGAIN: Way(), KEEP: Way()}, stage="review")


def _review(visit: Visit, row: Mapping[str, str]) -> tuple[Prompt, ...]:
    """What may be done with a recording; it cannot be heard where the carrier has not told its address."""
    phrases = {HEAR: "way_hear_recording", AGAIN: "way_record_again", KEEP: "way_keep_recording"}
    return tuple(visit.press(name, key, {}) for key, name in phrases.items() if row["url"] or key != HEAR)


def _leave(visit: Visit, recorded: Recorded) -> Step:
    """Go where a key leads that ended the recording; who had begun to speak is told that it is not kept."""
    key = KEY_OF_DIGIT[recorded.key]
    there = place(visit, visit.edition.inherited[key])
    spoke = recorded.seconds is None or recorded.seconds >= SPOKEN
    spoke = spoke and not visit.call.rows  # what was kept before stays
    says = (visit.phrase("recording_left"),) if spoke and visit.has_phrase("recording_left") else ()
    return Step(Go(visit.edition.inherited[key]), says, (KeyPressed(visit.here, key, there),))


def _waiting_again(step: Step) -> Go | Wait:
    return replace(step.next, again="silence") if isinstance(step.next, Wait) else step.next


def _ask_number(visit: Visit) -> Step:
    return Step(_wait_for_number(visit), (visit.phrase("call_back_key"),))


def _wait_for_number(visit: Visit) -> Wait:
    return Wait(Ask((), None, "#", visit.edition.tries.wait, visit.language), stage="number")


def _hear_number(visit: Visit, heard: Heard, record: Callable[[], Step]) -> Step:
    asked, wait = _ask_number(visit).says, _wait_for_number(visit)
    if isinstance(heard, Keys):
        if KEY_OF_DIGIT.get(heard.digits, "") in visit.edition.inherited:
            return hear_choice(visit, heard, {}, asked, stage="number")
        if number := _keyed_number(visit, heard.digits):
            return _say_back(visit, number)
    if isinstance(heard, Silence):
        step = fail(visit, "silence", asked, wait)
    else:
        step = fail(visit, "wrong", asked, wait, first=(visit.phrase("call_back_wrong"),))
    return _keep(visit, _own_number(visit), record) if _ran_out(step) else step


def _hear_read_back(visit: Visit, heard: Heard, record: Callable[[], Step]) -> Step:
    """At the stage "number keyed": the number is right, or keyed again; one that nobody corrects is kept."""
    number = visit.given()[CALL_BACK].text
    said_back = _say_back(visit, number)
    right, wrong = Way(step=lambda: _keep(visit, number, record)), Way(step=lambda: _ask_number(visit))
    ways = ways_of_read_back(visit, right, wrong, lambda: said_back)
    step = hear_choice(visit, heard, ways, said_back.says, stage="number keyed")
    return _keep(visit, number, record) if _ran_out(step) else step


def _say_back(visit: Visit, number: str) -> Step:
    says = read_back(visit, Value(number, "phone"))
    ways = ways_of_read_back(visit, Way(), Way(), lambda: _say_back(visit, number))
    return Step(wait_for_key(visit, ways, stage="number keyed"), says, keeps={CALL_BACK: number})


def _keep(visit: Visit, number: str, record: Callable[[], Step]) -> Step:
    step = record()
    kept = FieldKept(visit.here, CALL_BACK, number)
    return Step(step.next, step.says, (kept, *step.events), {CALL_BACK: number})


def _ran_out(step: Step) -> bool:
    return isinstance(step.next, Go) and any(type(event).__name__ == "TriesRanOut" for event in step.events)


def _own_number(visit: Visit) -> str:
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
