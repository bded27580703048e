"""One act at one place of a call, under all circumstances that make a difference to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.walking.moments import Moments
from ivr.authoring.walking.world import LOOK_UPS, Calendars, LookUp, World
from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.heard import Heard
from ivr.engine.turn import Turn, take_turn
from ivr.engine.values import replace

MOST_LOOK_UPS = 3  # in one turn, of which every outcome is tried; any further ones find what they look for


@dataclass(frozen=True)
class Taken:
    """A turn as it went at a set of `moments`, with what its look-ups brought; `turn` is None where it failed.

    `fault` is what the engine raised: a mistake that callers would hear as an apology.
    """

    turn: Turn | None
    moments: int
    looked: tuple[LookUp, ...] = ()
    tables: tuple[str, ...] = ()
    fault: Exception | None = None


class Circumstances:
    """Takes turns of one edition, remembering which calendars they read."""

    def __init__(self, edition: Edition, moments: Moments) -> None:
        self._calendars = Calendars(edition.calendars)
        self._edition = replace(edition, calendars=self._calendars)
        self._moments = moments
        self._starts = tuple(int(at.timestamp()) for at in moments.at)
        self._told: dict[frozenset[str], int] = {}
        self.turns = 0

    def all(self, call: Call, heard: Heard, among: int) -> Iterator[Taken]:
        """The turn at each of the moments `among`, once for those that it cannot tell apart, and for every look-up."""
        waiting: list[tuple[int, tuple[LookUp, ...]]] = [(among, ())]
        while waiting:
            moments, plan = waiting.pop()
            taken = self.one(call, heard, moments, plan)
            parts = self._apart(frozenset(self._calendars.read), moments)
            waiting += ((part, plan) for part in parts[1:])
            for place in range(len(plan), min(len(taken.looked), MOST_LOOK_UPS)):
                waiting += ((parts[0], (*taken.looked[:place], other)) for other in LOOK_UPS[1:])
            yield replace(taken, moments=parts[0])

    def _apart(self, calendars: frozenset[str], moments: int) -> tuple[int, ...]:
        """The moments in parts; by the reasons too, the first time that these calendars are read at them."""
        told = self._told.get(calendars, 0)
        self._told[calendars] = told | moments
        reasons = bool(moments & ~told)
        return self._moments.apart(calendars, moments, reasons=reasons)

    def one(self, call: Call, heard: Heard, moments: int, plan: tuple[LookUp, ...] = ()) -> Taken:
        """The turn at the most usual of the moments, its look-ups as planned."""
        place = self._moments.first_of(moments)
        world = World(self._edition, self._moments.at[place], plan)
        self._calendars.read.clear()
        self.turns += 1
        try:
            turn = take_turn(self._edition, replace(call, turn=1, started=self._starts[place]), heard, world.ports)
        except Exception as fault:  # whatever it is, a caller would hear an apology
            return Taken(None, moments, world.told, tuple(world.asked), fault)
        return Taken(turn, moments, world.told, tuple(world.asked))
