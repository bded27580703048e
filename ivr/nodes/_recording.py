"""Recording what is left behind, and recording it anew. Shared by `message` and `feedback`."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ivr.engine.asking import hear_choice, ran_out, wait_for_key
from ivr.engine.destinations import place
from ivr.engine.events import Event, KeyPressed, RecordedAgain, RecordedMore
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Recorded, Silence, hung_up
from ivr.engine.instructions import PlayBack, Prompt, Record
from ivr.engine.node import Go, Step, Wait
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._ceilings import no_room_for_message
from ivr.nodes._reading_back import keys_to_repeat

END = "#"  # the key that ends a recording
RECORDING = ("record", "review")  # the stages at which a recording was begun
EMPTY_RECORDINGS = 2  # after which nothing more is recorded, unless the node has tries of its own
SPOKEN = 2  # seconds; who presses a key sooner has hardly said anything
HEAR, AGAIN, KEEP, MORE = "1", "2", "3", "4"
REVIEW = {
    HEAR: "way_hear_recording",
    AGAIN: "way_record_again",
    KEEP: "way_keep_recording",
    MORE: "way_record_more",
}
GOING_ON = "more"  # the stage at which something is added to what was recorded
MOST_MORE = 2  # times
ADDED = "added"  # where the addresses of what was added stand, with spaces
NOTHING_LEFT = {"url": ""}
BYTES_LEFT = 600
"""What a call keeps of what was left: its turn, its reference, and the addresses of the recordings, which are longest.
"""
UNTOLD = "-"  # in the place of an address that comes later
Left = tuple[Event, Mapping[str, str]]
"""That something was left, and what is told of it later."""
Done = Callable[[Mapping[str, str]], Step]
"""What comes when the caller is content, given what is told of what was left."""


def start_recording(visit: Visit, says: tuple[Prompt, ...], most: int) -> Step:
    """Tell what the recording is for, and record at most `most` seconds, or until # or a key of every menu.

    Who has left too much already is told so instead, and the call ends.
    """
    begun = visit.call.stage in RECORDING
    if not begun and (full := no_room_for_message(visit)):
        return full
    return record(visit, says, most, "record")


def record(visit: Visit, says: tuple[Prompt, ...], most: int, stage: str) -> Step:
    """Say that it is recorded, and why; and record at most `most` seconds, or until # or a key of every menu."""
    others = "".join(digit for digit, key in KEY_OF_DIGIT.items() if key in visit.edition.inherited and digit != END)
    return Step(Wait(Record(most, END + others), stage=stage), (visit.phrase("recording_notice"), *says))


def hear_recording(
    visit: Visit, heard: Heard, kept: Callable[[Recorded], Left], again: Callable[[], Step], done: Done
) -> Step:
    """At the stages "record" and "more": keep what was recorded at once, for whoever hangs up now; and offer more.

    An empty recording may be made once more, then goodbye, unless the node has tries of its own; where something is
    kept already, that stays.

    Whatever comes back and tells of no recording is an empty one. A key of every menu leads away, and nothing is kept.
    """
    if left := left_by_key(visit, heard):
        return left
    if isinstance(heard, Recorded) and not heard.empty:
        event, row = _noted(visit, heard, kept)
        if not visit.has_phrase("way_keep_recording"):  # an older edition, which has no words to ask with
            step = done(row)
            return replace(step, events=(event, *step.events))
        return Step(_wait_for_review(visit), _review(visit, row), (event,), rows=(row,))
    nothing = visit.phrase("recorded_nothing")
    if visit.call.rows:
        return Step(_wait_for_review(visit), (nothing, *_review(visit, visit.call.rows[0])))
    own = visit.node.own_tries
    if hung_up(heard) or visit.call.silences + 1 >= (own.silence or EMPTY_RECORDINGS):
        return Step(Go(own.then or "goodbye"), (nothing,))
    step = again()
    return replace(step, next=_waiting_again(step), says=(nothing, *step.says))


