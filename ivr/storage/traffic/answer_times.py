"""How long the carrier's requests took to be answered, on this machine: counted by bounds, in a file of all workers.

A worker notes each in memory, which costs a turn next to nothing, and adds what it noted to the file seconds later.
The file is this machine's, for a database that is away is one of the things that make answers slow.
"""

import json
from bisect import bisect_left
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.storage.disk.files import write_whole
from ivr.storage.disk.locks import locked

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
MOST_NOTED = 100_000
PATIENCE = 2.0


@dataclass
class Times:
    """How many answers took at most each bound and more than the one before it, the last more; all their seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        """One more answer."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    def merge(self, other: "Times") -> None:
        """All of `other` too."""
        self.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)]
        self.seconds += other.seconds


class AnswerTimes:
    """Those of one worker, and the file `answer-times.json` of all in a folder for state.

    `note((door, seconds))` notes one; of more than a hundred thousand that were not written the first are forgotten.
    """

    def __init__(self, state: Path) -> None:
        self._file = state / "answer-times.json"
        self._lock = state / "answer-times.lock"
        self._noted: deque[tuple[str, float]] = deque(maxlen=MOST_NOTED)
        self.note = self._noted.append

    def write(self) -> None:
        """Add what was noted to the file. Raises OSError, and keeps it for later."""
        taken = [self._noted.popleft() for _ in range(len(self._noted))]
        try:
            if taken:
                self._add(_by_door(taken))
        except OSError:
            self._noted.extendleft(reversed(taken))
            raise

    def read(self) -> Mapping[str, Times]:
        """All that workers of this machine have written, by door; nothing where the file cannot be read."""
        try:
            kept = json.loads(self._file.read_bytes())
            times = {str(door): Times(list(counts), float(seconds)) for door, (counts, seconds) in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        return times if all(len(each.counts) == len(BOUNDS) + 1 for each in times.values()) else {}

    def _add(self, new: Mapping[str, Times]) -> None:
        with locked(self._lock, PATIENCE) as mine:
            if not mine:
                raise OSError(f"another process kept {self._lock} locked")
            times = dict(self.read())
            for door, added in new.items():
                times.setdefault(door, Times()).merge(added)
            kept = {door: (each.counts, each.seconds) for door, each in times.items()}
            write_whole(self._file, json.dumps(kept).encode())


def _by_door(noted: list[tuple[str, float]]) -> dict[str, Times]:
    times: dict[str, Times] = {}
    for door, seconds in noted:
        times.setdefault(door, Times()).add(seconds)
    return times
