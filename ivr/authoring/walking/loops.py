"""Circles of places through which a caller goes without doing anything that is offered.

A circle counts only when a real call went round it several times, coming to the same places each time.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import NamedTuple

from ivr.authoring.walking.acts import Act
from ivr.authoring.walking.circumstances import Circumstances, Taken
from ivr.authoring.walking.essence import Essence, Key
from ivr.authoring.walking.places import Place
from ivr.authoring.walking.world import LookUp
from ivr.engine.instructions import HangUp, Reject

MOST_CIRCLES = 5
ROUNDS = 3


class Step(NamedTuple):
    """From one place to the next, nothing offered being done; at which moments and with what looked up."""

    place: Place
    act: Act
    to: Key
    moments: int
    looked: tuple[LookUp, ...]


@dataclass
class Loops:
    """The steps of callers who do nothing that is offered, by the place they start from."""

    circumstances: Circumstances
    essence: Essence
    steps: dict[Key, dict[Key, Step]] = field(default_factory=dict)

    def note(self, place: Place, act: Act, taken: Taken, to: Key) -> None:
        """Remember a step."""
        step = Step(place, act, to, taken.moments, taken.looked)
        self.steps.setdefault(place.key, {}).setdefault(to, step)

    def circles(self) -> Iterator[tuple[Step, ...]]:
        """Circles that real calls go round, none sharing a place with another."""
        left, found = _in_circles(self.steps), 0
        for begin in tuple(self.steps):
            if found == MOST_CIRCLES or not left:
                return
            circle = self._circle(begin, left) if begin in left else ()
            if circle and self._goes_round(circle):
                found += 1
                left = _in_circles({key: self.steps[key] for key in left - {step.place.key for step in circle}})
                yield circle

    def _circle(self, begin: Key, among: set[Key]) -> tuple[Step, ...]:
        """The shortest circle from a place back to it, empty when there is none."""
        came: dict[Key, tuple[Step, ...]] = {}
        waiting: deque[tuple[Key, tuple[Step, ...]]] = deque([(begin, ())])
        while waiting:
            key, passed = waiting.popleft()
            for to, step in self.steps.get(key, {}).items():
                if to == begin:
                    return (*passed, step)
                if to in among and to not in came:
                    came[to] = (*passed, step)
                    waiting.append((to, came[to]))
        return ()

    def _goes_round(self, circle: tuple[Step, ...]) -> bool:
        call = circle[0].place.call
        moments = reduce(and_, (step.moments for step in circle), circle[0].place.moments)
        for step in circle * ROUNDS if moments else ():
            turn = self.circumstances.one(call, step.act.heard, moments, step.looked).turn
            if turn is None or isinstance(turn.instructions[-1], HangUp | Reject):
                return False
            if self.essence.of(turn.call) != step.to:
                return False
            call = turn.call
        return bool(moments)


def _in_circles(steps: dict[Key, dict[Key, Step]]) -> set[Key]:
    """The places left when those that lead to no other are taken out, again and again: circles, and ways into them."""
    left = {key: {to for to in going if to in steps} for key, going in steps.items()}
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
                left[key].discard(gone)
                if not left[key]:
                    waiting.append(key)
    return set(left)
