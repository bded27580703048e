"""Makes instructions fit into what a carrier takes: short enough to say at once, and 64 kB a document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.sax.saxutils import escape

from ivr.carrier.speakable import clean, pieces
from ivr.engine.instructions import Ask, Instruction, Prompt, Say
from ivr.logs import logger

log = logger(__name__)

MOST_PROMPT_BYTES = 32_000  # of 65,536: ten officers' addresses with tokens, or all hints, must fit as well
BYTES_A_VERB = 150  # its name and attributes, at most
MOST_HINTS, LONGEST_HINT, MOST_HINT_BYTES = 500, 100, 8_000


def fit(instructions: Iterable[Instruction]) -> tuple[Instruction, ...]:
    """The instructions with each text cut in pieces that can be said; prompts beyond the 64 kB are left out."""
    left = MOST_PROMPT_BYTES
    fitted: list[Instruction] = []
    for instruction in instructions:
        if isinstance(instruction, Prompt | Ask):
            prompts = instruction.prompts if isinstance(instruction, Ask) else (instruction,)
            kept = tuple(_within(_sayable(prompts), left))
            left -= sum(map(_bytes_of, kept))
            fitted += [replace(instruction, prompts=kept)] if isinstance(instruction, Ask) else kept
        else:
            fitted.append(instruction)
    return tuple(fitted)


def fit_prompts(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The same for prompts alone."""
    return tuple(_within(_sayable(prompts), MOST_PROMPT_BYTES))


def hints_of(hints: Iterable[str]) -> str:
    """Words a caller may say, as the carrier takes them: at most 500 of at most 100 characters, with commas."""
    given = (" ".join(clean(hint).replace(",", " ").split())[:LONGEST_HINT].strip() for hint in hints)
    words = list(dict.fromkeys(word for word in given if word))[:MOST_HINTS]
    while len(escape(",".join(words)).encode()) > MOST_HINT_BYTES:
        words.pop()
    return ",".join(words)


def _sayable(prompts: Iterable[Prompt]) -> Iterator[Prompt]:
    for prompt in prompts:
        if isinstance(prompt, Say):
            yield from (replace(prompt, text=piece) for piece in pieces(clean(prompt.text)))
        else:
            yield prompt


def _within(prompts: Iterable[Prompt], left: int) -> Iterator[Prompt]:
    for prompt in prompts:
        left -= _bytes_of(prompt)
        if left < 0:
            log.error("an answer is too long for the carrier; its end is not said")
            return
        yield prompt


def _bytes_of(prompt: Prompt) -> int:
    text = prompt.text if isinstance(prompt, Say) else ""
    return len(escape(text).encode()) + BYTES_A_VERB
