"""What callers hear who have chosen no language: the same in every language, one after another.

A turn is taken once for each language; what came of it is the same, and only the words differ. What is alike in all of
them, because it was said in every language already or is there in one only, is said once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ivr.engine.filing import Filing, FilingOutcome, RowToFile
from ivr.engine.instructions import Prompt
from ivr.engine.ports import CeilingName, Ceilings, Enquiries, Rows, Sought, Tally, Unavailable

Asked = tuple[str, Sought, int]


@dataclass(frozen=True)
class AskedOnce:
    """Look-ups of one turn: each is made once, whatever the language in which its rows are told."""

    enquiries: Enquiries
    told: dict[Asked, Rows | Unavailable] = field(default_factory=dict)

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        """What was told before, or is told now."""
        asked = (table, sought, most)
        if asked not in self.told:
            self.told[asked] = self.enquiries.look_up(table, sought, most)
        return self.told[asked]

    def imported_at(self, table: str) -> str:
        """When a table was loaded from its file."""
        return self.enquiries.imported_at(table)


@dataclass(frozen=True)
class CountedOnce:
    """Ceilings asked about in one turn: what was told of a deed holds for all of it, in every language."""

    ceilings: Ceilings
    told: dict[tuple[Tally, ...], CeilingName | Literal[""] | Unavailable] = field(default_factory=dict)

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""] | Unavailable:
        """What was told before, or is told now."""
        asked = tuple(tallies)
        if asked not in self.told:
            self.told[asked] = self.ceilings.reached(deed, tallies)
        return self.told[asked]

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        """As it is now."""
        return self.ceilings.are_full(tallies)

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """It counts in no language."""
        self.ceilings.take_back(deed, tallies, right=right)


@dataclass(frozen=True)
class FiledOnce:
    """Rows filed in one turn: what came of a row holds for all of it, in every language."""

    filing: Filing
    told: dict[tuple[str, str], FilingOutcome] = field(default_factory=dict)

    def file(self, row: RowToFile) -> FilingOutcome:
        """What came of it before, or does now."""
        if (row.table, row.entry) not in self.told:
            self.told[row.table, row.entry] = self.filing.file(row)
        return self.told[row.table, row.entry]


def one_after_another(spoken: Sequence[tuple[Prompt, ...]]) -> tuple[Prompt, ...]:
    """The prompts of each language in turn, those before and after them that are the same in all said once."""
    first, shortest = spoken[0], min(map(len, spoken))
    begin = next((at for at in range(shortest) if any(each[at] != first[at] for each in spoken)), shortest)
    alike = (at for at in range(shortest - begin) if any(each[-1 - at] != first[-1 - at] for each in spoken))
    end = next(alike, shortest - begin)
    middles = (each[begin : len(each) - end] for each in spoken)
    return (*first[:begin], *(prompt for middle in middles for prompt in middle), *first[len(first) - end :])
