"""The table of cases: what callers may hear of what they left, and by what they find it.

It has these columns and no others, so that what a case says, its recording and its numbers are told to nobody; of a
reply the words that an officer let callers hear.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from ivr.engine.ports import Sought
from ivr.engine.sought import sought_among
from ivr.engine.values import replace
from ivr.words import Format

CASES = "cases"
"""What the table is called where a menu does not declare it under a name of its own, and what its `rows` are."""
CaseState = Literal["received", "in_hand", "answered", "closed"]
CaseKind = Literal["complaint", "suggestion", "compliment", "request"]
IN_WORDS: Mapping[str, tuple[str, ...]] = {"kind": get_args(CaseKind), "state": get_args(CaseState)}
"""The columns that are said in words of the system, and the values that decide by them."""
REPLY = "reply"
"""The column with the words of a reply that may be heard: told only to who has the reference and FACT."""
TOLD: Mapping[str, str] = {
    "reference": "reference",
    "kind": "text in languages",
    "state": "text in languages",
    "received": "date",
    "reply_due": "date or empty",
    "answered": "date or empty",
    "handed_to": "text in languages or empty",
    REPLY: "text in languages or empty",
}
"""The columns that are told, and their formats as tables write them."""
FOUND_BY: Mapping[str, str] = {"caller": "phone", "last_digits": "digits"}
"""The columns that a case is only found by."""
FACT = "last_digits"
"""The one of them that somebody who has a reference might guess."""
FEWEST_DIGITS = 4  # of a number: with fewer it would be guessed too soon
PHRASES = frozenset(f"case_{value}" for values in IN_WORDS.values() for value in values)
"""The system's own phrases that say the kinds and the states."""


class CaseWords(NamedTuple):
    """How cases are told: the system's phrases by language, and what gives the title of a department by language."""

    phrases: Mapping[str, Mapping[str, str]]
    title_of: Callable[[str], Mapping[str, str]]


@dataclass(frozen=True)
class KnownCase:
    """A case as callers may hear of it, and the numbers that it is found by; those of an anonymous one are empty.

    It was left from `caller` and is to be answered at `call_back`. Days are like 2026-11-23. `handed_to` is the
    department that has it now, empty where that is the one that is asked. The words of a `reply` are in one language,
    `reply_in`; in others nothing is said of them.
    """

    reference: str
    kind: str
    state: str
    received: str
    reply_due: str = ""
    answered: str = ""
    caller: str = ""
    call_back: str = ""
    handed_to: str = ""
    reply: str = ""
    reply_in: str = ""

    def is_found_by(self, column: str, text: str) -> bool:
        """Whether it is the one that is looked for by a column of FOUND_BY."""
        if column == FACT:
            numbers = (self.caller, self.call_back)
            return len(text) >= FEWEST_DIGITS and any(number.endswith(text) for number in numbers)
        return bool(text) and text == self.caller

    def row(self, words: CaseWords) -> dict[str, str]:
        """What is told of it: its kind, its state, who has it and the reply in the words of each language too."""
        values = {column: str(getattr(self, column)) for column in TOLD if column != REPLY}
        title = words.title_of(self.handed_to)
        for code, texts in words.phrases.items():
            values |= {f"{column}.{code}": texts.get(f"case_{values[column]}", "") for column in IN_WORDS}
            values[f"handed_to.{code}"] = title.get(code, "")
            values[f"{REPLY}.{code}"] = self.reply if code == self.reply_in else ""
        return values


def rows_of_cases(
    cases: Iterable[KnownCase],
    sought: Sought,
    columns: Mapping[str, Format],
    words: CaseWords,
) -> tuple[Mapping[str, str], ...]:
    """The rows of those cases that are sought, in the order wanted and then in their own."""
    numbers = {column: text for column, text in sought.match.items() if column in FOUND_BY}
    others = {column: text for column, text in sought.match.items() if column not in FOUND_BY}
    found = (case for case in cases if all(case.is_found_by(column, text) for column, text in numbers.items()))
    return sought_among((case.row(words) for case in found), replace(sought, match=others), columns)
