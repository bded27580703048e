"""One turn of one call: what was heard goes in; the call, what to say and do, and what happened come out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from ivr.engine.announcing import announce
from ivr.engine.asking import run_out, wait_for_way_on, ways_on
from ivr.engine.call import Call, field_of
from ivr.engine.destinations import arrive
from ivr.engine.edition import Edition, Hotline
from ivr.engine.events import CallEnded, CallEnding, CallResumed, CallStarted, Event, LeftUnkept, NodeReached
from ivr.engine.heard import Heard, Resumed, Ringing, Silence, Words, hung_up
from ivr.engine.instructions import Ask, HangUp, Instruction, Prompt, Transfer
from ivr.engine.lasting_secrets import lasting_fields
from ivr.engine.late_hash import await_hash, is_swallowed, say_again
from ivr.engine.node import Go, Step, Wait
from ivr.engine.notices import notices
from ivr.engine.ports import Ports
from ivr.engine.retelling import remember, told_again
from ivr.engine.speaking import AskedOnce, CountedOnce, FiledOnce, one_after_another
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.without_officers import instead_of_officers

LANGUAGE = "language"
MOST_NODES_A_TURN = 100
MOST_TURNS_A_CALL = 200
MOST_SECONDS_A_CALL = 3600
LONGEST_WAIT = 900  # seconds between two turns: the longest recording (ten minutes) and what is said before it
MOST_RESUMPTIONS = 3


@dataclass(frozen=True)
class Turn:
    """The outcome of a turn: the call as it now stands, the answer to the carrier, and what happened."""

    call: Call
    instructions: tuple[Instruction, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Passage:
    """A turn on its way from node to node: the visit at the next one, what was said and what happened until there.

    `hash_due` tells that the caller may yet press the hash that ends what was keyed.
    """

    visit: Visit
    says: tuple[Prompt, ...] = ()
    events: tuple[Event, ...] = ()
    hash_due: bool = False


def begin(edition: Edition, hotline: Hotline, sid: str, caller: str, ports: Ports) -> Call:
    """A call that has just come in on `hotline`, before its first turn."""
    return Call(sid, hotline.name, edition.hash, caller[:64], hotline.number, int(ports.clock.now().timestamp()))


def take_turn(edition: Edition, call: Call, heard: Heard, ports: Ports) -> Turn:
    """Take one turn: pure but for what `ports` tell. Never raises for anything a caller does.

    A turn enters at most MOST_NODES_A_TURN nodes, a call has at most MOST_TURNS_A_CALL turns and ends politely
    after MOST_SECONDS_A_CALL.
    """
    return _taken_in_its_languages(edition, call, ports, partial(_taken, heard=heard))


def take_unkept_turn(edition: Edition, call: Call, ports: Ports, *, number: bool = False, text: bool = False) -> Turn:
    """The turn in the place of one in which the caller left something that can be kept nowhere: the truth.

    No thanks and no reference, but an officer where one can be rung now, and otherwise to ring again. `number` says
    that it was only the number to ring back: what was left before is kept. `text` says that it was only a text message
    that would have been promised: then none is, and the usual ways on are offered.
    """
    take = _taken_untexted if text else partial(_taken_unkept, number=number)
    return _taken_in_its_languages(edition, call, ports, take)


def _taken_in_its_languages(edition: Edition, call: Call, ports: Ports, take: Callable[[Visit], Turn]) -> Turn:
    now = ports.clock.now().astimezone(ZoneInfo(edition.zone))
    ports = replace(ports, ceilings=CountedOnce(ports.ceilings), filing=FiledOnce(ports.filing))
    visit = Visit(edition, _one_turn_on(call, now), ports, now, ports.closures.in_force(call.hotline, now))
    if call.language or len(edition.languages) == 1:
        return take(visit)
    return _taken_in_all_languages(replace(visit, ports=replace(ports, enquiries=AskedOnce(ports.enquiries))), take)


def _taken(visit: Visit, heard: Heard) -> Turn:
    if not hung_up(heard) and _is_too_long(visit):
        return _end(visit, "call_too_long", "too long")
    return _travelled(*first_step(visit, heard))


def _taken_unkept(visit: Visit, number: bool) -> Turn:
    told, phrase = (LeftUnkept(visit.here),), "left_unkept"
    if number and visit.has_phrase("left_unkept_number"):
        phrase = "left_unkept_number"
    visit = replace(visit, call=replace(visit.call, resumed=visit.call.resumed + 1))
    turn = _travelled(visit, Step(Go("officer"), (visit.phrase(phrase),), told))
    if visit.call.resumed < MOST_RESUMPTIONS and isinstance(turn.instructions[-1], Transfer):
        return turn
    ended = _end(visit, f"{phrase}_last", "failed")
    return replace(ended, events=(*told, *ended.events))


def _taken_untexted(visit: Visit) -> Turn:
    says = (visit.phrase("text_not_now"), *ways_on(visit))
    return _travelled(visit, Step(wait_for_way_on(visit), says, (LeftUnkept(visit.here),)))


def _travelled(visit: Visit, step: Step) -> Turn:
    """The turn that a first step begins, from node to node until one waits."""
    passage = Passage(visit)
    for _ in range(MOST_NODES_A_TURN):
        went = go_on(passage, step)
        if isinstance(went, Turn):
            return went
        passage, step = went, went.visit.node.enter(went.visit)
    ended = _end(passage.visit, "apology", "failed")
    return replace(ended, events=(*passage.events, *ended.events))


def _one_turn_on(call: Call, now: datetime) -> Call:
    """The call in its next turn, longer by the time since the turn before.

    That time is never less than nothing nor more than a turn can wait, whatever a clock was set to in between or two
    machines think it is. So a talk with an officer counts as LONGEST_WAIT at most.
    """
    at = int(now.timestamp())
    waited = min(max(0, at - call.heard_at), LONGEST_WAIT)
    return replace(call, turn=call.turn + 1, heard_at=at, lasted=call.lasted + waited)


def _is_too_long(visit: Visit) -> bool:
    return visit.call.turn > MOST_TURNS_A_CALL or visit.call.lasted > MOST_SECONDS_A_CALL


def _taken_in_all_languages(visit: Visit, take: Callable[[Visit], Turn]) -> Turn:
    """The turn of a caller who has no language yet, unless it is chosen now or was only asked for."""
    turn = take(visit)
    if turn.call.language or (visit.here in ("", LANGUAGE) and turn.call.node == LANGUAGE):
        return turn
    _, *others = visit.edition.languages
    told = (take(replace(visit, speaking=code)) for code in others)
    turns = (turn, *(each for each in told if each.call.node == turn.call.node))
    call = replace(turn.call, unheard=one_after_another([each.call.unheard for each in turns]))
    closing = turn.instructions[-1]
    if isinstance(closing, Ask):
        asks = (each.instructions[-1] for each in turns)
        prompts = one_after_another([ask.prompts for ask in asks if isinstance(ask, Ask)])
        return replace(turn, call=call, instructions=(replace(closing, prompts=prompts),))
    prompts = one_after_another([_prompts_of(each) for each in turns])
    return replace(turn, call=call, instructions=(*prompts, closing))


def _prompts_of(turn: Turn) -> tuple[Prompt, ...]:
    return tuple(each for each in turn.instructions if isinstance(each, Prompt))


def first_step(visit: Visit, heard: Heard) -> tuple[Visit, Step]:
    """What the node at which the call waits does with what was heard, and the visit that remembers what was told."""
    visit, step = _heard(visit, heard)
    return (visit, _parted(visit, step)) if hung_up(heard) else announce(visit, step)


def go_on(passage: Passage, step: Step) -> "Passage | Turn":
    """What a step makes of a turn: it is over where the step waits, and otherwise comes to the next node."""
    step = instead_of_officers(passage.visit, step)
    says, events = (*passage.says, *step.says), (*passage.events, *step.events)
    hash_due = passage.hash_due or step.hash_due
    visit, after = passage.visit, _after(passage.visit, step)
    visit = visit if after is visit.call else replace(visit, call=after)
    if isinstance(step.next, Wait):
        turn = _close(visit, step.next, says, events)
        cut_off = says if step.next.again else passage.says
        return replace(turn, call=await_hash(turn.call, step.next.closing, cut_off)) if hash_due else turn
    call, announced = arrive(visit, step.next.to)
    if step.next.to == "repeat":
        announced = told_again(passage.visit, step)
    else:
        call = remember(passage.visit, passage.events, step, call)
    visit = replace(visit, call=call)
    return Passage(visit, (*says, *announced), (*events, NodeReached(call.node, visit.node.kind)), hash_due)


def _heard(visit: Visit, heard: Heard) -> tuple[Visit, Step]:
    call, edition = visit.call, visit.edition
    if isinstance(heard, Ringing):
        start = LANGUAGE if len(edition.languages) > 1 else edition.hotline(call.hotline).start
        return visit, Step(Go(start), notices(visit), (CallStarted(call.hotline, call.called, call.caller),))
    node = edition.nodes.get(call.node)
    if node is None:
        return visit, Step(Go("main"), says=(visit.phrase("apology"),))
    if isinstance(heard, Resumed):
        return _resume(visit, heard)
    if is_swallowed(call, heard):
        return visit, say_again(visit)
    if isinstance(heard, Words) and heard.faint:
        heard = Silence()
    return visit, node.hear(visit, heard)


def _parted(visit: Visit, step: Step) -> Step:
    """What is left to do of a step once the caller is gone: to note what happened, and nothing after it."""
    return replace(step, next=Wait(HangUp()), says=(), events=(*step.events, CallEnded(visit.here, "caller hung up")))


def _resume(visit: Visit, heard: Resumed) -> tuple[Visit, Step]:
    call = replace(visit.call, resumed=visit.call.resumed + 1)
    visit = replace(visit, call=call)
    resumed = CallResumed(call.node, heard.code)
    if call.resumed >= MOST_RESUMPTIONS:
        return visit, run_out(visit, "wrong keys", (resumed,))
    told = visit.node.again(visit)
    return visit, replace(told, events=(resumed, *told.events))


def _after(visit: Visit, step: Step) -> Call:
    """The call with all that a step changes in it but the place."""
    call = visit.call
    if not (step.language or step.keeps or step.forgets or step.missed or step.rows is not None):
        return call
    misses = {**call.misses, call.node: call.misses.get(call.node, 0) + 1} if step.missed else call.misses
    return replace(
        call,
        language=step.language or call.language,
        fields=_fields_after(visit, step) if step.keeps or step.forgets else call.fields,
        misses=misses,
        rows=call.rows if step.rows is None else step.rows,
    )


def _fields_after(visit: Visit, step: Step) -> Mapping[str, str]:
    """The fields with those that a step keeps, and without those of a row that is no longer the one meant."""
    department, before = visit.call.department, visit.call.fields
    kept = {f"{department}/{name}": value for name, value in step.keeps.items()}
    forgotten = frozenset().union(*(visit.edition.along_with(f"{department}/{name}") for name in step.forgets))
    changed = {field_of(name) for name, value in kept.items() if before.get(name) != value}
    changed |= forgotten - {field_of(name) for name in kept}
    gone = forgotten.union(*map(visit.edition.hang_on, changed))
    return {**{name: value for name, value in before.items() if field_of(name) not in gone}, **kept}


def _close(visit: Visit, wait: Wait, says: tuple[Prompt, ...], events: tuple[Event, ...]) -> Turn:
    call = visit.call
    failing = bool(wait.again or wait.meant) and wait.stage == call.stage
    call = replace(
        call,
        stage=wait.stage,
        meant=wait.meant,
        silences=(call.silences if failing else 0) + (wait.again == "silence"),
        wrongs=(call.wrongs if failing else 0) + (wait.again == "wrong"),
        fields=lasting_fields(visit, wait.closing),
        hash_heard="",
        unheard=(),
    )
    if isinstance(wait.closing, Ask):
        return Turn(call, (replace(wait.closing, prompts=says),), events)
    return Turn(call, (*says, wait.closing), events)


def _end(visit: Visit, phrase: str, how: CallEnding) -> Turn:
    ended = CallEnded(visit.here, how)
    return Turn(visit.call, (visit.phrase(phrase), HangUp()), (ended,))