def hear_review(visit: Visit, heard: Heard, again: Callable[[], Step], done: Done, most: int) -> Step:
    """At the stage "review": hear what was recorded, record it `again`, add to it, or be `done`.

    It is kept whatever comes. What is added lasts at most `most` seconds.
    """
    row = visit.call.rows[0] if visit.call.rows else NOTHING_LEFT
    if isinstance(heard, Silence):
        return done(row)
    ways = {HEAR: Way(step=lambda: _play_back(visit, row))} if row["url"] else {}
    ways |= {AGAIN: Way(step=again), KEEP: Way(step=lambda: done(row))}
    if _may_add(visit, row):
        ways[MORE] = Way(step=lambda: record(visit, (visit.phrase("record_more"),), most, GOING_ON))
    ways |= keys_to_repeat(visit, lambda: Step(_wait_for_review(visit), _review(visit, row)))
    step = hear_choice(visit, heard, ways, _review(visit, row), stage="review")
    return done(row) if ran_out(step) else step


def _noted(visit: Visit, recorded: Recorded, kept: Callable[[Recorded], Left]) -> Left:
    """What was recorded: left now, added to what was recorded before, or in its place."""
    if visit.call.rows:
        row = visit.call.rows[0]
        told = visit.here, int(row["turn"]), recorded.recording, recorded.url, recorded.seconds or 0
        if visit.call.stage == GOING_ON:
            return RecordedMore(*told), {**row, ADDED: f"{row.get(ADDED, '')} {recorded.url or UNTOLD}".strip()}
        return RecordedAgain(*told), {**row, "url": recorded.url, ADDED: ""}
    event, row = kept(recorded)
    return event, {**row, "turn": str(visit.call.turn), "url": recorded.url}


def _play_back(visit: Visit, row: Mapping[str, str]) -> Step:
    urls = [row["url"], *(url for url in row.get(ADDED, "").split() if url != UNTOLD)]
    mine = (PlayBack(url, visit.phrase_text("your_recording"), visit.language) for url in urls)
    return Step(_wait_for_review(visit), (*mine, *_review(visit, row)))


def _may_add(visit: Visit, row: Mapping[str, str]) -> bool:
    """Whether there is room for more, and an edition has words to offer it with."""
    words = visit.has_phrase(REVIEW[MORE]) and visit.has_phrase("record_more")
    return words and "turn" in row and len(row.get(ADDED, "").split()) < MOST_MORE


def _wait_for_review(visit: Visit) -> Wait:
    return wait_for_key(visit, dict.fromkeys(REVIEW, Way()), stage="review")


def _review(visit: Visit, row: Mapping[str, str]) -> tuple[Prompt, ...]:
    """What may be done with a recording; it cannot be heard where the carrier has not told its address."""
    ways = (*((HEAR,) if row["url"] else ()), AGAIN, KEEP, *((MORE,) if _may_add(visit, row) else ()))
    return visit.once(("review", *ways), lambda: tuple(visit.press(REVIEW[key], key, {}) for key in ways))


def left_by_key(visit: Visit, recorded: Heard) -> Step | None:
    """Go where a key leads that ended a recording; who had begun to speak is told that it is not kept.

    None where no key of every menu ended it.
    """
    key = KEY_OF_DIGIT.get(recorded.key, "") if isinstance(recorded, Recorded) and recorded.key != END else ""
    if not isinstance(recorded, Recorded) or key not in visit.edition.inherited:
        return None
    there = place(visit, visit.edition.inherited[key])
    spoke = recorded.seconds is None or recorded.seconds >= SPOKEN
    spoke = spoke and not visit.call.rows  # what was kept before stays
    says = (visit.phrase("recording_left"),) if spoke and visit.has_phrase("recording_left") else ()
    return Step(Go(visit.edition.inherited[key]), says, (KeyPressed(visit.here, key, there),))


def _waiting_again(step: Step) -> Go | Wait:
    return replace(step.next, again="silence") if isinstance(step.next, Wait) else step.next
