"""The places where calls wait: which of them were met, and by what script one comes there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.authoring.walking.essence import Key
from ivr.authoring.walking.world import LookUp
from ivr.engine.call import Call
from ivr.engine.instructions import Instruction

Looked = tuple[tuple[str, LookUp], ...]
"""Tables that were looked in, and what that brought."""


@dataclass(frozen=True)
class Place:
    """A call waiting at `closing`, met at a set of `moments`; `helped` when its caller was (see `helping`).

    `before` is the place from which `act` (or several, with commas) led here, look-ups bringing what `looked` says.
    """

    call: Call
    closing: Instruction
    key: Key
    moments: int
    helped: bool
    before: "Place | None" = None
    act: str = ""
    looked: Looked = ()

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


@dataclass
class Places:
    """What was met so far: for each essence the moments at which a caller not yet helped, or helped, was there.

    A caller who was helped can go nowhere that one who was not cannot, and is in less danger.
    """

    first: dict[Key, Place] = field(default_factory=dict)
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

    def __len__(self) -> int:
        return len(self.first)

    def __iter__(self) -> Iterator[Place]:
        return iter(self.first.values())
