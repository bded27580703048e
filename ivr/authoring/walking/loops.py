"""Circles of places through which a caller goes without doing anything that is offered.

A circle counts only when a real call went round it several times, coming to the same places each time.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from ivr.authoring.walking.acts import Act
from ivr.authoring.walking.alike_calls import Essence, Key
from ivr.authoring.walking.circumstances import Circumstances, Taken
from ivr.authoring.walking.moments import Moments
from ivr.authoring.walking.places import Looked, Place
from ivr.authoring.walking.world import LookUp
from ivr.engine.events import CallEnded
from ivr.engine.instructions import HangUp
from ivr.engine.turn import MOST_NODES_A_TURN

MOST_CIRCLES = 5
ROUNDS = 3
ROUNDS_SHOWN = 2


class LoopStep(NamedTuple):
    """From one place to the next, nothing offered being done; at which moments and with what looked up."""

    place: Place
    act: Act
    to: Key
    moments: int
    looked: Looked


class Circle(NamedTuple):
    """A call that never comes to an end: from `place`, at `moments`, by `script`, with what is `looked` up on the way.

    It `waits` for the caller, or speaks for ever.
    """

    place: Place
    moments: int
    script: tuple[str, ...]
    looked: Looked
    waits: bool


Graph = dict[Key, dict[Key, None]]
"""The places to which places lead, in the order in which they were come to."""


@dataclass
class Loops:
    """The steps of callers who do nothing that is offered, by the place they start from."""

    circumstances: Circumstances
    essence: Essence
    moments: Moments
    steps: dict[Key, dict[Key, list[LoopStep]]] = field(default_factory=dict)

    def note(self, place: Place, act: Act, taken: Taken, to: Key) -> None:
        """Remember a step, unless others go the same way at all its moments.

        A look-up that found nothing is counted, and the counts have an end: no call goes round by it for ever.
        """
        if taken.step is None or taken.step.missed:
            return
        alike = self.steps.setdefault(place.key, {}).setdefault(to, [])
        new = taken.moments
        for step in alike:
            new &= ~step.moments
        if new:
            looked = tuple(zip(taken.tables, taken.looked, strict=True))
            alike.append(LoopStep(place, act, to, new, looked))

    def circles(self) -> Iterator[Circle]:
        """Circles that real calls go round, none sharing a place with another, of each the shortest."""
        left = set(_in_circles({key: dict.fromkeys(going) for key, going in self.steps.items()}))
        found = 0
        for begin in self.steps if left else ():
            if found == MOST_CIRCLES:
                return
            circle, passed = self._shortest(begin, left) if begin in left else (None, set())
            if circle:
                found += 1
                left -= passed
                yield circle

    def _shortest(self, begin: Key, among: set[Key]) -> tuple[Circle | None, set[Key]]:
        """The shortest real circle from a place, whichever the moment, and the places on it."""
        ways = ((_circle(self._graph(among, moment), begin), moment) for moment in self.moments.each)
        for keys, moment in sorted(filter(itemgetter(0), ways), key=lambda way: len(way[0])):
            circle = self._real(self._steps(keys, moment), moment)
            if circle:
                return circle, set(keys)
        return None, set()

    def _graph(self, among: set[Key], moment: int) -> Graph:
        return {
            key: {to: None for to, steps in going.items() if any(step.moments & moment for step in steps)}
            for key, going in self.steps.items()
            if key in among
        }

    def _steps(self, keys: tuple[Key, ...], moment: int) -> tuple[LoopStep, ...]:
        """The steps of a circle, beginning where the call waits for the caller if it ever does."""
        pairs = zip(keys, (*keys[1:], *keys[:1]), strict=True)
        steps = [next(step for step in self.steps[one][to] if step.moments & moment) for one, to in pairs]
        first = next((at for at, step in enumerate(steps) if step.place.closing), 0)
        return (*steps[first:], *steps[:first])

    def _real(self, steps: tuple[LoopStep, ...], moment: int) -> Circle | None:
        waits = steps[0].place.closing is not None
        if not (self._goes_round(steps, moment) if waits else self._stands(steps, moment)):
            return None
        place, shown = steps[0].place, steps * ROUNDS_SHOWN
        script = (*place.script, *(step.act.script for step in shown if step.act.script))
        looked = (*place.all_looked, *(each for step in shown for each in step.looked))
        moments = self.moments.all
        for step in steps:
            moments &= step.moments
        return Circle(place, moments, script, looked, waits)

    def _goes_round(self, steps: tuple[LoopStep, ...], moment: int) -> bool:
        call = steps[0].place.call
        for turn in _by_turn(steps) * ROUNDS:
            heard = turn[0].act.heard
            taken = self.circumstances.turn(call, heard, moment, _plan(turn)) if heard else None
            if taken is None or isinstance(taken.instructions[-1], HangUp):
                return False
            if self.essence.of(taken.call) != turn[-1].to:
                return False
            call = taken.call
        return True

    def _stands(self, steps: tuple[LoopStep, ...], moment: int) -> bool:
        """Whether a real turn that comes to these steps goes round them until it is broken off."""
        place = steps[0].place
        way = place.way
        begun = max(at for at, each in enumerate(way) if each.closing is not None)
        act = way[begun + 1].heard
        come = tuple(told for passed in way[begun + 1 :] for _, told in passed.looked)
        plan = (*come, *_plan(steps) * MOST_NODES_A_TURN)
        turn = self.circumstances.turn(way[begun].call, act, moment, plan) if act else None
        return turn is not None and any(isinstance(e, CallEnded) and e.how == "failed" for e in turn.events)


def _plan(steps: Iterable[LoopStep]) -> tuple[LookUp, ...]:
    return tuple(told for step in steps for _, told in step.looked)


def _by_turn(steps: tuple[LoopStep, ...]) -> tuple[tuple[LoopStep, ...], ...]:
    """Steps of a circle in turns, each beginning where the call waits."""
    turns: list[list[LoopStep]] = []
    for step in steps:
        if step.place.closing is not None:
            turns.append([])
        turns[-1].append(step)
    return tuple(map(tuple, turns))


def _circle(graph: Graph, begin: Key) -> tuple[Key, ...]:
    """The shortest circle from a place back to it, empty when there is none."""
    came: dict[Key, Key] = {}
    waiting = deque([begin])
    while waiting:
        key = waiting.popleft()
        for to in graph.get(key, ()):
            if to == begin:
                passed = [key]
                while passed[-1] != begin:
                    passed.append(came[passed[-1]])
                return tuple(reversed(passed))
            if to not in came:
                came[to] = key
                waiting.append(to)
    return ()


def _in_circles(steps: Graph) -> Graph:
    """The places left when those that lead to no other are taken out, again and again: circles, and ways into them."""
    left = {key: {to: None for to in going if to in steps} for key, going in steps.items()}
    before: dict[Key, set[Key]] = {}
    for key, going in left.items():
        for to in going:
            before.setdefault(to, set()).add(key)
    waiting = [key for key, going in left.items() if not going]
    while waiting:
        gone = waiting.pop()
        left.pop(gone, None)
        for key in before.get(gone, ()):
            if key in left:
                left[key].pop(gone, None)
                if not left[key]:
                    waiting.append(key)
    return left
