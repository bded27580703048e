"""The places where calls stand: which of them were met, and by what script one comes there."""

from dataclasses import dataclass, field

from ivr.authoring.walking.alike_calls import Key
from ivr.authoring.walking.world import LookUp
from ivr.engine.call import Call
from ivr.engine.events import Event, NodeReached
from ivr.engine.heard import Heard
from ivr.engine.instructions import Instruction, Prompt

Looked = tuple[tuple[str, LookUp], ...]
"""Tables that were looked in, and what that brought."""
Owed = tuple[str, str]
"""A node and its key that should lead to an officer."""


@dataclass(frozen=True)
class Place:
    """A call that waits at `closing`; or one that has just come to its node (None), in the middle of a turn.

    It was met at a set of `moments`; `helped` when its caller was (see `helping`); `again` are the look-ups of which
    only the misses are new here, None where all is. `before` is the place from which `act` (or several, with commas)
    led here, which the engine `heard`, look-ups bringing what `looked` says. Of a turn that is not over: what was said
    and what happened in it, the node at which it `began`, and the key pressed for an officer who was not reached yet.
    """

    call: Call
    closing: Instruction | None
    key: Key
    moments: int
    helped: bool
    before: "Place | None" = None
    act: str = ""
    heard: Heard | None = None
    looked: Looked = ()
    again: frozenset[str] | None = None
    says: tuple[Prompt, ...] = ()
    events: tuple[Event, ...] = ()
    began: str = ""
    owed: Owed | None = None

    @property
    def script(self) -> tuple[str, ...]:
        """The acts that lead here, from the first."""
        return tuple(act for place in self.way if place.act for act in place.act.split(","))

    @property
    def all_looked(self) -> Looked:
        """All look-ups on the way here."""
        return tuple(each for place in self.way for each in place.looked)

    @property
    def way(self) -> tuple["Place", ...]:
        """The places passed, this one last."""
        passed: list[Place] = []
        place: Place | None = self
        while place:
            passed.append(place)
            place = place.before
        return tuple(reversed(passed))

    @property
    def is_first_try(self) -> bool:
        """Whether the caller has not failed here yet."""
        return self.call.silences + self.call.wrongs == 0

    @property
    def speaker(self) -> str:
        """The node of a department that speaks here: this one, or the last before it."""
        reached = (event.node for event in reversed(self.events) if isinstance(event, NodeReached))
        return next((node for node in reached if "/" in node), self.began or self.call.node)


@dataclass
class Places:
    """What was met so far: for each essence the moments at which a caller not yet helped, or helped, was there.

    A caller who was helped can go nowhere that one who was not cannot, and is in less danger.
    """

    _unhelped: dict[Key, int] = field(default_factory=dict)
    _helped: dict[Key, int] = field(default_factory=dict)

    def new_moments(self, key: Key, moments: int, *, helped: bool) -> int:
        """Those of the moments at which nobody was there yet under these conditions; they count as met now."""
        new = moments & ~self._unhelped.get(key, 0)
        if helped:
            new &= ~self._helped.get(key, 0)
        met = self._helped if helped else self._unhelped
        met[key] = met.get(key, 0) | new
        return new
