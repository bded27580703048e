"""The way a caller took in short: "1 › 3 › …" are two keys and something keyed, such as a number of an application."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BETWEEN = " › "
MORE = "…"
WRONG = "✗"
MOST_STEPS = 12
LONGEST_WORDS = 24  # characters of what a caller said


@dataclass(frozen=True)
class StepInShort:
    """What came in at one turn (`heard` as in its entry), and whether nothing was offered for it."""

    heard: Mapping[str, Any]
    wrong: bool


def path_of(steps: Iterable[StepInShort]) -> str:
    """The keys and words of a call in order. What was keyed at a question, also a secret, is left out as "…"."""
    shown = list(_shown(steps))
    return BETWEEN.join([*shown[:MOST_STEPS], MORE] if len(shown) > MOST_STEPS else shown)


def _shown(steps: Iterable[StepInShort]) -> Iterator[str]:
    for step in steps:
        mark = WRONG if step.wrong else ""
        match step.heard.get("heard"):
            case "Keys":
                digits = str(step.heard.get("digits", ""))
                yield (digits if len(digits) == 1 else MORE) + mark
            case "Words":
                words = " ".join(str(step.heard.get("text", "")).split())
                yield f"“{words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS] + MORE}”{mark}"
