"""What a caller keys beside a choice, as whoever drives or checks a node sees it; the entries are in `nodes/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ivr.engine.grammar import Bounds
from ivr.words import Format, Value


@dataclass(frozen=True)
class Refused:
    """The keys make no sense here; `phrase` says why, with `values` in its places, and `check` which check failed.

    `explained` is that how to key it is said once more.
    """

    phrase: str
    values: Mapping[str, Value] = field(default_factory=dict)
    check: str = ""
    explained: bool = False

    @property
    def why(self) -> str:
        """The check that failed, as the record names it."""
        return self.check or self.phrase


class KeyedEntry(Protocol):
    """How keys become a value: `how` explains it, `most_keys` ends it at once."""

    @property
    def format(self) -> Format:
        """The format of the value."""
        ...

    @property
    def how(self) -> tuple[str, ...]:
        """The phrases that explain how to key it."""
        ...

    @property
    def needs(self) -> tuple[str, ...]:
        """The phrases said of it that a site may lack in which nothing like it is keyed."""
        ...

    @property
    def most_keys(self) -> int | None:
        """How many keys end the entry at once."""
        ...

    @property
    def digits(self) -> Bounds | None:
        """How many digits are keyed, where a value is made of nothing else; None where it is."""
        ...

    @property
    def longest(self) -> int:
        """Of how many characters the longest value is."""
        ...

    @property
    def moves(self) -> bool:
        """Whether other keys are taken on another day."""
        ...

    def takes(self, keys: str) -> bool:
        """Whether a single key could be the whole entry, so that it is no inherited key."""
        ...

    def read(self, keys: str, today: date, country: str) -> str | Refused:
        """The canonical text of what was keyed in a country, or why it is refused."""
        ...

    def samples(self, today: date, country: str) -> tuple[str, ...]:
        """Keys that are taken in a country, at both bounds of what may be keyed."""
        ...

    @property
    def refused_sample(self) -> str:
        """Keys that are refused, empty where whatever is keyed is taken."""
        ...


def wrong_length(given: int, length: Bounds) -> Refused | None:
    """Why so many digits or letters are too few or too many; nothing when they are neither."""
    if length.least <= given <= length.most:
        return None
    phrase = "entry_too_short" if given < length.least else "entry_too_long"
    nearest = min(max(given, length.least), length.most)
    ends = {"given": given, "expected": nearest, "least": length.least, "most": length.most}
    values = {name: Value(str(count), "number") for name, count in ends.items()}
    return Refused(phrase if length.least == length.most else f"{phrase}_for_span", values, "entry_wrong_length")
