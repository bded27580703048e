"""The way a caller took in short: "1 › 3 › …" are two keys and something keyed, such as a number of an application."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from ivr.engine.heard import Heard, Keys, Recorded, Resumed, Ringing, Silence, TransferFinished, Unclear, Words

BETWEEN = " › "
MORE = "…"
WRONG = "✗"
MOST_STEPS = 12
LONGEST_WORDS = 24  # characters of what a caller said


@dataclass(frozen=True)
class StepInShort:
    """What came in at one turn (`heard`), and whether nothing was offered for it."""

    heard: Heard | None
    wrong: bool


def path_of(steps: Iterable[StepInShort]) -> str:
    """The keys and words of a call in order. What was keyed at a question, also a secret, is left out as "…"."""
    shown = list(_shown(steps))
    return BETWEEN.join([*shown[:MOST_STEPS], MORE] if len(shown) > MOST_STEPS else shown)


def _shown(steps: Iterable[StepInShort]) -> Iterator[str]:
    for step in steps:
        mark = WRONG if step.wrong else ""
        match step.heard:
            case Keys(digits):
                yield (digits if len(digits) == 1 else MORE) + mark
            case Words(text):
                words = " ".join(text.split())
                yield f"“{words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS] + MORE}”{mark}"
            case Ringing() | Silence() | Unclear() | Recorded() | TransferFinished() | Resumed() | None:
                pass
            case _:
                assert_never(step.heard)
