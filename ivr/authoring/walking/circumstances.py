"""One step of a call, under all circumstances that make a difference to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.walking.alike_calls import Key
from ivr.authoring.walking.moments import Moments
from ivr.authoring.walking.places import Place
from ivr.authoring.walking.world import (
    LOCKED,
    LOOK_UPS,
    Calendars,
    LookUp,
    WatchedSeasons,
    World,
    closures_at,
    look_ups_of,
)
from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.events import Event
from ivr.engine.heard import Heard
from ivr.engine.instructions import Instruction, Prompt
from ivr.engine.node import Step
from ivr.engine.turn import Passage, Turn, first_step, go_on, take_turn
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.without_officers import instead_of_officers

MOST_LOOK_UPS = 3  # in one step, of which every outcome is tried; any further ones find what they look for


@dataclass(frozen=True)
class Taken:
    """A step as it went at a set of `moments`, with what its look-ups in `tables` brought.

    `went` is the turn where it is over with this step, else the passage on to the next node. `says` is what this step
    alone adds to it. Where it failed, `fault` is what the engine raised: callers would hear an apology. `locks` are the
    places of the look-ups that a lock may keep from being made.
    """

    moments: int
    looked: tuple[LookUp, ...] = ()
    tables: tuple[str, ...] = ()
    went: Turn | Passage | None = None
    step: Step | None = None
    says: tuple[Prompt, ...] = ()
    fault: Exception | None = None
    locks: frozenset[int] = frozenset()

    @property
    def call(self) -> Call | None:
        """The call after this step."""
        if isinstance(self.went, Passage):
            return self.went.visit.call
        return self.went.call if self.went else None

    @property
    def closing(self) -> Instruction | None:
        """What the turn ends with, None where it is not over."""
        return self.went.instructions[-1] if isinstance(self.went, Turn) else None

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened in this step alone, but for coming to the next node."""
        return self.step.events if self.step else ()


class Circumstances:
    """Takes steps of calls to one edition, remembering which calendars they read."""

    def __init__(self, edition: Edition, moments: Moments) -> None:
        self._calendars = Calendars(edition.calendars)
        seasons = WatchedSeasons(self._calendars.read)
        self._edition = replace(edition, calendars=self._calendars, seasons=seasons)
        self._moments = moments
        self._closures = tuple(closures_at(at) for at in moments.at)
        self._look_ups = look_ups_of(edition)
        self._told: dict[frozenset[str], int] = {}
        self._at_any_time: dict[tuple[Key, Heard], tuple[Call, tuple[Taken, ...]]] = {}
        self.steps = 0

    def all(self, place: Place, heard: Heard | None) -> Iterator[Taken]:
        """The step at each of the place's moments, once for those that it cannot tell apart, and for every look-up.

        `heard` is None where the call comes to a node rather than waiting there. Where no calendar is read, the same
        call is not taken on again at other moments.
        """
        before, known = self._at_any_time.get((place.key, heard), (None, ())) if heard else (None, ())
        if before == place.call:
            yield from (_at(place.moments, taken) for taken in known)
            return
        read: set[str] = set()
        steps = tuple(self._all(place, heard, read))
        if heard and not read:
            self._at_any_time[place.key, heard] = (place.call, steps)
        yield from steps

    def _all(self, place: Place, heard: Heard | None, read: set[str]) -> Iterator[Taken]:
        waiting: list[tuple[int, tuple[LookUp, ...]]] = [(place.moments, ())]
        while waiting:
            moments, plan = waiting.pop()
            taken = self.one(place, heard, moments, plan)
            read |= self._calendars.read
            parts = self._apart(frozenset(self._calendars.read), moments)
            if heard is None:
                parts = tuple(each for part in parts for each in self._moments.by_case(place.call.node, part))
            waiting += ((part, plan) for part in parts[1:])
            for at in range(len(plan), min(len(taken.looked), MOST_LOOK_UPS)):
                brought = self._look_ups.get(place.call.node, LOOK_UPS)
                others = (*brought[1:], LOCKED) if at in taken.locks else brought[1:]
                waiting += ((parts[0], (*taken.looked[:at], other)) for other in others)
            yield _at(parts[0], taken)

    def _apart(self, calendars: frozenset[str], moments: int) -> tuple[int, ...]:
        """The moments in parts; by the reasons too, the first time that these calendars are read at them."""
        if not calendars:
            return (moments,)
        told = self._told.get(calendars, 0)
        self._told[calendars] = told | moments
        reasons = bool(moments & ~told)
        return self._moments.apart(calendars, moments, reasons=reasons)

    def one(
        self, place: Place, heard: Heard | None, moments: int, plan: tuple[LookUp, ...] = (), *, speaking: str = ""
    ) -> Taken:
        """The step at the most usual of the moments, its look-ups as planned; in another language than the call's."""
        at = self._moments.first_of(moments)
        world = World(self._edition, self._moments.at[at], plan)
        self._calendars.read.clear()
        self.steps += 1
        visit = Visit(self._edition, place.call, world.ports, self._moments.at[at], self._closures[at], speaking)
        try:
            visit, step = first_step(visit, heard) if heard else (visit, visit.node.enter(visit))
            step = instead_of_officers(visit, step)
            went = go_on(Passage(visit, place.says, place.events), step)
        except Exception as fault:  # whatever it is, a caller would hear an apology
            return Taken(moments, world.told, tuple(world.asked), fault=fault, locks=frozenset(world.locks))
        told, asked, said = world.told, tuple(world.asked), tuple(_said(place, went))
        return Taken(moments, told, asked, went, step, said, locks=frozenset(world.locks))

    def turn(self, call: Call, heard: Heard, moments: int, plan: tuple[LookUp, ...]) -> Turn | None:
        """A whole turn of a call at the most usual of the moments; None where the engine fails."""
        at = self._moments.at[self._moments.first_of(moments)]
        world = World(self._edition, at, plan)
        try:
            return take_turn(self._edition, replace(call, turn=1, heard_at=int(at.timestamp())), heard, world.ports)
        except Exception:
            return None


def _at(moments: int, taken: Taken) -> Taken:
    return taken if taken.moments == moments else replace(taken, moments=moments)


def _said(place: Place, went: Turn | Passage) -> Iterator[Prompt]:
    """What the caller heard since the place."""
    if isinstance(went, Passage):
        yield from went.says[len(place.says) :]
        return
    *prompts, closing = went.instructions
    said = getattr(closing, "prompts", prompts)
    yield from (each for each in said[len(place.says) :] if isinstance(each, Prompt))
