"""Instructions as JSON and back, for the journal: one object an instruction, its name under `do`."""

from collections.abc import Callable
from typing import Any, get_args

from ivr.engine.instructions import Ask, Instruction, Say, Transfer

_KINDS: dict[str, Callable[..., Any]] = {kind.__name__: kind for kind in get_args(Instruction)}


def instruction_to_json(instruction: Instruction) -> dict[str, Any]:
    """An instruction as a JSON object."""
    kept = {"do": type(instruction).__name__, **vars(instruction)}
    if isinstance(instruction, Say) and not instruction.private:
        del kept["private"]
    if isinstance(instruction, Ask):
        kept["prompts"] = [instruction_to_json(prompt) for prompt in instruction.prompts]
    if isinstance(instruction, Transfer):
        kept["whisper"] = instruction_to_json(instruction.whisper)
    return kept


def instruction_from_json(kept: dict[str, Any]) -> Instruction:
    """The instruction that `instruction_to_json` made `kept` of. Raises KeyError for a name none has."""
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    kind = _KINDS[fields.pop("do")]
    if kind is Ask:
        fields["prompts"] = tuple(instruction_from_json(prompt) for prompt in kept["prompts"])
    if kind is Say:
        fields["private"] = tuple((begin, end) for begin, end in kept.get("private", ()))
    if kind is Transfer:
        fields["whisper"] = instruction_from_json(kept["whisper"])
    instruction: Instruction = kind(**fields)
    return instruction
