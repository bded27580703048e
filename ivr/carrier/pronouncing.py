"""Instructions with every text as the voice must be given it; the journal keeps what is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ivr.engine.edition import Language
from ivr.engine.instructions import Ask, Instruction, Prompt, Say
from ivr.words import Pronunciation, respell


def pronounced(instructions: Iterable[Instruction], voices: Sequence[Language]) -> Iterator[Instruction]:
    """The instructions with the words of each language's pronunciation list respelt."""
    lists = _lists(voices)
    for instruction in instructions:
        if isinstance(instruction, Ask):
            yield replace(instruction, prompts=tuple(_respelt(prompt, lists) for prompt in instruction.prompts))
        else:
            yield _respelt(instruction, lists) if isinstance(instruction, Say) else instruction


def pronounced_prompts(prompts: Iterable[Prompt], voices: Sequence[Language]) -> Iterator[Prompt]:
    """The same for prompts alone."""
    lists = _lists(voices)
    return (_respelt(prompt, lists) for prompt in prompts)


def _lists(voices: Sequence[Language]) -> dict[str, Pronunciation]:
    return {language.code: language.pronunciation for language in voices if language.pronunciation}


def _respelt(prompt: Prompt, lists: dict[str, Pronunciation]) -> Prompt:
    if not isinstance(prompt, Say) or prompt.language not in lists:
        return prompt
    return replace(prompt, text=respell(prompt.text, lists[prompt.language]))
