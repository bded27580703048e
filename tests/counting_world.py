"""A small hotline's world that remembers what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from small_hotline import World

from ivr.engine.ports import CeilingName, Ports, Tally, Unavailable


@dataclass
class Counting(World):
    """A world that remembers what was counted; a ceiling is `full`, or `filled` by what was counted last."""

    full: str = ""
    filled: str = ""
    unknown: bool = False
    counted: list[tuple[str, tuple[Tally, ...]]] = field(default_factory=list)
    taken_back: list[tuple[str, bool]] = field(default_factory=list)

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""] | Unavailable:
        self.counted.append((deed, tuple(tallies)))
        if self.unknown:
            return Unavailable("nobody can count")
        return next((each.ceiling for each in tallies if each.ceiling == self.full), "")

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        return any(each.ceiling == self.filled for each in tallies)

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        self.taken_back.append((deed, right))

    @property
    def ports(self) -> Ports:
        return replace(super().ports, ceilings=self)

    def names(self, ceiling: CeilingName) -> list[str]:
        """What was counted towards a ceiling."""
        return [each.name for _, tallies in self.counted for each in tallies if each.ceiling == ceiling]
