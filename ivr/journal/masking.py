"""Journal entries with the telephone numbers of callers masked: who rang, and what they keyed to be called back at."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ivr.engine.events import CallBackChosen, CaseOpened, Event, FieldKept, MessageLeft, WrongKeyPressed
from ivr.engine.heard import Keys
from ivr.engine.instructions import Ask, Instruction, Say
from ivr.journal.entry import Entry
from ivr.logs import HIDDEN, mask_number

Masking = Callable[[str], str]
HOLD_NUMBERS = ("caller", "call_back", "number")  # fields of any event
LONGEST_SHOWN = 4  # keys that nobody offered: more of them may be a number, mistyped


def without_numbers(entry: Entry, shown: Masking = mask_number) -> Entry:
    """A journal entry with the telephone numbers of callers `shown` masked."""
    heard, instructions = entry.heard, entry.instructions
    keyed = entry.came_in
    if isinstance(keyed, Keys) and len(keyed.digits) > LONGEST_SHOWN and _keyed_a_number(entry):
        heard = {**heard, "digits": HIDDEN}
    if heard.get("number"):
        instructions = tuple(map(_without_words, instructions))
    events = tuple(_without_number(event, shown) for event in entry.events)
    return replace(entry, caller=shown(entry.caller), heard=heard, events=events, instructions=instructions)


def with_forgotten_numbers(entry: Entry, *, whole: bool = False) -> Entry:
    """The entry as it is kept once its numbers are forgotten: without the call's own state, which holds them too.

    An answer that may repeat a number that was keyed goes. Nothing of a number stays where it is forgotten `whole`.
    """
    masked = replace(without_numbers(entry, _nothing if whole else mask_number), token="")
    return masked if masked.heard == entry.heard else replace(masked, instructions=())


def _nothing(_number: str) -> str:
    return ""


def _without_words(instruction: Instruction) -> Instruction:
    """Without what was said, which reads the number back."""
    if isinstance(instruction, Say):
        return replace(instruction, text=HIDDEN)
    if isinstance(instruction, Ask):
        prompts = (replace(each, text=HIDDEN) if isinstance(each, Say) else each for each in instruction.prompts)
        return replace(instruction, prompts=tuple(prompts))
    return instruction


def _keyed_a_number(entry: Entry) -> bool:
    return bool(entry.heard.get("number")) or any(_is_number(event) for event in entry.events)


def _is_number(event: Event) -> bool:
    match event:
        case CallBackChosen() | FieldKept(field="call_back"):  # the second in calls of earlier versions
            return True
        case FieldKept():
            return event.value.startswith("+")
        case WrongKeyPressed():
            return len(event.keys) > LONGEST_SHOWN
    return False


def _without_number(event: Event, shown: Masking) -> Event:
    match event:
        case FieldKept() if _is_number(event):
            return replace(event, value=shown(event.value))
        case WrongKeyPressed() if _is_number(event):
            return replace(event, keys=HIDDEN)
    held: dict[str, Any] = {name: shown(getattr(event, name)) for name in HOLD_NUMBERS if hasattr(event, name)}
    if isinstance(event, CaseOpened | MessageLeft):
        held["given"] = tuple((name, shown(text) if text.startswith("+") else text) for name, text in event.given)
    return replace(event, **held) if held else event
